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

  private typealias Annotation = DeploymentView.Annotation

  let deployment: DeploymentView
  /// By age, the oldest first.
  let replicaSets: [ReplicaSetView]
  /// The one with the Deployment's template.
  let newSet: ReplicaSetView?
  let oldSets: [ReplicaSetView]
  private let withPods: Set<String>
  private let replicaSet: (String) -> KubeObject?
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

  private mutating func sync() {
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
  private var isScaling: Bool {
    replicaSets.contains {
      guard $0.replicas > 0 else { return false }
      let desired = $0.object.metadata.annotations[Annotation.desiredReplicas].flatMap(Int.init)
      return desired != nil && desired != deployment.replicas
    }
  }

  // MARK: Strategies

  private mutating func roll() {
    guard hasSyncedRevision(creating: true), let newSet else { return }
    let isScaled = scaleUpNewSet(newSet) || scaleDownOldSets(newSet)
    if !isScaled, isComplete { cleanUp() }
    syncStatus(ofRollout: true)
  }

  private mutating func recreate() {
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

  private var hasOldPods: Bool {
    oldSets.contains { $0.actualReplicas > 0 || withPods.contains($0.object.metadata.uid) }
  }

  /// `reconcileNewReplicaSet`: whether the new ReplicaSet was resized.
  private mutating func scaleUpNewSet(_ newSet: ReplicaSetView) -> Bool {
    guard newSet.replicas != deployment.replicas else { return false }
    let size =
      newSet.replicas > deployment.replicas
      ? deployment.replicas : sizeOfNewSet(with: newSet.replicas, among: total(\.replicas))
    guard size != newSet.replicas else { return false }
    resize(newSet, to: size)
    return true
  }

  /// `reconcileOldReplicaSets`: first the pods that serve nobody go, then what the new ones replace.
  private mutating func scaleDownOldSets(_ newSet: ReplicaSetView) -> Bool {
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
  private mutating func cleanUp() {
    let alive = oldSets.filter { !$0.object.metadata.isBeingDeleted }.sorted { $0.revision < $1.revision }
    for set in alive.prefix(max(0, alive.count - deployment.revisionHistoryLimit)) {
      let isSeen = set.object["status", "observedGeneration"]?.int ?? 0 >= set.object.metadata.generation
      guard set.actualReplicas == 0, set.replicas == 0, isSeen else { continue }
      actions.append(.delete(.replicaSets, set.object))
    }
  }

  // MARK: The new ReplicaSet

  /// Brings the new ReplicaSet and the revision annotations up to date.
  /// - Returns: whether they are; `false` when something had to be written, which leads to another call.
  private mutating func hasSyncedRevision(creating: Bool) -> Bool {
    let revision = (oldSets.map(\.revision).max() ?? 0) + 1
    guard let newSet else {
      guard creating else { return true }
      create(revision: revision)
      return false
    }
    var object = newSet.object
    annotate(&object, revision: revision)
    if object != newSet.object { actions.append(.update(.replicaSets, object)) }
    var changed = deployment.object
    changed["metadata", "annotations", Annotation.revision] =
      (object.metadata.annotations[Annotation.revision]).map { JSONValue($0) }
    var conditions = DeploymentConditions(changed.status)
    if deployment.progressDeadline != nil, conditions["Progressing"] == nil {
      conditions.set(
        "Progressing", .true, reason: "FoundNewReplicaSet",
        message: "Found new replica set \"\(newSet.name)\"", at: now)
      changed["status", "conditions"] = conditions.json
    }
    if changed != deployment.object { actions.append(.updateStatus(.deployments, changed)) }
    guard actions.changesObjects else { return true }
    actions.append(.requeue(at: now))
    return false
  }

  private mutating func create(revision: Int) {
    let template = PodTemplateHash.removing(from: deployment.template)
    let collisions = deployment.object["status", "collisionCount"]?.int ?? 0
    let hash = PodTemplateHash.of(template, collisions: collisions)
    let meta = deployment.object.metadata
    let name = "\(meta.name)-\(hash)"
    if let present = replicaSet(name) {
      if adopt(present, template) { return }
      // Another template has this hash, or the name is taken: the count makes the next one different.
      var changed = deployment.object
      changed["status", "collisionCount"] = JSONValue(collisions + 1)
      actions.append(.updateStatus(.deployments, changed))
      actions.append(.requeue(at: now))
      return
    }
    let size = deployment.isRecreate ? deployment.replicas : sizeOfNewSet(with: 0, among: total(\.replicas))
    let set = newReplicaSet(name: name, hash: hash, size: size, template: template, revision: revision)
    actions.append(.create(.replicaSets, set))
    if size > 0 {
      actions.event(
        deployment.object, "ScalingReplicaSet", "Scaled up replica set \(name) from 0 to \(size)",
        from: Self.component)
    }
    var changed = deployment.object
    changed["metadata", "annotations", Annotation.revision] = JSONValue("\(revision)")
    if deployment.progressDeadline != nil {
      var conditions = DeploymentConditions(changed.status)
      conditions.set(
        "Progressing", .true, reason: "NewReplicaSetCreated",
        message: "Created new replica set \"\(name)\"", at: now)
      changed["status", "conditions"] = conditions.json
    }
    if changed != deployment.object { actions.append(.updateStatus(.deployments, changed)) }
    actions.append(.requeue(at: now))
  }

  /// Takes over a ReplicaSet of this template that an earlier Deployment has orphaned.
  private mutating func adopt(_ orphan: KubeObject, _ template: JSONValue) -> Bool {
    guard orphan.metadata.controller == nil, !orphan.metadata.isBeingDeleted,
      ReplicaSetView(object: orphan).template == template
    else { return false }
    let meta = deployment.object.metadata
    var adopted = orphan
    adopted.metadata.ownerReferences.append(
      OwnerReference(apiVersion: "apps/v1", kind: "Deployment", name: meta.name, uid: meta.uid))
    actions.append(.update(.replicaSets, adopted))
    return true
  }

  private func newReplicaSet(
    name: String, hash: String, size: Int, template: JSONValue, revision: Int
  ) -> KubeObject {
    let meta = deployment.object.metadata
    var labelled = template
    labelled["metadata", "labels", PodTemplateHash.label] = JSONValue(hash)
    var selector = deployment.object["spec", "selector"] ?? [:]
    selector["matchLabels", PodTemplateHash.label] = JSONValue(hash)
    var set = KubeObject(.replicaSets, name: name, namespace: meta.namespace)
    set["metadata", "labels"] = labelled["metadata", "labels"]
    set.metadata.ownerReferences = [
      OwnerReference(apiVersion: "apps/v1", kind: "Deployment", name: meta.name, uid: meta.uid)
    ]
    set["spec"] = .object([
      "replicas": JSONValue(size), "selector": selector, "template": labelled,
      "minReadySeconds": deployment.object["spec", "minReadySeconds"],
    ])
    set["status"] = ["replicas": 0]
    annotate(&set, revision: revision)
    annotateSize(&set)
    return set
  }

  /// `SetNewReplicaSetAnnotations`: the Deployment's annotations and the revision.
  private func annotate(_ set: inout KubeObject, revision: Int) {
    for (key, value) in deployment.object.metadata.annotations
    where !Annotation.ownedByController.contains(key) {
      set["metadata", "annotations", key] = JSONValue(value)
    }
    let annotations = set.metadata.annotations
    let old = annotations[Annotation.revision].flatMap(Int.init) ?? 0
    guard old < revision else { return }
    set["metadata", "annotations", Annotation.revision] = JSONValue("\(revision)")
    guard old > 0 else { return }
    let history = (annotations[Annotation.revisionHistory] ?? "").split(separator: ",").map(String.init)
    set["metadata", "annotations", Annotation.revisionHistory] =
      JSONValue((history + ["\(old)"]).joined(separator: ","))
  }

  private func annotateSize(_ set: inout KubeObject) {
    set["metadata", "annotations", Annotation.desiredReplicas] = JSONValue("\(deployment.replicas)")
    set["metadata", "annotations", Annotation.maxReplicas] =
      JSONValue("\(deployment.replicas + deployment.maxSurge)")
  }

  // MARK: Sizes

  /// `NewRSNewReplicas` of a rolling update.
  private func sizeOfNewSet(with current: Int, among total: Int) -> Int {
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

  private var isComplete: Bool {
    DeploymentStatus(self).isComplete(deployment)
  }
}
