import KubeClient

/// Walks the OpenAPI schema of the CRD.
enum CRDWalk {
  struct Node {
    let path: String
    let schema: JSONValue
  }

  /// Every property with its path: `.spec.hosts`, `.spec.workers[].name`.
  /// - Parameter withItems: whether items of lists and values of maps are nodes of their own.
  static func nodes(of schema: JSONValue, at path: String = "", withItems: Bool = false) -> [Node] {
    var nodes = [Node(path: path, schema: schema)]
    for property in schema["properties"]?.object ?? [:] {
      nodes += Self.nodes(of: property.value, at: "\(path).\(property.key)", withItems: withItems)
    }
    for (member, suffix) in [("items", "[]"), ("additionalProperties", "{}")] {
      guard let item = schema[member] else { continue }
      let below = Self.nodes(of: item, at: path + suffix, withItems: withItems)
      nodes += withItems ? below : Array(below.dropFirst())
    }
    return nodes
  }

  /// The paths of the properties that an object uses, as `nodes` names them.
  static func used(_ value: JSONValue, _ schema: JSONValue, at path: String) -> Set<String> {
    var used: Set<String> = [path]
    if let properties = schema["properties"]?.object {
      for member in value.object ?? [:] {
        guard let property = properties[member.key] else { continue }
        used.formUnion(Self.used(member.value, property, at: "\(path).\(member.key)"))
      }
    }
    if let items = schema["items"] {
      for item in value.items { used.formUnion(Self.used(item, items, at: path + "[]")) }
    }
    return used
  }
}

/// Fills in defaults as an API server does.
enum CRDDefaults {
  static func applied(to value: JSONValue, _ schema: JSONValue) -> JSONValue {
    switch value {
    case .object:
      var result = value
      for property in schema["properties"]?.object ?? [:] {
        let present = value[property.key] ?? property.value["default"]
        if let present { result[property.key] = applied(to: present, property.value) }
      }
      return result
    case .array(let items):
      return .array(items.map { applied(to: $0, schema["items"] ?? .null) })
    case .null, .bool, .int, .double, .string:
      return value
    }
  }
}
