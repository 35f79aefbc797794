/// The Deployment that answers HTTP requests.
enum WebDeploymentChild {
  /// The Deployment.
  static func desired(_ app: LaravelApp, _ facts: Facts) -> DesiredChild {
    let web = app.spec.effectiveWeb
    var workload = Workload(identity: .web)
    workload.command = web.command
    workload.args = web.args
    workload.port = web.effectivePort
    workload.probes = Probes.web(web.effectiveProbes, host: app.spec.effectiveHosts.first)
    workload.lifecycle = StopHook.hook(
      commandLine: (web.command ?? []) + (web.args ?? []), servesTraffic: true)
    workload.resources = web.resources
    // The stop hook's time counts as part of the grace period.
    workload.gracePeriod = StopHook.drainSeconds + web.effectiveTerminationGracePeriod.wholeSeconds
    workload.isReplicated = web.autoscaling != nil || web.effectiveReplicas > 1
    workload.override = web.podTemplate
    return DeploymentManifest.child(
      workload, of: app, facts: facts, replicas: web.autoscaling == nil ? web.effectiveReplicas : nil,
      part: .web)
  }
}
