import KubeClient

/// Budgets for every workload that has several pods: draining a node takes one pod at a time.
enum PodDisruptionBudgetChild {
  /// The budgets; none for a suspended app, and none where a single pod would make a node undrainable.
  static func desired(_ app: LaravelApp) -> [DesiredChild] {
    guard !app.spec.isSuspended else { return [] }
    var children: [DesiredChild] = []
    let web = app.spec.effectiveWeb
    let webReplicas = web.autoscaling?.effectiveMinReplicas ?? web.effectiveReplicas
    if webReplicas > 1 { children.append(child(app, .web, part: .web)) }
    for pool in app.spec.effectiveWorkers where pool.effectiveReplicas > 1 {
      children.append(child(app, .worker(pool.name), part: .workers))
    }
    for process in app.spec.processes ?? [] where process.effectiveReplicas > 1 {
      children.append(child(app, .process(process.name), part: .workers))
    }
    return children
  }

  private static func child(_ app: LaravelApp, _ identity: WorkloadIdentity, part: Part) -> DesiredChild {
    var object = KubeObject(
      .podDisruptionBudgets, name: identity.objectName(in: app), namespace: app.namespace,
      labels: AppLabels.labels(of: app, identity))
    object["spec"] = [
      "maxUnavailable": 1,
      "selector": ["matchLabels": JSONValue(AppLabels.selector(of: app, identity))],
      // Pods that never became ready may always be evicted: they protect nobody and would block the drain.
      "unhealthyPodEvictionPolicy": "AlwaysAllow",
    ]
    return DesiredChild(
      type: .podDisruptionBudgets, object: object, component: identity.component, part: part)
  }
}
