import KubeClient

/// The autoscaler of the web Deployment.
enum HorizontalPodAutoscalerChild {
  /// The autoscaler; `nil` when the spec asks for none. A suspended app has none, or it would be scaled up again.
  static func desired(_ app: LaravelApp) -> DesiredChild? {
    guard let scaling = app.spec.effectiveWeb.autoscaling, !app.spec.isSuspended else { return nil }
    let name = WorkloadIdentity.web.objectName(in: app)
    var object = KubeObject(
      .horizontalPodAutoscalers, name: name, namespace: app.namespace,
      labels: AppLabels.labels(of: app, .web))
    object["spec"] = [
      "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": JSONValue(name)],
      "minReplicas": JSONValue(scaling.effectiveMinReplicas),
      "maxReplicas": JSONValue(scaling.maxReplicas),
      "metrics": [
        [
          "type": "Resource",
          "resource": [
            "name": "cpu",
            "target": [
              "type": "Utilization",
              "averageUtilization": JSONValue(scaling.effectiveTargetCPUUtilizationPercentage),
            ],
          ],
        ]
      ],
    ]
    return DesiredChild(type: .horizontalPodAutoscalers, object: object, component: .web, part: .web)
  }
}
