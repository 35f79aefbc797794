/// One object as the API server sent it, or as we want it to be.
///
/// The tree is the truth; the properties are views of it that never fail: a field of the wrong type reads as
/// missing, because what comes from outside may be anything.
public struct KubeObject: Sendable, Hashable {
  /// The whole object.
  public var json: JSONValue

  /// An object of that tree, whatever is in it.
  public init(_ json: JSONValue) { self.json = json }

  /// A new object with nothing but its identity and labels.
  public init(_ type: ResourceType, name: String, namespace: String = "", labels: [String: String] = [:]) {
    json = ["apiVersion": JSONValue(type.apiVersion), "kind": JSONValue(type.kind)]
    json["metadata", "name"] = JSONValue(name)
    if !namespace.isEmpty { json["metadata", "namespace"] = JSONValue(namespace) }
    if !labels.isEmpty { json["metadata", "labels"] = JSONValue(labels) }
  }

  /// `group/version`, or `v1` for the core group; empty when missing.
  public var apiVersion: String { json["apiVersion"]?.string ?? "" }
  /// The kind; empty when missing (items of lists of built-in kinds carry none).
  public var kind: String { json["kind"]?.string ?? "" }
  /// The API group of `apiVersion`.
  public var group: String {
    apiVersion.split(separator: "/").count == 2 ? String(apiVersion.prefix { $0 != "/" }) : ""
  }
  /// The object's metadata.
  public var metadata: ObjectMeta {
    get { ObjectMeta(json["metadata"] ?? .null) }
    set { json["metadata"] = newValue.json }
  }
  /// Name and namespace.
  public var key: NamespacedName { NamespacedName(namespace: metadata.namespace, name: metadata.name) }
  /// `spec`, or `null`.
  public var spec: JSONValue { json["spec"] ?? .null }
  /// `status`, or `null`.
  public var status: JSONValue { json["status"] ?? .null }

  /// The member of that name at the top of the object.
  public subscript(key: String) -> JSONValue? {
    get { json[key] }
    set { json[key] = newValue }
  }

  /// The value below a path of member names; setting makes the objects on the way.
  public subscript(path: String...) -> JSONValue? {
    get { json[path: path] }
    set { json[path: path] = newValue }
  }
}
