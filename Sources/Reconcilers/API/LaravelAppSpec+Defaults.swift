/// What holds where the spec is silent. The CRD carries the same defaults where a fixed value can be written
/// down; a test keeps the two equal. They are needed here as well: `render` has no server that fills them in.
extension LaravelAppSpec {
  /// `APP_ENV`
  var effectiveEnvironment: String { environment ?? "production" }
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
  /// Ingress.
  var effectiveIngress: IngressSpec { ingress ?? IngressSpec() }
  /// Worker pools: an app that asks for a database or Redis has queues to work on.
  var effectiveWorkers: [WorkerSpec] {
    workers ?? (database != nil || redis != nil ? [WorkerSpec(name: "default")] : [])
  }
  /// Whether the volume outlives the app.
  var storageReclaimPolicy: ReclaimPolicy { storage?.reclaimPolicy ?? reclaimPolicy ?? .retain }
  /// Whether the generated Secret outlives the app.
  var secretReclaimPolicy: ReclaimPolicy { reclaimPolicy ?? .retain }
  /// Whether an Ingress is wanted.
  var hasIngress: Bool { !effectiveHosts.isEmpty && (ingress?.enabled ?? true) }
  /// Whether the Ingress serves HTTPS: asked for, or there is a certificate to serve.
  var hasTLS: Bool {
    let tls = ingress?.tls
    return tls?.enabled ?? (tls?.clusterIssuer != nil || tls?.issuer != nil || tls?.secretName != nil)
  }
}

extension WebSpec {
  var effectiveReplicas: Int { replicas ?? 2 }
  var effectivePort: Int { port ?? 8080 }
}

extension WorkerSpec {
  var effectiveReplicas: Int { replicas ?? 1 }
  var isHorizon: Bool { horizon ?? false }
  var effectiveTimeout: String { timeout ?? "60s" }
}

extension SchedulerSpec {
  var effectiveMode: Mode { mode ?? .cronJob }
  var effectiveSchedule: String { schedule ?? "* * * * *" }
  var effectiveConcurrencyPolicy: ConcurrencyPolicy { concurrencyPolicy ?? .forbid }
}

extension ProcessSpec {
  var effectiveReplicas: Int { replicas ?? 1 }
}

extension StorageSpec {
  var effectiveMode: Mode { mode ?? .shared }
  var effectiveSize: String { size ?? "1Gi" }
  var effectiveAccessMode: AccessMode { accessMode ?? .readWriteOnce }
  var effectiveMountPath: String { mountPath ?? "/var/www/html" }
}
