import KubeClient

/// What one reconcile of an app came to.
public struct ReconcileOutcome: Sendable {
  /// What the work queue does next.
  public enum Next: Sendable, Hashable {
    /// Nothing until something changes.
    case settled
    /// Look again after that time, without counting it as a failure.
    case requeue(after: Duration)
    /// Try again with the item's failure backoff.
    case retry(KubeError)
  }

  /// What the work queue does next.
  public var next: Next = .settled
  /// Objects that were written, as `Deployment shop-web: created` or with the paths that differed; for the log.
  public var writes: [String] = []

  /// An outcome with nothing done.
  public init() {}
}
