@testable import Reconcilers

/// All that holds for an app where its spec may be silent.
struct Effective: Equatable {
  private var values: [String: String] = [:]

  /// The fields that have an accessor for what holds in silence; `spec` and a dot before each.
  static let paths: Set<String> = [
    "environment", "platform", "reclaimPolicy", "maintenance", "suspend",
    "web", "web.replicas", "web.port", "web.terminationGracePeriod",
    "web.autoscaling.minReplicas", "web.autoscaling.targetCPUUtilizationPercentage",
    "web.probes.liveness.path", "web.probes.liveness.periodSeconds", "web.probes.liveness.timeoutSeconds",
    "web.probes.liveness.failureThreshold", "web.probes.readiness.path", "web.probes.readiness.periodSeconds",
    "web.probes.readiness.timeoutSeconds", "web.probes.readiness.failureThreshold",
    "web.probes.startup.periodSeconds", "web.probes.startup.timeoutSeconds",
    "web.probes.startup.failureThreshold",
    "workers[].horizon", "workers[].replicas", "workers[].timeout",
    "scheduler", "scheduler.mode", "scheduler.schedule", "scheduler.concurrencyPolicy", "scheduler.timeout",
    "processes[].replicas", "processes[].terminationGracePeriod",
    // The same types as the web's.
    "processes[].probes.liveness.path", "processes[].probes.liveness.periodSeconds",
    "processes[].probes.liveness.timeoutSeconds", "processes[].probes.liveness.failureThreshold",
    "processes[].probes.readiness.path", "processes[].probes.readiness.periodSeconds",
    "processes[].probes.readiness.timeoutSeconds", "processes[].probes.readiness.failureThreshold",
    "processes[].probes.startup.periodSeconds", "processes[].probes.startup.timeoutSeconds",
    "processes[].probes.startup.failureThreshold",
    "storage", "storage.mode", "storage.size", "storage.accessMode", "storage.mountPath",
    "redis.server", "redis.durableQueues",
    "migrations.enabled", "migrations.command", "migrations.timeout",
    "ingress.enabled", "rollout.onFailure", "rollout.progressDeadline",
  ].reduce(into: []) { $0.insert("spec.\($1)") }

  init(_ spec: LaravelAppSpec) {
    func note(_ name: String, _ value: some Any) { values[name] = "\(value)" }
    note("environment", spec.effectiveEnvironment)
    note("platform", spec.effectivePlatform)
    note("reclaimPolicy", spec.effectiveReclaimPolicy)
    note("maintenance", spec.isInMaintenance)
    note("suspend", spec.isSuspended)
    let web = spec.effectiveWeb
    note("web.replicas", web.effectiveReplicas)
    note("web.port", web.effectivePort)
    note("web.terminationGracePeriod", web.effectiveTerminationGracePeriod)
    note("web.autoscaling.minReplicas", web.autoscaling?.effectiveMinReplicas as Any)
    note("web.autoscaling.target", web.autoscaling?.effectiveTargetCPUUtilizationPercentage as Any)
    note("web.probes.liveness", web.effectiveProbes.effectiveLiveness)
    note("web.probes.readiness", web.effectiveProbes.effectiveReadiness)
    note("web.probes.startup", web.effectiveProbes.effectiveStartup)
    for worker in spec.effectiveWorkers {
      note("workers", (worker.isHorizon, worker.effectiveReplicas, worker.effectiveTimeout))
    }
    let scheduler = spec.effectiveScheduler
    note("scheduler", (scheduler.effectiveMode, scheduler.effectiveSchedule, scheduler.effectiveTimeout))
    note("scheduler.concurrencyPolicy", scheduler.effectiveConcurrencyPolicy)
    for process in spec.processes ?? [] {
      note("processes", (process.effectiveReplicas, process.effectiveTerminationGracePeriod))
    }
    let storage = spec.effectiveStorage
    note("storage", (storage.effectiveMode, storage.effectiveSize, storage.effectiveAccessMode))
    note("storage.mountPath", storage.effectiveMountPath)
    note("redis", (spec.redis?.effectiveServer as Any, spec.redis?.needsDurableQueues as Any))
    note("migrations", (spec.migrations?.isEnabled as Any, spec.migrations?.effectiveTimeout as Any))
    note("migrations.command", spec.migrations?.effectiveCommand as Any)
    note("ingress.enabled", spec.effectiveIngress.isEnabled)
    note(
      "rollout", (spec.effectiveRollout.effectiveOnFailure, spec.effectiveRollout.effectiveProgressDeadline))
  }
}
