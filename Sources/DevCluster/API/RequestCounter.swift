import Synchronization

/// How often a cluster was asked for what, and by whom: tests prove with it that a settled program writes
/// nothing.
public final class RequestCounter: Sendable {
  /// One row of the count.
  public struct Key: Sendable, Hashable {
    /// The verb, such as `get`, `list`, `watch`, `create`, `update`, `patch`, `apply` or `delete`.
    public let verb: String
    /// The resource, such as `deployments.apps`, with the subresource behind a slash.
    public let resource: String
    /// What the client calls itself.
    public let userAgent: String
  }

  private static let readVerbs: Set<String> = ["get", "list", "watch"]

  private let counts = Mutex<[Key: Int]>([:])

  /// A counter at zero.
  public init() {}

  func count(verb: String, resource: String, userAgent: String) {
    counts.withLock { $0[Key(verb: verb, resource: resource, userAgent: userAgent), default: 0] += 1 }
  }

  /// All counts so far.
  public var all: [Key: Int] { counts.withLock { $0 } }

  /// Requests that change objects, from clients whose name begins with the prefix; all with an empty one.
  public func writeCount(userAgentPrefix prefix: String = "") -> Int {
    sum { !Self.readVerbs.contains($0.verb) && $0.userAgent.hasPrefix(prefix) }
  }

  /// Requests of a verb on a resource; `nil` for any.
  public func count(verb: String? = nil, resource: String? = nil, userAgentPrefix prefix: String = "") -> Int
  {
    sum { key in
      (verb == nil || key.verb == verb) && (resource == nil || key.resource == resource)
        && key.userAgent.hasPrefix(prefix)
    }
  }

  /// Begins again at zero.
  public func reset() { counts.withLock { $0 = [:] } }

  private func sum(_ isCounted: (Key) -> Bool) -> Int {
    counts.withLock { counts in counts.reduce(0) { isCounted($1.key) ? $0 + $1.value : $0 } }
  }
}
