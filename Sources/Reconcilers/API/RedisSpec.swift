/// Asks the platform for Redis numbers.
public struct RedisSpec: Sendable, Hashable, Codable {
  /// The platform's name of the server.
  public var server: String?
  /// Whether queues need a server that persists and never evicts.
  public var durableQueues: Bool?
  /// Pins the numbers.
  public var databases: Databases?
  /// Overrides the app's `reclaimPolicy` for the numbers.
  public var reclaimPolicy: ReclaimPolicy?

  /// The two numbers of an app.
  public struct Databases: Sendable, Hashable, Codable {
    /// `REDIS_DB`
    public var `default`: Int
    /// `REDIS_CACHE_DB`
    public var cache: Int
  }
}
