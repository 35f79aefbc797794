import Foundation
import KubeClient

/// The counts of a Deployment's status (`calculateStatus` in sync.go).
struct DeploymentStatus: Equatable {
  let replicas: Int
  let updated: Int
  let ready: Int
  let available: Int
  let unavailable: Int
  /// `nil` until every ReplicaSet has counted them.
  let terminating: Int?

  init(_ simulator: DeploymentSimulator) {
    replicas = simulator.total(\.actualReplicas)
    updated = simulator.newSet?.actualReplicas ?? 0
    ready = simulator.total(\.readyReplicas)
    available = simulator.total(\.availableReplicas)
    unavailable = max(0, simulator.total(\.replicas) - available)
    let counts = simulator.replicaSets.map(\.terminatingReplicas)
    terminating = counts.contains(nil) ? nil : counts.reduce(0) { $0 + ($1 ?? 0) }
  }

  /// All wanted pods are new, nothing else runs, and all are available.
  func isComplete(_ deployment: DeploymentView) -> Bool {
    updated == deployment.replicas && replicas == deployment.replicas && available == deployment.replicas
  }

  /// The rollout got on since that status was written.
  func isProgress(since old: JSONValue) -> Bool {
    let was = { (count: String) in old[count]?.int ?? 0 }
    return updated > was("updatedReplicas") || ready > was("readyReplicas")
      || available > was("availableReplicas")
      || replicas - updated < was("replicas") - was("updatedReplicas")
  }

  func json(generation: Int, collisionCount: JSONValue?, conditions: JSONValue?) -> JSONValue {
    .object([
      "observedGeneration": JSONValue(generation),
      "replicas": StatusFields.omittingZero(replicas),
      "updatedReplicas": StatusFields.omittingZero(updated),
      "readyReplicas": StatusFields.omittingZero(ready),
      "availableReplicas": StatusFields.omittingZero(available),
      "unavailableReplicas": StatusFields.omittingZero(unavailable),
      "terminatingReplicas": terminating.map { JSONValue($0) },
      "collisionCount": collisionCount, "conditions": conditions,
    ])
  }
}

extension DeploymentSimulator {
  /// Writes the status where it differs; of a rollout with the condition `Progressing` (`syncRolloutStatus`).
  mutating func syncStatus(ofRollout: Bool) {
    let old = deployment.object.status
    let counts = DeploymentStatus(self)
    var conditions = DeploymentConditions(old)
    if counts.available >= deployment.replicas - deployment.maxUnavailable {
      conditions.set(
        "Available", .true, reason: "MinimumReplicasAvailable",
        message: "Deployment has minimum availability.", at: now)
    } else {
      conditions.set(
        "Available", .false, reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.", at: now)
    }
    if ofRollout {
      judgeProgress(counts, &conditions)
      copyFailure(&conditions)
    } else {
      judgePause(&conditions)
    }
    let status = counts.json(
      generation: deployment.object.metadata.generation, collisionCount: old["collisionCount"],
      conditions: conditions.json)
    actions.updateStatus(.deployments, of: deployment.object, to: status)
    if ofRollout { requeueAtDeadline(conditions, counts) }
  }

  private mutating func judgeProgress(_ counts: DeploymentStatus, _ conditions: inout DeploymentConditions) {
    guard deployment.progressDeadline != nil else {
      conditions.remove("Progressing")
      return
    }
    let current = conditions["Progressing"]
    let wasDone = current?["reason"]?.string == "NewReplicaSetAvailable"
    if wasDone, counts.replicas == counts.updated { return }
    let subject =
      newSet.map { "ReplicaSet \"\($0.name)\"" } ?? "Deployment \"\(deployment.object.metadata.name)\""
    if counts.isComplete(deployment) {
      conditions.set(
        "Progressing", .true, reason: "NewReplicaSetAvailable",
        message: "\(subject) has successfully progressed.", at: now)
    } else if counts.isProgress(since: deployment.object.status) {
      conditions.renew(
        "Progressing", .true, reason: "ReplicaSetUpdated", message: "\(subject) is progressing.", at: now)
    } else if current?["reason"]?.string == "DeploymentPaused" {
      // The time of the pause does not count: the deadline begins anew.
      conditions.set(
        "Progressing", .unknown, reason: "DeploymentResumed", message: "Deployment is resumed", at: now)
    } else if let deadline = deadline(of: current), deadline < now {
      conditions.set(
        "Progressing", .false, reason: "ProgressDeadlineExceeded",
        message: "\(subject) has timed out progressing.", at: now)
    }
  }

  /// When a rollout that does not get on has failed; `nil` when it cannot.
  private func deadline(of progressing: JSONValue?) -> Date? {
    guard let seconds = deployment.progressDeadline, let progressing,
      progressing["reason"]?.string != "NewReplicaSetAvailable",
      let update = progressing["lastUpdateTime"]?.string.flatMap(Timestamp.date)
    else { return nil }
    return update.addingTimeInterval(Double(seconds))
  }

  private mutating func requeueAtDeadline(_ conditions: DeploymentConditions, _ counts: DeploymentStatus) {
    let progressing = conditions["Progressing"]
    guard progressing?["reason"]?.string != "ProgressDeadlineExceeded", !counts.isComplete(deployment),
      let deadline = deadline(of: progressing)
    else { return }
    // Times in the API are cut to seconds: one more makes sure that the deadline is over.
    actions.append(.requeue(at: max(deadline, now).addingTimeInterval(1)))
  }

  /// A ReplicaSet that cannot create pods shows in the Deployment.
  private mutating func copyFailure(_ conditions: inout DeploymentConditions) {
    let failing = ([newSet].compactMap(\.self) + oldSets).lazy
      .compactMap { set in set.object.condition("ReplicaFailure") }
      .first { $0.value == .true }
    if let failing {
      conditions.set(
        "ReplicaFailure", .true, reason: failing.reason, message: failing.message, at: now)
    } else {
      conditions.remove("ReplicaFailure")
    }
  }

  private mutating func judgePause(_ conditions: inout DeploymentConditions) {
    guard deployment.progressDeadline != nil, !deployment.object.metadata.isBeingDeleted else { return }
    let reason = conditions["Progressing"]?["reason"]?.string
    if deployment.isPaused, reason != "DeploymentPaused", reason != "ProgressDeadlineExceeded" {
      conditions.set(
        "Progressing", .unknown, reason: "DeploymentPaused", message: "Deployment is paused", at: now)
    } else if !deployment.isPaused, reason == "DeploymentPaused" {
      conditions.set(
        "Progressing", .unknown, reason: "DeploymentResumed", message: "Deployment is resumed", at: now)
    }
  }
}
