/// The kinds of patch that the API server takes, with their bodies.
public enum Patch: Sendable, Hashable {
  /// RFC 7386: members replace, `null` removes.
  case merge(JSONValue)
  /// RFC 6902: a list of operations; `test` guards against races.
  case json([Operation])
  /// Server-side apply of a whole intent; the manager is named in the request.
  case apply(JSONValue)

  /// One operation of a JSON patch.
  public enum Operation: Sendable, Hashable {
    /// Fails the patch unless the value at the path is this one.
    case test(path: String, value: JSONValue)
    /// Adds or replaces.
    case add(path: String, value: JSONValue)
    /// Replaces what is there.
    case replace(path: String, value: JSONValue)
    /// Removes what is there.
    case remove(path: String)
  }

  /// The `Content-Type` that tells the server which kind this is.
  public var contentType: String {
    switch self {
    case .merge: "application/merge-patch+json"
    case .json: "application/json-patch+json"
    // JSON is YAML, and the only name that servers before 1.32 know for apply.
    case .apply: "application/apply-patch+yaml"
    }
  }

  /// The request body.
  public var body: JSONValue {
    switch self {
    case .merge(let body), .apply(let body): body
    case .json(let operations): .array(operations.map(\.json))
    }
  }
}

extension Patch.Operation {
  var json: JSONValue {
    switch self {
    case .test(let path, let value): ["op": "test", "path": JSONValue(path), "value": value]
    case .add(let path, let value): ["op": "add", "path": JSONValue(path), "value": value]
    case .replace(let path, let value): ["op": "replace", "path": JSONValue(path), "value": value]
    case .remove(let path): ["op": "remove", "path": JSONValue(path)]
    }
  }
}
