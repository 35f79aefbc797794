import KubeClient

/// One change in the store's history.
public struct StoreEvent: Sendable {
  /// What happened to the object.
  public enum Change: Sendable {
    /// It is new.
    case created
    /// It has another state.
    case updated
    /// It is gone; `object` is its last state, at the version of the removal.
    case deleted
  }

  /// What happened.
  public let change: Change
  /// Where the object is stored.
  public let key: ObjectKey
  /// The object after the change.
  public let object: KubeObject
  /// The object before the change; `nil` when it is new.
  public let previous: KubeObject?
  /// The version of the change.
  public let version: UInt64
}
