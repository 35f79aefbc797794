/// How an informer stands.
public struct InformerStatus: Sendable, Hashable {
  /// What its store shows.
  public enum State: Sendable, Hashable {
    /// Nothing yet: the first list is under way.
    case syncing
    /// The state of the server at some version.
    case synced
    /// Nothing, because the server does not serve this kind; it is asked again from time to time.
    case notServed
  }

  /// What the store shows.
  public internal(set) var state = State.syncing
  /// Whether the store may be relied upon: the first list is complete, or the kind is not served.
  public internal(set) var hasSynced = false
  /// When the server last said anything about this kind; `nil` before the first time.
  public internal(set) var lastFrame: ContinuousClock.Instant?
  /// What went wrong last; `nil` when all is well again.
  public internal(set) var lastError: KubeError?

  /// How long the server has been silent; `nil` before its first word.
  public func silence(at now: ContinuousClock.Instant = .now) -> Duration? { lastFrame.map { now - $0 } }
}
