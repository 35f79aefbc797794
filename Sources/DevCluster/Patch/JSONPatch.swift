import KubeClient

/// RFC 6902 patches.
enum JSONPatch {
  /// What a server answers when an operation cannot be carried out.
  static let failed = APIError(
    code: 422, reason: "Invalid", message: "the server rejected our request due to an error in our request",
    details: [:])

  /// The document after all operations.
  /// - Throws: 400 for something that is no patch, 422 when an operation fails.
  static func apply(_ patch: JSONValue, to document: JSONValue) throws(APIError) -> JSONValue {
    guard let operations = patch.array else {
      throw .badRequest(
        "error decoding patch: json: cannot unmarshal \(patch.typeName) into Go value of type []handlers.jsonPatchOp"
      )
    }
    // The same bound as in `k8s.io/apiserver/pkg/endpoints/handlers/patch.go`.
    guard operations.count <= 10_000 else {
      throw APIError(
        code: 413, reason: "RequestEntityTooLarge",
        message: "The allowed maximum operations in a JSON patch is 10000, got \(operations.count)")
    }
    var result = document
    for operation in operations { try apply(operation: operation, to: &result) }
    return result
  }

  private static func apply(operation: JSONValue, to document: inout JSONValue) throws(APIError) {
    guard let name = operation["op"]?.string, let text = operation["path"]?.string,
      let path = pointer(text)
    else { throw failed }
    switch name {
    case "test":
      // A missing value equals null, as in the library that Kubernetes uses.
      let found = try? get(path, in: document)
      guard (found ?? .null) == (operation["value"] ?? .null) else { throw failed }
    case "add": try add(operation["value"] ?? .null, at: path, in: &document)
    case "remove": _ = try remove(path, in: &document)
    case "replace":
      _ = try get(path, in: document)
      guard !path.isEmpty else {
        document = operation["value"] ?? .null
        return
      }
      _ = try remove(path, in: &document)
      try add(operation["value"] ?? .null, at: path, in: &document)
    case "move", "copy":
      guard let source = operation["from"]?.string.flatMap(pointer) else { throw failed }
      let value =
        name == "move" ? try remove(source, in: &document) : try get(source, in: document)
      try add(value, at: path, in: &document)
    default: throw failed
    }
  }

  private static func pointer(_ text: String) -> ArraySlice<String>? {
    if text.isEmpty { return [] }
    guard text.hasPrefix("/") else { return nil }
    return text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
      String(part.replacing("~1", with: "/").replacing("~0", with: "~"))
    }[...]
  }

  private static func get(_ path: ArraySlice<String>, in value: JSONValue) throws(APIError) -> JSONValue {
    guard let key = path.first else { return value }
    let next =
      if case .array = value { Int(key).flatMap { value[$0] } } else { value[key] }
    guard let next else { throw failed }
    return try get(path.dropFirst(), in: next)
  }

  private static func add(
    _ value: JSONValue, at path: ArraySlice<String>, in document: inout JSONValue
  ) throws(APIError) {
    guard let key = path.first else {
      document = value
      return
    }
    let isLast = path.count == 1
    switch document {
    case .object(var members):
      if isLast {
        members[key] = value
      } else {
        guard var child = members[key] else { throw failed }
        try add(value, at: path.dropFirst(), in: &child)
        members[key] = child
      }
      document = .object(members)
    case .array(var items):
      if isLast, key == "-" {
        items.append(value)
      } else {
        guard let index = Int(key), index >= 0, isLast ? index <= items.count : index < items.count else {
          throw failed
        }
        if isLast {
          items.insert(value, at: index)
        } else {
          try add(value, at: path.dropFirst(), in: &items[index])
        }
      }
      document = .array(items)
    default: throw failed
    }
  }

  private static func remove(
    _ path: ArraySlice<String>, in document: inout JSONValue
  ) throws(APIError) -> JSONValue {
    guard let key = path.first else { throw failed }
    let isLast = path.count == 1
    let removed: JSONValue
    switch document {
    case .object(var members):
      guard var child = members[key] else { throw failed }
      if isLast {
        removed = child
        members[key] = nil
      } else {
        removed = try remove(path.dropFirst(), in: &child)
        members[key] = child
      }
      document = .object(members)
    case .array(var items):
      guard let index = Int(key), items.indices.contains(index) else { throw failed }
      removed = isLast ? items.remove(at: index) : try remove(path.dropFirst(), in: &items[index])
      document = .array(items)
    default: throw failed
    }
    return removed
  }
}
