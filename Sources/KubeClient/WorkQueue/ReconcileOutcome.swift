/// What one reconcile came to: when to look again, and what it did, for the log.
public struct ReconcileOutcome: Sendable, Hashable {
  /// When to look at the key again.
  public enum Result: Sendable, Hashable {
    /// All is as it should be; look again when something changes.
    case done
    /// All is well so far; look again after that time. Earlier failures are forgotten.
    case requeue(after: Duration)
    /// It failed.
    case failed(message: String, retry: Retry)
  }

  /// Whether a failed reconcile is tried again.
  public enum Retry: Sendable, Hashable {
    /// Not before something changes: trying again cannot help.
    case never
    /// After the key's own backoff, but not before `atLeast` has passed.
    case backoff(atLeast: Duration)
  }

  /// When to look at the key again.
  public var result: Result
  /// What was done, each in a few words (`applied Deployment/shop-web: image`); empty when nothing had to be.
  public var changes: [String]

  /// An outcome.
  public init(_ result: Result, changes: [String] = []) {
    self.result = result
    self.changes = changes
  }

  /// All is as it should be.
  public static let done = ReconcileOutcome(.done)

  /// All is well so far; look again after that time.
  public static func requeue(after delay: Duration) -> ReconcileOutcome {
    ReconcileOutcome(.requeue(after: delay))
  }

  /// It failed; with `retry` it is tried again after the key's backoff.
  public static func failed(_ message: String, retry: Bool = true) -> ReconcileOutcome {
    ReconcileOutcome(.failed(message: message, retry: retry ? .backoff(atLeast: .zero) : .never))
  }

  /// A request failed; the error decides whether trying again can help.
  public static func failed(_ error: KubeError) -> ReconcileOutcome {
    ReconcileOutcome(.failed(message: error.description, retry: Retry(error)))
  }
}

extension ReconcileOutcome.Retry {
  /// How a request's error is retried.
  ///
  /// `invalid` and `forbidden` are retried too: a schema, a webhook, a role or a quota may be put right without
  /// any event on our object, and a try every five minutes costs nothing.
  public init(_ error: KubeError) {
    switch error {
    case .throttled(_, let after): self = .backoff(atLeast: after)
    case .conflict, .alreadyExists, .expired, .unauthorized, .forbidden, .notFound, .invalid, .transient,
      .cancelled:
      self = .backoff(atLeast: .zero)
    case .terminal: self = .never
    }
  }
}
