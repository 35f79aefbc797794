import KubeClient

/// What the rollout of a Deployment depends on, with the API's defaults.
struct DeploymentView {
  /// Annotations that the deployment controller writes (pkg/controller/deployment/util).
  enum Annotation {
    static let revision = "deployment.kubernetes.io/revision"
    static let revisionHistory = "deployment.kubernetes.io/revision-history"
    static let desiredReplicas = "deployment.kubernetes.io/desired-replicas"
    static let maxReplicas = "deployment.kubernetes.io/max-replicas"
    static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
    /// Annotations of a Deployment that its ReplicaSets do not get.
    static let ownedByController: Set<String> = [
      revision, revisionHistory, desiredReplicas, maxReplicas, lastApplied,
      "deprecated.deployment.rollback.to",
    ]
  }

  let object: KubeObject

  var replicas: Int { object["spec", "replicas"]?.int ?? 1 }
  var template: JSONValue { object["spec", "template"] ?? [:] }
  var isPaused: Bool { object["spec", "paused"]?.bool ?? false }
  var isRecreate: Bool { object["spec", "strategy", "type"]?.string == "Recreate" }
  var revisionHistoryLimit: Int { object["spec", "revisionHistoryLimit"]?.int ?? 10 }
  var revision: Int { object.metadata.annotations[Annotation.revision].flatMap(Int.init) ?? 0 }

  /// Seconds; `nil` when there is none (the largest 32-bit number means that too).
  var progressDeadline: Int? {
    let seconds = object["spec", "progressDeadlineSeconds"]?.int ?? 600
    return seconds == Int(Int32.max) ? nil : seconds
  }

  /// How many pods more than wanted a rollout may have.
  var maxSurge: Int { isRecreate ? 0 : fenceposts.surge }

  /// How many of the wanted pods a rollout may miss.
  var maxUnavailable: Int {
    isRecreate || replicas == 0 ? 0 : min(fenceposts.unavailable, replicas)
  }

  /// `ResolveFenceposts`: surge is rounded up, unavailability down, and they are never both zero.
  private var fenceposts: (surge: Int, unavailable: Int) {
    let rolling = object["spec", "strategy", "rollingUpdate"]
    let quarter: JSONValue = "25%"
    let surge = ScaledValue.resolve(rolling?["maxSurge"] ?? quarter, of: replicas, roundUp: true) ?? 0
    let unavailable =
      ScaledValue.resolve(rolling?["maxUnavailable"] ?? quarter, of: replicas, roundUp: false) ?? 0
    return surge == 0 && unavailable == 0 ? (0, 1) : (max(0, surge), max(0, unavailable))
  }
}

/// What a rollout reads of one ReplicaSet.
struct ReplicaSetView {
  let object: KubeObject

  var name: String { object.metadata.name }
  var replicas: Int { object["spec", "replicas"]?.int ?? 1 }
  var actualReplicas: Int { object["status", "replicas"]?.int ?? 0 }
  var readyReplicas: Int { object["status", "readyReplicas"]?.int ?? 0 }
  var availableReplicas: Int { object["status", "availableReplicas"]?.int ?? 0 }
  var terminatingReplicas: Int? { object["status", "terminatingReplicas"]?.int }
  var revision: Int {
    object.metadata.annotations[DeploymentView.Annotation.revision].flatMap(Int.init) ?? 0
  }
  var template: JSONValue { PodTemplateHash.removing(from: object["spec", "template"] ?? [:]) }
}
