import Foundation
import KubeClient

/// The scheduler: finds a node, or says why there is none.
extension PodStep {
  mutating func schedule() {
    var waiting = false
    for volume in pod["spec", "volumes"]?.items ?? [] {
      guard let name = volume["persistentVolumeClaim", "claimName"]?.string else { continue }
      guard let claim = lookup(.persistentVolumeClaims, name) else {
        return refuse("0/1 nodes are available: persistentvolumeclaim \"\(name)\" not found.")
      }
      if claim["status", "phase"]?.string == "Bound" { continue }
      guard PersistentVolumeClaimSimulator.waitsForConsumer(claim, lookup: lookup) else {
        return refuse("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.")
      }
      waiting = true
      let annotation = PersistentVolumeClaimSimulator.Annotation.selectedNode
      guard claim.metadata.annotations[annotation] == nil else { continue }
      var changed = claim
      changed["metadata", "annotations", annotation] = JSONValue(node.name)
      actions.append(.update(.persistentVolumeClaims, changed))
    }
    if failure == .unschedulable {
      return refuse("0/1 nodes are available: 1 Insufficient memory.")
    }
    if waiting { return }
    var bound = pod
    bound["spec", "nodeName"] = JSONValue(node.name)
    bound["status"] = PodStatus(bound, node: node, ip: address).json(at: now)
    actions.append(.updateStatus(.pods, bound))
    let meta = pod.metadata
    actions.event(
      pod, "Scheduled", "Successfully assigned \(meta.namespace)/\(meta.name) to \(node.name)",
      from: Self.scheduler)
    enter(.starting, lookAgainIn: startTime)
  }

  mutating func refuse(_ reason: String) {
    let message =
      reason + " preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
    var status = pod.status
    status["phase"] = "Pending"
    status["conditions"] = [
      PodStatus.condition("PodScheduled", false, "Unschedulable", message, of: pod, at: now)
    ]
    guard status != pod.status else { return }
    actions.updateStatus(.pods, of: pod, to: status)
    actions.warn(pod, "FailedScheduling", message, from: Self.scheduler)
  }
}
