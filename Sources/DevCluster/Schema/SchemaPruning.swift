import KubeClient

/// Drops what a schema does not know.
enum SchemaPruning {
  /// Removes unknown members at every depth and returns their paths, such as `spec.ports[0].bogus`.
  static func prune(_ value: inout JSONValue, by schema: Schema) -> [String] {
    var unknown: [String] = []
    value = pruned(value, by: schema, path: "", unknown: &unknown)
    return unknown
  }

  private static func pruned(
    _ value: JSONValue, by schema: Schema, path: String, unknown: inout [String]
  ) -> JSONValue {
    switch value {
    case .object(let members):
      let schema = schema.fields.isEmbeddedResource ? embedded(schema) : schema
      let fields = schema.fields
      if fields.properties.isEmpty, fields.additionalProperties == nil, schema.keepsUnknownMembers {
        return value
      }
      var result = members
      for member in members {
        let memberPath = path.isEmpty ? member.key : "\(path).\(member.key)"
        if let property = schema.member(member.key) {
          let kept = pruned(member.value, by: property, path: memberPath, unknown: &unknown)
          if kept != member.value { result[member.key] = kept }
        } else if !schema.keepsUnknownMembers {
          unknown.append(memberPath)
          result[member.key] = nil
        }
      }
      return .object(result)
    case .array(let items):
      guard let itemSchema = schema.fields.items else { return value }
      return .array(
        items.enumerated().map { index, item in
          pruned(item, by: itemSchema, path: "\(path)[\(index)]", unknown: &unknown)
        })
    default: return value
    }
  }

  /// An object of any kind inside another: its identity and metadata are known.
  private static func embedded(_ schema: Schema) -> Schema {
    schema.changed { fields in
      for name in ["apiVersion", "kind"] where fields.properties[name] == nil {
        fields.properties[name] = SchemaParser.parse(["type": "string"])
      }
      fields.properties["metadata"] = BuiltinSchemas.objectMeta
      fields.isEmbeddedResource = false
    }
  }
}
