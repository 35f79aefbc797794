import Foundation
import KubeClient

/// The ReplicaSet of the present template and the revision annotations (`getNewReplicaSet` in sync.go).
extension DeploymentSimulator {
  /// Brings the new ReplicaSet and the revision annotations up to date.
  /// - Returns: whether they are; `false` when something had to be written, which leads to another call.
  mutating func hasSyncedRevision(creating: Bool) -> Bool {
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

  mutating func create(revision: Int) {
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
  mutating func adopt(_ orphan: KubeObject, _ template: JSONValue) -> Bool {
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

  func newReplicaSet(
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
  func annotate(_ set: inout KubeObject, revision: Int) {
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

  func annotateSize(_ set: inout KubeObject) {
    set["metadata", "annotations", Annotation.desiredReplicas] = JSONValue("\(deployment.replicas)")
    set["metadata", "annotations", Annotation.maxReplicas] =
      JSONValue("\(deployment.replicas + deployment.maxSurge)")
  }
}
