/// An owner as objects name it: by group and kind, never by version, which may differ between two references to
/// the same owner.
public struct OwnerKey: Sendable, Hashable {
  /// The API group; empty for the core group.
  public let group: String
  /// The kind.
  public let kind: String
  /// Name and namespace; owners live in the namespace of what they own, or in none.
  public let name: NamespacedName

  /// An owner.
  public init(group: String, kind: String, name: NamespacedName) {
    self.group = group
    self.kind = kind
    self.name = name
  }

  /// An owner of that kind.
  public init(_ type: ResourceType, _ name: NamespacedName) {
    self.init(group: type.group, kind: type.kind, name: name)
  }

  /// The owner that a reference in an object of that namespace names.
  public init(_ reference: OwnerReference, namespace: String) {
    self.init(
      group: reference.group, kind: reference.kind,
      name: NamespacedName(namespace: namespace, name: reference.name))
  }
}
