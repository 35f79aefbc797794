import KubeClient

/// On which nodes pods run.
enum Placement {
  private static let hostname = "kubernetes.io/hostname"
  /// Kubernetes' default is 300 s: too long for the few nodes of a small cluster.
  private static let failoverSeconds = 30

  /// How long pods stay on a node that is gone.
  static let tolerations: JSONValue = .array(
    ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"].map { key in
      [
        "key": JSONValue(key), "operator": "Exists", "effect": "NoExecute",
        "tolerationSeconds": JSONValue(failoverSeconds),
      ]
    })

  /// Evenly over the nodes. Only nodes that can take pods count, and each release by itself: a rollout or a
  /// cordoned node must not leave pods pending. One node always satisfies it.
  static func spread(_ selector: [String: String]) -> JSONValue {
    [
      [
        "maxSkew": 1, "topologyKey": JSONValue(hostname), "whenUnsatisfiable": "DoNotSchedule",
        "labelSelector": ["matchLabels": JSONValue(selector)],
        "matchLabelKeys": ["pod-template-hash"],
        "nodeTaintsPolicy": "Honor",
      ]
    ]
  }

  /// All of an app's pods on one node: a ReadWriteOnce volume can be mounted on one only, and the scheduler does
  /// not know.
  static func together(_ app: LaravelApp) -> JSONValue {
    [
      "podAffinity": [
        "requiredDuringSchedulingIgnoredDuringExecution": [
          [
            "labelSelector": ["matchLabels": [AppLabels.app: JSONValue(app.name)]],
            "topologyKey": JSONValue(hostname),
          ]
        ]
      ]
    ]
  }
}
