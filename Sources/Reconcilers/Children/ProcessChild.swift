/// Any other long-running process: a Deployment, and a Service if it listens.
enum ProcessChild {
  /// The Deployment, and the Service before it.
  static func desired(_ process: ProcessSpec, of app: LaravelApp, _ facts: Facts) -> [DesiredChild] {
    let commandLine = process.command + (process.args ?? [])
    var workload = Workload(identity: .process(process.name))
    workload.command = process.command
    workload.args = process.args
    workload.port = process.port
    if process.port != nil {
      workload.probes = Probes.process(process.probes, host: app.spec.effectiveHosts.first)
    }
    workload.lifecycle = StopHook.hook(commandLine: commandLine, servesTraffic: process.port != nil)
    workload.resources = process.resources
    workload.gracePeriod =
      process.effectiveTerminationGracePeriod.wholeSeconds
      + (process.port == nil ? 0 : StopHook.drainSeconds)
    workload.isReplicated = process.effectiveReplicas > 1
    workload.override = process.podTemplate
    let deployment = DeploymentManifest.child(
      workload, of: app, facts: facts, replicas: process.effectiveReplicas, part: .workers)
    guard let port = process.port else { return [deployment] }
    return [ServiceChild.process(process.name, port: port, of: app), deployment]
  }
}
