/// Migrations that gate a release.
public struct MigrationsSpec: Sendable, Hashable, Codable {
  /// Whether they run.
  public var enabled: Bool?
  /// What runs, in exec form.
  public var command: [String]?
  /// The longest that they may take; a duration.
  public var timeout: String?
}
