/// A reference to an object by everything that names it: `v1 ObjectReference`.
public struct ObjectReference: Sendable, Hashable {
  /// `group/version`
  public let apiVersion: String
  /// The kind.
  public let kind: String
  /// Name and namespace.
  public let name: NamespacedName
  /// The object's identity; `kubectl describe` finds events by it.
  public let uid: String

  /// A reference.
  public init(apiVersion: String, kind: String, name: NamespacedName, uid: String) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.name = name
    self.uid = uid
  }

  /// A reference to that object.
  public init(_ object: KubeObject) {
    self.init(
      apiVersion: object.apiVersion, kind: object.kind, name: object.key, uid: object.metadata.uid)
  }

  var json: JSONValue {
    var json: JSONValue = [
      "apiVersion": JSONValue(apiVersion), "kind": JSONValue(kind), "name": JSONValue(name.name),
    ]
    if !name.namespace.isEmpty { json["namespace"] = JSONValue(name.namespace) }
    if !uid.isEmpty { json["uid"] = JSONValue(uid) }
    return json
  }
}
