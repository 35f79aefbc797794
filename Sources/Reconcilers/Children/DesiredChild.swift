import KubeClient

/// One child as it should be: the intent of a server-side apply, and what the reconciler has to know about it.
public struct DesiredChild: Sendable, Hashable {
  /// The kind.
  public let type: ResourceType
  /// `apiVersion`, `kind`, `metadata` and all the fields that the operator decides; nothing defaulted, nothing
  /// empty, values as the API server would store them. Owner reference and applied-hash are not in it.
  public let object: KubeObject
  /// The part of the app that it belongs to.
  public let component: Component
  /// The condition that tells its health.
  public let part: Part
  /// Whether the app is its owner, so that it is deleted with the app. What holds data is owned only when
  /// `reclaimPolicy` is `Delete`.
  public let isOwned: Bool
  /// Whether its pods carry the digest of the environment: such a child must not be written while
  /// `Facts.environmentDigest` is `nil`.
  public let needsEnvironment: Bool

  /// A desired child.
  public init(
    type: ResourceType, object: KubeObject, component: Component, part: Part, isOwned: Bool = true,
    needsEnvironment: Bool = false
  ) {
    self.type = type
    self.object = object
    self.component = component
    self.part = part
    self.isOwned = isOwned
    self.needsEnvironment = needsEnvironment
  }

  /// Kind and name, as users write them.
  public var description: String { "\(type.kind) \(object.metadata.name)" }

  /// What a write of it is called in the log.
  public func describeWrite(created: Bool) -> String { "\(description): \(created ? "created" : "applied")" }

  /// What a write of it is called in the log.
  /// - Parameter differing: the paths that differed; values are never logged.
  public func describeWrite(differing: [String]) -> String {
    differing.isEmpty
      ? describeWrite(created: false) : "\(description): put right \(differing.joined(separator: ", "))"
  }
}

/// Kind, namespace and name: what makes two objects the same.
public struct ChildKey: Sendable, Hashable {
  /// The kind.
  public let type: ResourceType
  /// Namespace and name.
  public let key: NamespacedName

  /// The object of that kind and name.
  public init(type: ResourceType, key: NamespacedName) {
    self.type = type
    self.key = key
  }

  /// The key of a desired child.
  public init(_ child: DesiredChild) { self.init(type: child.type, key: child.object.key) }
}
