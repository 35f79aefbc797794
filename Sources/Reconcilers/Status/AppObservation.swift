import KubeClient

/// Everything that the status of an app is judged by: what became of its children, and what the cluster made of
/// them.
public struct AppObservation: Sendable {
  /// Every desired child with the object as it now is.
  public let outcomes: [ChildOutcome]
  /// The app's pods.
  public let pods: [KubeObject]
  /// The ReplicaSets of its Deployments.
  public let replicaSets: [KubeObject]
  /// The Jobs of its CronJob.
  public let jobs: [KubeObject]
  /// The Certificates that cert-manager made for its Ingress; empty where there is no cert-manager.
  public let certificates: [KubeObject]

  /// An observation.
  public init(
    outcomes: [ChildOutcome], pods: [KubeObject] = [], replicaSets: [KubeObject] = [],
    jobs: [KubeObject] = [],
    certificates: [KubeObject] = []
  ) {
    self.outcomes = outcomes
    self.pods = pods
    self.replicaSets = replicaSets
    self.jobs = jobs
    self.certificates = certificates
  }

  /// The pods that carry all of those labels and are not about to vanish.
  func pods(matching selector: [String: String]) -> [KubeObject] {
    pods.filter { pod in
      let labels = pod.metadata.labels
      return !pod.metadata.isBeingDeleted && selector.allSatisfy { labels[$0.key] == $0.value }
    }
  }

  /// The pods of a Deployment's newest ReplicaSet, or all of them where that is not known. Older ones are on their
  /// way out: their troubles may be the very reason for the rollout.
  func currentPods(of deployment: KubeObject) -> [KubeObject] {
    let selector = deployment.spec["selector", "matchLabels"]?.object.map(Self.strings) ?? [:]
    let all = pods(matching: selector)
    guard let hash = newestReplicaSet(of: deployment)?.metadata.labels[Self.templateHash] else { return all }
    return all.filter { $0.metadata.labels[Self.templateHash] == hash }
  }

  /// The Deployment controller's labels and annotations.
  private static let templateHash = "pod-template-hash"
  private static let revision = "deployment.kubernetes.io/revision"

  /// The ReplicaSet of a Deployment's current pod template.
  func newestReplicaSet(of deployment: KubeObject) -> KubeObject? {
    replicaSets.filter { $0.metadata.controller?.uid == deployment.metadata.uid }
      .max { left, right in Self.revision(of: left) < Self.revision(of: right) }
  }

  private static func revision(of replicaSet: KubeObject) -> Int {
    replicaSet.metadata.annotations[revision].flatMap { Int($0) } ?? 0
  }

  private static func strings(_ members: JSONObject) -> [String: String] {
    Dictionary(members.compactMap { member in member.value.string.map { (member.key, $0) } }) { first, _ in
      first
    }
  }
}
