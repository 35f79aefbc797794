/// What holds where the spec is silent. The CRD carries the same defaults where a fixed value can be written
/// down; a test keeps the two equal. They are needed here as well: `render` has no server that fills them in.
extension LaravelAppSpec {
  /// `APP_ENV`
  var effectiveEnvironment: String { environment ?? "production" }
  /// The name of the `LaravelPlatform`.
  var effectivePlatform: String { platform ?? "default" }
  /// The DNS names.
  var effectiveHosts: [String] { hosts ?? [] }
  /// Whether anything runs.
  var isSuspended: Bool { suspend ?? false }
  /// Web pods.
  var effectiveWeb: WebSpec { web ?? WebSpec() }
  /// Scheduler.
  var effectiveScheduler: SchedulerSpec { scheduler ?? SchedulerSpec() }
  /// Volume.
  var effectiveStorage: StorageSpec { storage ?? StorageSpec() }
  /// Rollout.
  var effectiveRollout: RolloutSpec { rollout ?? RolloutSpec() }
  /// Ingress.
  var effectiveIngress: IngressSpec { ingress ?? IngressSpec() }
  /// Worker pools: an app that asks for a database or Redis has queues to work on.
  var effectiveWorkers: [WorkerSpec] {
    workers ?? (database != nil || redis != nil ? [WorkerSpec(name: "default")] : [])
  }
  /// Whether `artisan down` holds.
  var isInMaintenance: Bool { maintenance ?? false }
  /// What becomes of what has no `reclaimPolicy` of its own.
  var effectiveReclaimPolicy: ReclaimPolicy { reclaimPolicy ?? .retain }
  /// Whether the volume outlives the app.
  var storageReclaimPolicy: ReclaimPolicy { storage?.reclaimPolicy ?? effectiveReclaimPolicy }
  /// Whether the generated Secret outlives the app.
  var secretReclaimPolicy: ReclaimPolicy { effectiveReclaimPolicy }
  /// Whether an Ingress is wanted.
  var hasIngress: Bool { !effectiveHosts.isEmpty && effectiveIngress.isEnabled }
  /// Whether the Ingress serves HTTPS: asked for, or there is a certificate to serve.
  var hasTLS: Bool {
    let tls = ingress?.tls
    return tls?.enabled ?? (tls?.clusterIssuer != nil || tls?.issuer != nil || tls?.secretName != nil)
  }
}

extension WebSpec {
  var effectiveReplicas: Int { replicas ?? 2 }
  var effectivePort: Int { port ?? 8080 }
  var effectiveProbes: ProbesSpec { probes ?? ProbesSpec() }
  var effectiveTerminationGracePeriod: GoDuration { GoDuration(in: terminationGracePeriod, orSeconds: 30) }
}

extension AutoscalingSpec {
  /// Two, so that the loss of a node is no outage.
  var effectiveMinReplicas: Int { minReplicas ?? 2 }
  var effectiveTargetCPUUtilizationPercentage: Int { targetCPUUtilizationPercentage ?? 70 }
}

extension ProbesSpec {
  static let livenessDefaults = ProbeSpec(
    path: "/up", periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6)
  static let readinessDefaults = ProbeSpec(
    path: "/up", periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3)
  static let startupDefaults = ProbeSpec(
    path: "/up", periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 30)

  /// Liveness with every member but `host` set.
  var effectiveLiveness: ProbeSpec { Self.livenessDefaults.overridden(by: liveness) }
  /// Readiness with every member but `host` set.
  var effectiveReadiness: ProbeSpec { Self.readinessDefaults.overridden(by: readiness) }
  /// Startup with every member but `host` set; asks the path of liveness, which it holds back until it succeeds.
  var effectiveStartup: ProbeSpec {
    var defaults = Self.startupDefaults
    defaults.path = effectiveLiveness.path
    return defaults.overridden(by: startup)
  }
}

extension ProbeSpec {
  fileprivate func overridden(by other: ProbeSpec?) -> ProbeSpec {
    ProbeSpec(
      path: other?.path ?? path, host: other?.host ?? host,
      periodSeconds: other?.periodSeconds ?? periodSeconds,
      timeoutSeconds: other?.timeoutSeconds ?? timeoutSeconds,
      failureThreshold: other?.failureThreshold ?? failureThreshold)
  }
}

extension WorkerSpec {
  var effectiveReplicas: Int { replicas ?? 1 }
  var isHorizon: Bool { horizon ?? false }
  var effectiveTimeout: GoDuration { GoDuration(in: timeout, orSeconds: 60) }
}

extension SchedulerSpec {
  var effectiveMode: Mode { mode ?? .cronJob }
  var effectiveSchedule: String { schedule ?? "* * * * *" }
  var effectiveConcurrencyPolicy: ConcurrencyPolicy { concurrencyPolicy ?? .forbid }
  var effectiveTimeout: GoDuration { GoDuration(in: timeout, orSeconds: 3600) }
}

extension ProcessSpec {
  var effectiveReplicas: Int { replicas ?? 1 }
  var effectiveTerminationGracePeriod: GoDuration { GoDuration(in: terminationGracePeriod, orSeconds: 30) }
}

extension StorageSpec {
  var effectiveMode: Mode { mode ?? .shared }
  var effectiveSize: String { size ?? "1Gi" }
  var effectiveAccessMode: AccessMode { accessMode ?? .readWriteOnce }
  var effectiveMountPath: String { mountPath ?? "/var/www/html" }
}

extension RedisSpec {
  var effectiveServer: String { server ?? "default" }
  var needsDurableQueues: Bool { durableQueues ?? true }
}

extension MigrationsSpec {
  var isEnabled: Bool { enabled ?? true }
  var effectiveCommand: [String] { command ?? ["php", "artisan", "migrate", "--force"] }
  var effectiveTimeout: GoDuration { GoDuration(in: timeout, orSeconds: 600) }
}

extension IngressSpec {
  var isEnabled: Bool { enabled ?? true }
}

extension RolloutSpec {
  var effectiveOnFailure: OnFailure { onFailure ?? .hold }
  var effectiveProgressDeadline: GoDuration { GoDuration(in: progressDeadline, orSeconds: 600) }
}

extension GoDuration {
  /// The duration in a field; the default where the spec is silent. A text that is no duration has been refused by
  /// validation before, and reads as silence here.
  fileprivate init(in text: String?, orSeconds fallback: Int) {
    self = text.flatMap { GoDuration($0) } ?? GoDuration(milliseconds: fallback * 1000)
  }
}
