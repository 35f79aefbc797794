import KubeClient

/// Reads the `openAPIV3Schema` of a CustomResourceDefinition.
///
/// Whatever is not understood is left out: what a definition may contain is checked elsewhere.
enum SchemaParser {
  /// The schema of a whole custom resource: metadata is always that of Kubernetes.
  static func resource(_ json: JSONValue) -> Schema {
    parse(json).changed { fields in
      let text = parse(["type": "string"])
      fields.type = .object
      fields.properties["apiVersion"] = fields.properties["apiVersion"] ?? text
      fields.properties["kind"] = fields.properties["kind"] ?? text
      fields.properties["metadata"] = BuiltinSchemas.objectMeta
    }
  }

  static func parse(_ json: JSONValue) -> Schema {
    var fields = Schema.Fields()
    fields.source = json
    fields.type = json["type"]?.string.flatMap(Schema.ValueType.init(rawValue:))
    fields.format = json["format"]?.string ?? ""
    fields.description = json["description"]?.string
    for member in json["properties"]?.object ?? [:] { fields.properties[member.key] = parse(member.value) }
    fields.required = (json["required"]?.items ?? []).compactMap(\.string)
    switch json["additionalProperties"] {
    case .bool(let isAllowed): fields.allowsAnyProperty = isAllowed
    case .object(let schema): fields.additionalProperties = parse(.object(schema))
    default: break
    }
    fields.items = json["items"].map(parse)
    fields.allowedValues = json["enum"]?.items ?? []
    fields.pattern = json["pattern"]?.string
    fields.minimum = json["minimum"]
    fields.maximum = json["maximum"]
    fields.isMinimumExclusive = json["exclusiveMinimum"]?.bool ?? false
    fields.isMaximumExclusive = json["exclusiveMaximum"]?.bool ?? false
    fields.multipleOf = json["multipleOf"]?.double
    fields.minLength = json["minLength"]?.int
    fields.maxLength = json["maxLength"]?.int
    fields.minItems = json["minItems"]?.int
    fields.maxItems = json["maxItems"]?.int
    fields.hasUniqueItems = json["uniqueItems"]?.bool ?? false
    fields.minProperties = json["minProperties"]?.int
    fields.maxProperties = json["maxProperties"]?.int
    fields.isNullable = json["nullable"]?.bool ?? false
    fields.defaultValue = json["default"]
    fields.allOf = (json["allOf"]?.items ?? []).map(parse)
    fields.anyOf = (json["anyOf"]?.items ?? []).map(parse)
    fields.oneOf = (json["oneOf"]?.items ?? []).map(parse)
    fields.not = json["not"].map(parse)
    parseExtensions(json, into: &fields)
    return Schema(fields)
  }

  private static func parseExtensions(_ json: JSONValue, into fields: inout Schema.Fields) {
    fields.preservesUnknownFields = json["x-kubernetes-preserve-unknown-fields"]?.bool ?? false
    fields.isIntOrString = json["x-kubernetes-int-or-string"]?.bool ?? false
    fields.isEmbeddedResource = json["x-kubernetes-embedded-resource"]?.bool ?? false
    fields.isAtomicMap = json["x-kubernetes-map-type"]?.string == "atomic"
    switch json["x-kubernetes-list-type"]?.string {
    case "set": fields.listType = .set
    case "map":
      fields.listType = .map(keys: (json["x-kubernetes-list-map-keys"]?.items ?? []).compactMap(\.string))
    case "atomic": fields.listType = .atomic
    default: break
    }
    let below =
      Array(fields.properties.values) + fields.allOf + fields.anyOf + fields.oneOf
      + [fields.items, fields.additionalProperties, fields.not].compactMap { $0 }
    fields.hasRules =
      !(json["x-kubernetes-validations"]?.items.isEmpty ?? true) || below.contains { $0.fields.hasRules }
  }
}
