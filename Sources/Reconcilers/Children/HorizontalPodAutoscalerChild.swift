import KubeClient

/// The autoscaler of the web Deployment.
enum HorizontalPodAutoscalerChild {
  /// Two, so that the loss of a node is no outage.
  static let defaultMinimum = 2
  private static let defaultTarget = 70

  /// The autoscaler; `nil` when the spec asks for none. A suspended app has none, or it would be scaled up again.
  static func desired(_ app: LaravelApp) -> DesiredChild? {
    guard let scaling = app.spec.effectiveWeb.autoscaling, !app.spec.isSuspended else { return nil }
    let name = WorkloadIdentity.web.objectName(in: app)
    var object = KubeObject(
      .horizontalPodAutoscalers, name: name, namespace: app.namespace,
      labels: AppLabels.labels(of: app, .web))
    object["spec"] = [
      "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": JSONValue(name)],
      "minReplicas": JSONValue(minimum(of: scaling)),
      "maxReplicas": JSONValue(scaling.maxReplicas),
      "metrics": [
        [
          "type": "Resource",
          "resource": [
            "name": "cpu",
            "target": [
              "type": "Utilization",
              "averageUtilization": JSONValue(scaling.targetCPUUtilizationPercentage ?? defaultTarget),
            ],
          ],
        ]
      ],
    ]
    return DesiredChild(type: .horizontalPodAutoscalers, object: object, component: .web, part: .web)
  }

  /// The fewest pods.
  static func minimum(of scaling: AutoscalingSpec) -> Int {
    scaling.minReplicas ?? min(defaultMinimum, scaling.maxReplicas)
  }
}
