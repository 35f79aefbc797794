import KubeClient

/// OpenAPI v3 documents, one per group and version: what `kubectl explain` shows and what tells kubectl that
/// the server validates fields.
struct OpenAPI {
  let registry: ResourceRegistry

  /// The index, or the document of a group and version.
  func respond(to path: String) -> APIResponse? {
    if path == "/openapi/v3" { return APIResponse(json: index) }
    let prefix = "/openapi/v3/"
    guard path.hasPrefix(prefix) else { return nil }
    let resources = resources(at: String(path.dropFirst(prefix.count)))
    return resources.isEmpty ? nil : APIResponse(json: document(of: resources))
  }

  private func resources(at root: String) -> [APIResource] {
    registry.resources.filter { Self.root(of: $0.type) == root }
  }

  private static func root(of type: ResourceType) -> String {
    type.group.isEmpty ? "api/\(type.version)" : "apis/\(type.group)/\(type.version)"
  }

  private var index: JSONValue {
    var hashes: [String: Int] = [:]
    for resource in registry.resources {
      hashes[Self.root(of: resource.type), default: 17] =
        hashes[Self.root(of: resource.type), default: 17] &* 31
        &+ (resource.schema.fields.source?.hashValue ?? 1)
    }
    var paths = JSONObject()
    for (root, hash) in hashes {
      let text = String(UInt(bitPattern: hash), radix: 16, uppercase: true)
      paths[root] = ["serverRelativeURL": JSONValue("/openapi/v3/\(root)?hash=\(text)")]
    }
    return ["paths": .object(paths)]
  }

  private func document(of resources: [APIResource]) -> JSONValue {
    var components = Components()
    var paths = JSONObject()
    for resource in resources {
      let name = components.add(resource)
      let reference: JSONValue = ["$ref": JSONValue(Components.path(name))]
      let root = "/" + Self.root(of: resource.type)
      let collection =
        resource.type.isNamespaced
        ? "\(root)/namespaces/{namespace}/\(resource.type.plural)" : "\(root)/\(resource.type.plural)"
      paths[collection] = [
        "get": operation(resource, "list", reference), "post": operation(resource, "post", reference),
      ]
      paths["\(collection)/{name}"] = [
        "get": operation(resource, "get", reference), "put": operation(resource, "put", reference),
        "patch": operation(resource, "patch", reference), "delete": operation(resource, "delete", reference),
      ]
    }
    return [
      "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": JSONValue(Discovery.gitVersion)],
      "paths": .object(paths), "components": ["schemas": .object(components.schemas)],
    ]
  }

  private func operation(_ resource: APIResource, _ action: String, _ schema: JSONValue) -> JSONValue {
    var types = ["application/json"]
    if action == "patch" {
      types = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"]
      if !resource.isCustom { types.append("application/strategic-merge-patch+json") }
    }
    let content = JSONObject(types.map { ($0, ["schema": action == "patch" ? ["type": "object"] : schema]) })
    let parameters = Self.parameters[action] ?? []
    return .members([
      "x-kubernetes-action": JSONValue(action),
      "x-kubernetes-group-version-kind": Components.groupVersionKind(resource.type),
      "parameters": .array(
        parameters.map {
          ["name": JSONValue($0), "in": "query", "schema": ["type": "string", "uniqueItems": true]]
        }),
      "requestBody": (["content": .object(content)] as JSONValue).unless(
        !["post", "put", "patch"].contains(action)),
      "responses": ["200": ["description": "OK", "content": ["application/json": ["schema": schema]]]],
    ])
  }

  private static let parameters = [
    "list": [
      "allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion",
      "resourceVersionMatch", "sendInitialEvents", "timeoutSeconds", "watch",
    ],
    "post": ["dryRun", "fieldManager", "fieldValidation"],
    "put": ["dryRun", "fieldManager", "fieldValidation"],
    "patch": ["dryRun", "fieldManager", "fieldValidation", "force"],
    "delete": ["dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy"],
  ]
}

extension OpenAPI {
  /// The named schemas of a document.
  struct Components {
    private(set) var schemas = JSONObject()

    static func path(_ name: String) -> String { "#/components/schemas/\(name)" }

    static func groupVersionKind(_ type: ResourceType) -> JSONValue {
      ["group": JSONValue(type.group), "version": JSONValue(type.version), "kind": JSONValue(type.kind)]
    }

    /// Adds the schema of a resource and all that it refers to; returns its name.
    mutating func add(_ resource: APIResource) -> String {
      let type = resource.type
      let name: String
      if resource.isCustom {
        let domain = type.group.split(separator: ".").reversed().joined(separator: ".")
        name = "\(domain).\(type.version).\(type.kind)"
        var json = resource.schema.fields.source ?? ["type": "object"]
        json["properties", "apiVersion"] = json["properties", "apiVersion"] ?? ["type": "string"]
        json["properties", "kind"] = json["properties", "kind"] ?? ["type": "string"]
        json["properties", "metadata"] = ["allOf": [reference(to: BuiltinSchemas.objectMeta)]]
        schemas[name] = json
      } else {
        name = Self.name(of: resource.schema.fields.typeName ?? type.kind)
        _ = reference(to: resource.schema)
      }
      schemas[name]?["x-kubernetes-group-version-kind"] = [Self.groupVersionKind(type)]
      return name
    }

    private static func name(of type: String) -> String { "io.k8s.api.\(type)" }

    private mutating func reference(to schema: Schema) -> JSONValue {
      guard let type = schema.fields.typeName else { return json(of: schema) }
      let name = Self.name(of: type)
      if schemas[name] == nil {
        // The name is taken first: types may refer to each other.
        schemas[name] = ["type": "object"]
        schemas[name] = json(of: schema)
      }
      return ["$ref": JSONValue(Self.path(name))]
    }

    private mutating func json(of schema: Schema) -> JSONValue {
      if let source = schema.fields.source { return source }
      let fields = schema.fields
      var result = JSONObject()
      result["type"] = fields.type.map { JSONValue($0.rawValue) }
      if !fields.format.isEmpty, !fields.isIntOrString { result["format"] = JSONValue(fields.format) }
      if fields.isIntOrString {
        result["oneOf"] = [["type": "integer"], ["type": "string"]]
        result["format"] = "int-or-string"
      }
      if fields.preservesUnknownFields { result["x-kubernetes-preserve-unknown-fields"] = true }
      if !fields.required.isEmpty { result["required"] = JSONValue(fields.required) }
      if !fields.allowedValues.isEmpty { result["enum"] = .array(fields.allowedValues) }
      if fields.isAtomicMap { result["x-kubernetes-map-type"] = "atomic" }
      if let items = fields.items { result["items"] = reference(to: items) }
      if let additional = fields.additionalProperties {
        result["additionalProperties"] = reference(to: additional)
      }
      switch fields.listType {
      case .atomic?: result["x-kubernetes-list-type"] = "atomic"
      case .set?: result["x-kubernetes-list-type"] = "set"
      case .map(let keys)?:
        result["x-kubernetes-list-type"] = "map"
        result["x-kubernetes-list-map-keys"] = JSONValue(keys)
      case nil: break
      }
      var properties = JSONObject()
      for (name, property) in fields.properties { properties[name] = self.property(property) }
      if !properties.isEmpty { result["properties"] = .object(properties) }
      return .object(result)
    }

    /// A member: marks of its own beside a reference need `allOf`.
    private mutating func property(_ schema: Schema) -> JSONValue {
      var json = reference(to: schema)
      if json["$ref"] != nil { json = ["allOf": [json]] }
      if let value = schema.fields.defaultValue { json["default"] = value }
      if let strategy = schema.fields.patchStrategy {
        var parts: [String] = []
        if strategy.mergeKey != nil { parts.append("merge") }
        if strategy.retainsKeys { parts.append("retainKeys") }
        json["x-kubernetes-patch-strategy"] = JSONValue(parts.joined(separator: ","))
        if let key = strategy.mergeKey, !key.isEmpty { json["x-kubernetes-patch-merge-key"] = JSONValue(key) }
      }
      return json
    }
  }
}
