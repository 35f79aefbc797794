/// Decides whether one request is sent again. Pure: a value that is asked after each attempt.
///
/// The rules are client-go's (rest/with_retry.go): whatever the method, 429 and 5xx only with `Retry-After`; a
/// connection that broke only where the request may be carried out twice; 401 once, when there are other
/// credentials. Beyond client-go, that is not GET alone: applying an intent a second time changes nothing.
struct RetryPolicy: Sendable {
  /// What came of an attempt.
  enum Outcome: Sendable, Hashable {
    case answered(code: Int, retryAfterSeconds: Int?)
    case connectionLost
  }

  /// What to do about it.
  enum Decision: Sendable, Hashable {
    /// The outcome is the caller's.
    case giveUp
    /// Send the same request again after that time.
    case retry(after: Duration)
    /// Send it again if there are other credentials.
    case refreshCredentials
  }

  static let maximumThrottles = 10
  static let maximumReconnects = 2
  /// A server that asks for more is the business of the caller's own queue: no worker sleeps so long here.
  static let longestWait = 60

  private let isRepeatable: Bool
  private var throttles = 0
  private var reconnects = 0
  private var hasRefreshed = false

  /// A policy for one request.
  /// - Parameter isRepeatable: whether carrying the request out twice is the same as once.
  init(isRepeatable: Bool) { self.isRepeatable = isRepeatable }

  mutating func decide(_ outcome: Outcome) -> Decision {
    switch outcome {
    case .answered(429, let seconds?), .answered(500..., let seconds?):
      guard throttles < Self.maximumThrottles, (0...Self.longestWait).contains(seconds) else {
        return .giveUp
      }
      throttles += 1
      return .retry(after: .seconds(seconds))
    case .answered(401, _) where !hasRefreshed:
      hasRefreshed = true
      return .refreshCredentials
    case .connectionLost where isRepeatable && reconnects < Self.maximumReconnects:
      reconnects += 1
      return .retry(after: .milliseconds(100 * reconnects))
    case .answered, .connectionLost: return .giveUp
    }
  }
}
