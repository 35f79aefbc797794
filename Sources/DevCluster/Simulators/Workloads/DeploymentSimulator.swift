import Foundation
import KubeClient

/// The deployment controller: what one look at a Deployment and its ReplicaSets leads to.
///
/// Follows pkg/controller/deployment of Kubernetes 1.36: `sync.go`, `rolling.go`, `recreate.go`, `progress.go`.
/// One call does one step, as one sync of the real controller does; what it wrote leads to the next call.
struct DeploymentSimulator {
  static let component = "deployment-controller"

  /// What the controller sees.
  struct Snapshot {
    let deployment: KubeObject
    /// The ReplicaSets that it controls, in any order.
    let replicaSets: [KubeObject]
    /// The uids of ReplicaSets that still have pods which have not ended, terminating ones included.
    let replicaSetsWithPods: Set<String>
    /// Reads a ReplicaSet of the namespace, whoever controls it.
    let replicaSet: (String) -> KubeObject?
  }

  typealias Annotation = DeploymentView.Annotation

  let deployment: DeploymentView
  /// By age, the oldest first.
  let replicaSets: [ReplicaSetView]
  /// The one with the Deployment's template.
  let newSet: ReplicaSetView?
  let oldSets: [ReplicaSetView]
  let withPods: Set<String>
  let replicaSet: (String) -> KubeObject?
  let now: Date
  var actions: [SimulatorAction] = []

  /// The next step of the rollout; no action when nothing has to change.
  static func reconcile(_ snapshot: Snapshot, now: Date) -> [SimulatorAction] {
    var simulator = DeploymentSimulator(snapshot, now: now)
    simulator.sync()
    return simulator.actions
  }

  private init(_ snapshot: Snapshot, now: Date) {
    deployment = DeploymentView(object: snapshot.deployment)
    replicaSets = snapshot.replicaSets.map(ReplicaSetView.init).sorted {
      ($0.object.metadata.creationTimestamp, $0.revision, $0.name)
        < ($1.object.metadata.creationTimestamp, $1.revision, $1.name)
    }
    let template = PodTemplateHash.removing(from: deployment.template)
    let newSet = replicaSets.first { $0.template == template }
    self.newSet = newSet
    oldSets = replicaSets.filter { $0.name != newSet?.name }
    withPods = snapshot.replicaSetsWithPods
    replicaSet = snapshot.replicaSet
    self.now = now
  }

  mutating func sync() {
    if deployment.object.metadata.isBeingDeleted {
      syncStatus(ofRollout: false)
    } else if deployment.isPaused || isScaling {
      if hasSyncedRevision(creating: false) { scale() }
      if deployment.isPaused { cleanUp() }
      syncStatus(ofRollout: false)
    } else if deployment.isRecreate {
      recreate()
    } else {
      roll()
    }
  }

  /// A change of `spec.replicas` that no active ReplicaSet has seen yet.
  var isScaling: Bool {
    replicaSets.contains {
      guard $0.replicas > 0 else { return false }
      let desired = $0.object.metadata.annotations[Annotation.desiredReplicas].flatMap(Int.init)
      return desired != nil && desired != deployment.replicas
    }
  }

  // MARK: Strategies

  mutating func roll() {
    guard hasSyncedRevision(creating: true), let newSet else { return }
    let isScaled = scaleUpNewSet(newSet) || scaleDownOldSets(newSet)
    if !isScaled, isComplete { cleanUp() }
    syncStatus(ofRollout: true)
  }

  mutating func recreate() {
    guard hasSyncedRevision(creating: false) else { return }
    let active = oldSets.filter { $0.replicas > 0 }
    if !active.isEmpty {
      for set in active { resize(set, to: 0) }
    } else if !hasOldPods {
      guard hasSyncedRevision(creating: true), let newSet else { return }
      if newSet.replicas != deployment.replicas {
        resize(newSet, to: deployment.replicas)
      } else if isComplete {
        cleanUp()
      }
    }
    syncStatus(ofRollout: true)
  }

  var hasOldPods: Bool {
    oldSets.contains { $0.actualReplicas > 0 || withPods.contains($0.object.metadata.uid) }
  }

  /// `reconcileNewReplicaSet`: whether the new ReplicaSet was resized.
  mutating func scaleUpNewSet(_ newSet: ReplicaSetView) -> Bool {
    guard newSet.replicas != deployment.replicas else { return false }
    let size =
      newSet.replicas > deployment.replicas
      ? deployment.replicas : sizeOfNewSet(with: newSet.replicas, among: total(\.replicas))
    guard size != newSet.replicas else { return false }
    resize(newSet, to: size)
    return true
  }

  /// `reconcileOldReplicaSets`: first the pods that serve nobody go, then what the new ones replace.
  mutating func scaleDownOldSets(_ newSet: ReplicaSetView) -> Bool {
    let minimum = deployment.replicas - deployment.maxUnavailable
    let missing = newSet.replicas - newSet.availableReplicas
    let most = total(\.replicas) - minimum - missing
    guard most > 0, oldSets.contains(where: { $0.replicas > 0 }) else { return false }
    var sizes = oldSets.map(\.replicas)
    var removed = 0
    for (index, set) in oldSets.enumerated() where removed < most {
      let count = min(most - removed, set.replicas - set.availableReplicas)
      guard count > 0 else { continue }
      sizes[index] -= count
      removed += count
    }
    var spare = total(\.availableReplicas) - minimum
    for index in sizes.indices where spare > 0 && sizes[index] > 0 {
      let count = min(sizes[index], spare)
      sizes[index] -= count
      spare -= count
    }
    for (set, size) in zip(oldSets, sizes) where size != set.replicas { resize(set, to: size) }
    return sizes != oldSets.map(\.replicas)
  }

  /// Deletes old, empty ReplicaSets beyond `revisionHistoryLimit`, the oldest revisions first.
  mutating func cleanUp() {
    let alive = oldSets.filter { !$0.object.metadata.isBeingDeleted }.sorted { $0.revision < $1.revision }
    for set in alive.prefix(max(0, alive.count - deployment.revisionHistoryLimit)) {
      let isSeen = set.object["status", "observedGeneration"]?.int ?? 0 >= set.object.metadata.generation
      guard set.actualReplicas == 0, set.replicas == 0, isSeen else { continue }
      actions.append(.delete(.replicaSets, set.object))
    }
  }

  // MARK: Sizes

  /// `NewRSNewReplicas` of a rolling update.
  func sizeOfNewSet(with current: Int, among total: Int) -> Int {
    let room = deployment.replicas + deployment.maxSurge - total
    return room <= 0 ? current : current + min(room, deployment.replicas - current)
  }

  func total(_ count: KeyPath<ReplicaSetView, Int>) -> Int {
    replicaSets.reduce(0) { $0 + $1[keyPath: count] }
  }

  /// `scaleReplicaSet`: the size, and the annotations that tell whether the Deployment was scaled.
  mutating func resize(_ set: ReplicaSetView, to size: Int) {
    var changed = set.object
    changed["spec", "replicas"] = JSONValue(size)
    annotateSize(&changed)
    guard changed != set.object else { return }
    actions.append(.update(.replicaSets, changed))
    guard size != set.replicas else { return }
    let direction = size > set.replicas ? "up" : "down"
    actions.event(
      deployment.object, "ScalingReplicaSet",
      "Scaled \(direction) replica set \(set.name) from \(set.replicas) to \(size)", from: Self.component)
  }

  var isComplete: Bool {
    DeploymentStatus(self).isComplete(deployment)
  }
}
