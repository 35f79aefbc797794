import KubeClient

/// Fills in what an object leaves out.
enum SchemaDefaults {
  /// Sets the defaults of missing members, at every depth; `null` where it is not allowed counts as missing.
  static func fill(_ value: inout JSONValue, by schema: Schema) {
    switch value {
    case .object(let members):
      guard !schema.fields.properties.isEmpty || schema.fields.additionalProperties != nil else { return }
      value = .object(filled(members, by: schema))
    case .array(let items):
      guard let itemSchema = schema.fields.items, needsDefaults(itemSchema) else { return }
      value = .array(
        items.map { item in
          var item = item
          fill(&item, by: itemSchema)
          return item
        })
    default: break
    }
  }

  private static func filled(_ members: JSONObject, by schema: Schema) -> JSONObject {
    var result = members
    for (name, property) in schema.fields.properties
    where property.fields.defaultValue != nil
      || property.fields.isAlwaysPresent
    {
      let present = result[name]
      let isMissing = present == nil || (present?.isNull == true && !property.fields.isNullable)
      if isMissing { result[name] = property.fields.defaultValue ?? [:] }
    }
    for member in result {
      guard let property = schema.member(member.key) else { continue }
      var value = member.value
      fill(&value, by: property)
      if value != member.value { result[member.key] = value }
    }
    return result
  }

  private static func needsDefaults(_ schema: Schema) -> Bool {
    schema.fields.type == .object || schema.fields.type == .array
      || !schema.fields.properties.isEmpty
  }
}
