/// The Deployment of one pool of queue workers.
enum WorkerDeploymentChild {
  /// The Deployment.
  ///
  /// There is no liveness probe: `horizon:status` looks at all masters at once and fails while Horizon is paused,
  /// and a worker that hangs in a job is ended by its own `--timeout`.
  static func desired(_ pool: WorkerSpec, of app: LaravelApp, _ facts: Facts) -> DesiredChild {
    var workload = Workload(identity: .worker(pool.name))
    workload.command = QueueCommand.line(of: pool)
    workload.lifecycle = StopHook.hook(commandLine: QueueCommand.line(of: pool), servesTraffic: false)
    workload.resources = pool.resources
    workload.gracePeriod = QueueTimeouts.gracePeriod(of: pool)
    workload.isReplicated = pool.effectiveReplicas > 1
    workload.override = pool.podTemplate
    return DeploymentManifest.child(
      workload, of: app, facts: facts, replicas: pool.effectiveReplicas, part: .workers)
  }
}
