/// An object that owns another one in the same namespace.
public struct OwnerReference: Sendable, Hashable {
  /// `group/version` of the owner.
  public let apiVersion: String
  /// The owner's kind.
  public let kind: String
  /// The owner's name.
  public let name: String
  /// The owner's identity.
  public let uid: String
  /// Whether the owner is the managing controller; at most one owner is.
  public let isController: Bool
  /// Whether foreground deletion of the owner waits for this object.
  public let blocksOwnerDeletion: Bool

  /// A reference to an owner.
  public init(
    apiVersion: String, kind: String, name: String, uid: String, isController: Bool = true,
    blocksOwnerDeletion: Bool = true
  ) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.name = name
    self.uid = uid
    self.isController = isController
    self.blocksOwnerDeletion = blocksOwnerDeletion
  }

  /// The reference in that tree; `nil` when it names nothing.
  public init?(_ json: JSONValue) {
    guard let apiVersion = json["apiVersion"]?.string, let kind = json["kind"]?.string,
      let name = json["name"]?.string, let uid = json["uid"]?.string
    else { return nil }
    self.init(
      apiVersion: apiVersion, kind: kind, name: name, uid: uid,
      isController: json["controller"]?.bool ?? false,
      blocksOwnerDeletion: json["blockOwnerDeletion"]?.bool ?? false)
  }

  /// The API group of the owner; owners are compared by group and kind, never by version.
  public var group: String {
    apiVersion.split(separator: "/").count == 2 ? String(apiVersion.prefix { $0 != "/" }) : ""
  }

  /// The reference as Kubernetes writes it.
  public var json: JSONValue {
    [
      "apiVersion": JSONValue(apiVersion), "kind": JSONValue(kind), "name": JSONValue(name),
      "uid": JSONValue(uid), "controller": JSONValue(isController),
      "blockOwnerDeletion": JSONValue(blocksOwnerDeletion),
    ]
  }
}
