import KubeClient

/// All children of an app but its generated Secret, which is kept by itself: see `EnvSecretChild`.
public enum ChildSet {
  /// The children that the spec asks for, in the order in which they are best written: what pods mount and what
  /// finds them comes before the pods.
  public static func children(of app: LaravelApp, facts: Facts) -> [DesiredChild] {
    let spec = app.spec
    var children: [DesiredChild] = []
    children += StorageClaimChild.desired(app).map { [$0] } ?? []
    children.append(ServiceChild.web(app))
    children.append(WebDeploymentChild.desired(app, facts))
    children += HorizontalPodAutoscalerChild.desired(app).map { [$0] } ?? []
    children += spec.effectiveWorkers.map { WorkerDeploymentChild.desired($0, of: app, facts) }
    children += SchedulerChild.desired(app, facts).map { [$0] } ?? []
    for process in spec.processes ?? [] { children += ProcessChild.desired(process, of: app, facts) }
    children += PodDisruptionBudgetChild.desired(app)
    children += IngressChild.desired(app).map { [$0] } ?? []
    return children
  }

  /// Every kind that a child can have.
  public static let managedTypes: [ResourceType] = prunedTypes + [.persistentVolumeClaims, .secrets]

  /// The kinds whose objects are deleted when the spec no longer asks for them. What holds data is not among
  /// them: switching storage off and on again finds the volume as it was.
  public static let prunedTypes: [ResourceType] = [
    .deployments, .cronJobs, .services, .ingresses, .podDisruptionBudgets, .horizontalPodAutoscalers,
  ]
}
