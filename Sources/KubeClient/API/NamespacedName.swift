/// The name of an object within its kind: the key of caches and work queues.
public struct NamespacedName: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Empty for cluster-scoped objects.
  public let namespace: String
  /// The object's name.
  public let name: String

  /// A name in a namespace; leave the namespace empty for cluster-scoped objects.
  public init(namespace: String = "", name: String) {
    self.namespace = namespace
    self.name = name
  }

  /// `namespace/name`, or the bare name of a cluster-scoped object.
  public var description: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }

  /// By namespace, then by name.
  public static func < (left: NamespacedName, right: NamespacedName) -> Bool {
    (left.namespace, left.name) < (right.namespace, right.name)
  }
}
