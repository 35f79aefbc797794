import KubeClient

/// How the scheduler runs.
public struct SchedulerSpec: Sendable, Hashable, Codable {
  /// A CronJob a minute, one `schedule:work` pod, or nothing.
  public enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
    /// `schedule:run` by a CronJob.
    case cronJob = "CronJob"
    /// `schedule:work` in one pod.
    case daemon = "Daemon"
    /// No scheduler.
    case none = "None"
  }

  /// What happens when the last run is still going.
  public enum ConcurrencyPolicy: String, Sendable, Hashable, Codable, CaseIterable {
    /// Both run.
    case allow = "Allow"
    /// The new one is left out.
    case forbid = "Forbid"
    /// The old one is ended.
    case replace = "Replace"
  }

  /// How it runs.
  public var mode: Mode?
  /// A cron expression of five fields; mode `CronJob`.
  public var schedule: String?
  /// A name of the time zone database; mode `CronJob`.
  public var timeZone: String?
  /// What happens when the last run is still going; mode `CronJob`.
  public var concurrencyPolicy: ConcurrencyPolicy?
  /// The longest that one run may take; a duration; mode `CronJob`.
  public var timeout: String?
  /// Requests and limits, as in a container.
  public var resources: ResourcesSpec?
  /// Merged over the generated pod template, lists by name.
  public var podTemplate: JSONValue?
}
