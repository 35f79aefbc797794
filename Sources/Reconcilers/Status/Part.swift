/// The conditions of an app's parts, in the order in which they depend on each other.
public enum Part: String, Sendable, Hashable, CaseIterable {
  /// The generated environment is there.
  case secrets = "SecretsReady"
  /// The volume is bound.
  case storage = "StorageReady"
  /// The database can be used.
  case database = "DatabaseReady"
  /// Redis can be used.
  case redis = "RedisReady"
  /// The schema is that of the release.
  case migrations = "MigrationsSucceeded"
  /// Web pods answer.
  case web = "WebAvailable"
  /// Workers and other processes run.
  case workers = "WorkersAvailable"
  /// Scheduled tasks are run.
  case scheduler = "SchedulerReady"
  /// The app is reachable from outside.
  case ingress = "IngressReady"
  /// The certificate is valid.
  case certificate = "CertificateReady"
  /// There is a fresh backup.
  case backups = "BackupsRecent"
}
