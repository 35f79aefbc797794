import KubeClient

/// What all Deployments of an app have in common.
enum DeploymentManifest {
  /// How pods are replaced.
  enum Strategy {
    /// New ones come before old ones go.
    case rolling
    /// Old ones go before new ones come: there is never more than one.
    case recreate

    fileprivate var json: JSONValue {
      switch self {
      case .rolling: ["type": "RollingUpdate", "rollingUpdate": ["maxSurge": 1, "maxUnavailable": 0]]
      case .recreate: ["type": "Recreate"]
      }
    }
  }

  /// Enough to look back at what ran before; each old ReplicaSet costs memory in every cache.
  private static let revisionHistoryLimit = 3
  /// A pod without a readiness probe counts as ready the moment it starts: one that crashes at once would look
  /// available after each of its restarts.
  private static let minReadySeconds = 5

  /// The Deployment of a workload.
  /// - Parameter replicas: `nil` leaves the number to an autoscaler. A suspended app has none.
  static func child(
    _ workload: Workload, of app: LaravelApp, facts: Facts, replicas: Int?, strategy: Strategy = .rolling,
    part: Part
  ) -> DesiredChild {
    let selector = AppLabels.selector(of: app, workload.identity)
    var object = KubeObject(
      .deployments, name: workload.identity.objectName(in: app), namespace: app.namespace,
      labels: AppLabels.labels(of: app, workload.identity))
    object["spec"] = JSONValue.object([
      "replicas": (app.spec.isSuspended ? 0 : replicas).map { JSONValue($0) },
      "minReadySeconds": workload.probes.isEmpty ? .some(JSONValue(minReadySeconds)) : .none,
      "revisionHistoryLimit": JSONValue(revisionHistoryLimit),
      "progressDeadlineSeconds": JSONValue(
        app.spec.effectiveRollout.effectiveProgressDeadline.wholeSeconds),
      "selector": ["matchLabels": JSONValue(selector)],
      "strategy": strategy.json,
      "template": PodTemplate.json(workload, of: app, facts: facts),
    ])
    return DesiredChild(
      type: .deployments, object: object, component: workload.identity.component, part: part,
      needsEnvironment: true)
  }
}
