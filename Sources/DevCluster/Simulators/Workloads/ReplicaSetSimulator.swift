import Foundation
import KubeClient

/// The ReplicaSet controller (pkg/controller/replicaset of Kubernetes 1.36): keeps the number of pods and
/// counts them.
enum ReplicaSetSimulator {
  static let component = "replicaset-controller"

  /// What the controller sees.
  struct Snapshot {
    let replicaSet: KubeObject
    /// The pods that it controls.
    let pods: [KubeObject]
    /// Why its last pod could not be created.
    var refusal: APIError?
  }

  /// What has to be created, deleted and written now; no action when nothing has to change.
  static func reconcile(_ snapshot: Snapshot, now: Date) -> [SimulatorAction] {
    let set = snapshot.replicaSet
    let pods = snapshot.pods.map(PodView.init)
    let active = pods.filter(\.isActive)
    var actions: [SimulatorAction] = []
    let minReady = set["spec", "minReadySeconds"]?.int ?? 0
    let status = status(
      set, active, terminating: pods.count { $0.isTerminating }, snapshot.refusal, now: now)
    // What follows a refusal is not performed: the status that tells of it goes first.
    if snapshot.refusal != nil { actions.updateStatus(.replicaSets, of: set, to: status) }
    if !set.metadata.isBeingDeleted { manage(set, active, &actions) }
    if snapshot.refusal == nil { actions.updateStatus(.replicaSets, of: set, to: status) }
    if minReady > 0 {
      let due = active.compactMap(\.readySince).map { $0.addingTimeInterval(Double(minReady)) }
      if let next = due.filter({ $0 > now }).min() { actions.append(.requeue(at: next)) }
    }
    return actions
  }

  private static func manage(_ set: KubeObject, _ active: [PodView], _ actions: inout [SimulatorAction]) {
    let wanted = set["spec", "replicas"]?.int ?? 1
    if active.count < wanted {
      let template = set["spec", "template"] ?? [:]
      let pod = PodFactory.pod(from: template, ownedBy: set, type: .replicaSets)
      for _ in active.count..<wanted { actions.append(.create(.pods, pod)) }
    } else if active.count > wanted {
      let ranked = active.sorted(by: isDeletedBefore)
      for pod in ranked.prefix(active.count - max(0, wanted)) {
        actions.append(.delete(.pods, pod.object))
        actions.event(
          set, "SuccessfulDelete", "Deleted pod: \(pod.object.metadata.name)", from: component)
      }
    }
  }

  /// `ActivePodsWithRanks`: pods that do least go first, then those with the lower deletion cost, the newer.
  private static func isDeletedBefore(_ left: PodView, _ right: PodView) -> Bool {
    let rank = { (pod: PodView) -> [Int] in
      let phase = ["Pending": 0, "Unknown": 1, "Running": 2][pod.phase] ?? 1
      let cost = pod.object.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"]
      return [
        pod.nodeName.isEmpty ? 0 : 1, phase, pod.isReady ? 1 : 0, cost.flatMap(Int.init) ?? 0,
        -pod.restarts,
      ]
    }
    let (leftRank, rightRank) = (rank(left), rank(right))
    if leftRank != rightRank { return leftRank.lexicographicallyPrecedes(rightRank) }
    let created = { (pod: PodView) in pod.object.metadata.creationTimestamp }
    return (created(left), left.object.metadata.name) > (created(right), right.object.metadata.name)
  }

  private static func status(
    _ set: KubeObject, _ active: [PodView], terminating: Int, _ refusal: APIError?, now: Date
  ) -> JSONValue {
    let labels = set["spec", "template"]?["metadata"]?["labels"]?.object ?? [:]
    let minReady = set["spec", "minReadySeconds"]?.int ?? 0
    let fullyLabeled = active.count { pod in
      labels.allSatisfy { pod.object["metadata", "labels"]?[$0.key] == $0.value }
    }
    let ready = active.count { $0.isReady }
    let available = active.count { $0.isAvailable(minReadySeconds: minReady, at: now) }
    return .object([
      "replicas": JSONValue(active.count),
      "fullyLabeledReplicas": StatusFields.omittingZero(fullyLabeled),
      "readyReplicas": StatusFields.omittingZero(ready),
      "availableReplicas": StatusFields.omittingZero(available),
      "terminatingReplicas": JSONValue(terminating),
      "observedGeneration": JSONValue(set.metadata.generation),
      "conditions": conditions(set, refusal, now: now),
    ])
  }

  private static func conditions(_ set: KubeObject, _ refusal: APIError?, now: Date) -> JSONValue? {
    var others = (set["status", "conditions"]?.items ?? []).filter { $0["type"]?.string != "ReplicaFailure" }
    if let refusal {
      let current = set["status", "conditions"]?.items.first { $0["type"]?.string == "ReplicaFailure" }
      others.append([
        "type": "ReplicaFailure", "status": "True", "reason": "FailedCreate",
        "message": JSONValue(refusal.message),
        "lastTransitionTime": current?["lastTransitionTime"] ?? JSONValue(Timestamp.text(now)),
      ])
    }
    return others.isEmpty ? nil : .array(others)
  }
}
