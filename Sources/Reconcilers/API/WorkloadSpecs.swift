import KubeClient

/// The web workload.
public struct WebSpec: Sendable, Hashable, Codable {
  /// How many pods; ignored where `autoscaling` is set.
  public var replicas: Int?
  /// The port that the image listens on.
  public var port: Int?
  /// Replaces the image's entrypoint: Octane, FrankenPHP and the like.
  public var command: [String]?
  /// Replaces the image's arguments.
  public var args: [String]?
  /// Health checks.
  public var probes: ProbesSpec?
  /// Requests and limits, as in a container.
  public var resources: ResourcesSpec?
  /// Replicas by load.
  public var autoscaling: AutoscalingSpec?
  /// The time that requests in flight have at a stop; a duration.
  public var terminationGracePeriod: String?
  /// Merged over the generated pod template, lists by name.
  public var podTemplate: JSONValue?
}

/// Requests and limits of a container, such as `cpu: 50m`.
public struct ResourcesSpec: Sendable, Hashable, Codable {
  /// What the scheduler sets aside; quantities by resource name.
  public var requests: [String: JSONValue]?
  /// What the container may use at most; quantities by resource name.
  public var limits: [String: JSONValue]?
}

/// The health checks of a workload that listens.
public struct ProbesSpec: Sendable, Hashable, Codable {
  /// Restarts a container that hangs.
  public var liveness: ProbeSpec?
  /// Takes a pod that cannot answer out of the Service.
  public var readiness: ProbeSpec?
  /// Gives a container time to start.
  public var startup: ProbeSpec?
}

/// One HTTP health check.
public struct ProbeSpec: Sendable, Hashable, Codable {
  /// The path asked for.
  public var path: String?
  /// The `Host` header, for apps that trust only some hosts; the first of `hosts` when missing.
  public var host: String?
  /// Seconds between two checks.
  public var periodSeconds: Int?
  /// Seconds until a check counts as failed.
  public var timeoutSeconds: Int?
  /// Failures in a row that count.
  public var failureThreshold: Int?
}

/// Replicas by load: a HorizontalPodAutoscaler.
public struct AutoscalingSpec: Sendable, Hashable, Codable {
  /// The fewest pods.
  public var minReplicas: Int?
  /// The most pods.
  public var maxReplicas: Int
  /// The share of the CPU request that is aimed at, in percent.
  public var targetCPUUtilizationPercentage: Int?
}

/// One pool of queue workers.
public struct WorkerSpec: Sendable, Hashable, Codable {
  /// The pool's name: part of the Deployment's.
  public var name: String
  /// Runs `artisan horizon` instead of `queue:work`; the queues are then set in `config/horizon.php`.
  public var horizon: Bool?
  /// The connection of `config/queue.php`; the app's default one when missing.
  public var connection: String?
  /// The queues, the most important one first.
  public var queues: [String]?
  /// How many pods.
  public var replicas: Int?
  /// The longest that a job may run; a duration. Grace period and `retry_after` are derived from it.
  public var timeout: String?
  /// How often a job is tried.
  public var tries: Int?
  /// Megabytes after which the worker starts anew.
  public var memory: Int?
  /// Jobs after which the worker starts anew.
  public var maxJobs: Int?
  /// The time after which the worker starts anew; a duration.
  public var maxTime: String?
  /// The pauses between tries; durations.
  public var backoff: [String]?
  /// The pause when there is no job; a duration.
  public var sleep: String?
  /// The pause between two jobs; a duration.
  public var rest: String?
  /// Replaces the whole command, in exec form.
  public var command: [String]?
  /// Requests and limits, as in a container.
  public var resources: ResourcesSpec?
  /// Merged over the generated pod template, lists by name.
  public var podTemplate: JSONValue?
}

/// How the scheduler runs.
public struct SchedulerSpec: Sendable, Hashable, Codable {
  /// A CronJob a minute, one `schedule:work` pod, or nothing.
  public enum Mode: String, Sendable, Hashable, Codable {
    /// `schedule:run` by a CronJob.
    case cronJob = "CronJob"
    /// `schedule:work` in one pod.
    case daemon = "Daemon"
    /// No scheduler.
    case none = "None"
  }

  /// What happens when the last run is still going.
  public enum ConcurrencyPolicy: String, Sendable, Hashable, Codable {
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

/// Any other long-running process: Reverb, SSR, Pulse.
public struct ProcessSpec: Sendable, Hashable, Codable {
  /// The process's name: part of the Deployment's.
  public var name: String
  /// What runs, in exec form.
  public var command: [String]
  /// Arguments after the command.
  public var args: [String]?
  /// How many pods.
  public var replicas: Int?
  /// The port that it listens on; with it comes a Service.
  public var port: Int?
  /// Health checks; need a port.
  public var probes: ProbesSpec?
  /// The time that it has to stop; a duration.
  public var terminationGracePeriod: String?
  /// Requests and limits, as in a container.
  public var resources: ResourcesSpec?
  /// Merged over the generated pod template, lists by name.
  public var podTemplate: JSONValue?
}
