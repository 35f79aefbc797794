/// Asks the platform for a database and a login.
public struct DatabaseSpec: Sendable, Hashable, Codable {
  /// The CloudNativePG cluster; the platform's default one when missing.
  public var cluster: ClusterReference?
  /// The database's name; made from app and environment when missing.
  public var name: String?
  /// Overrides the app's `reclaimPolicy` for database and login.
  public var reclaimPolicy: ReclaimPolicy?
  /// PostgreSQL extensions.
  public var extensions: [String]?
  /// Connections that the login may have open; unlimited when missing.
  public var connectionLimit: Int?

  /// A CloudNativePG cluster.
  public struct ClusterReference: Sendable, Hashable, Codable {
    /// The cluster's name.
    public var name: String
    /// The cluster's namespace; the app's when missing.
    public var namespace: String?
  }
}
