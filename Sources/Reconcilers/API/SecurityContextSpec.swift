/// User and groups of every container.
public struct SecurityContextSpec: Sendable, Hashable, Codable {
  /// The user's number; 33 is `www-data` in Debian images, 82 in Alpine ones.
  public var runAsUser: Int?
  /// The group's number.
  public var runAsGroup: Int?
  /// The group that owns the volumes.
  public var fsGroup: Int?
}
