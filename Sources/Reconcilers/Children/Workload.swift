import KubeClient

/// What tells the pods of one workload from those of another; the rest is the same for all: `PodTemplate`.
struct Workload: Sendable {
  /// Which part of the app it is.
  let identity: WorkloadIdentity
  /// Replaces the image's entrypoint, in exec form: through a shell, signals would not arrive.
  var command: [String]?
  /// Replaces the image's arguments.
  var args: [String]?
  /// The port that it listens on.
  var port: Int?
  /// `startupProbe`, `livenessProbe`, `readinessProbe`.
  var probes: [String: JSONValue] = [:]
  /// What happens before the stop signal.
  var lifecycle: JSONValue?
  /// Requests and limits.
  var resources: ResourcesSpec?
  /// Seconds from the start of the stop hook to SIGKILL.
  var gracePeriod = 30
  /// Whether there may be several pods at once, which then go to different nodes.
  var isReplicated = false
  /// `OnFailure` for Jobs; what Deployments need is Kubernetes' default.
  var restartPolicy: String?
  /// The user's `podTemplate`.
  var override: JSONValue?

  /// `php artisan` with those arguments.
  static func artisan(_ arguments: String...) -> [String] { ["php", "artisan"] + arguments }
}
