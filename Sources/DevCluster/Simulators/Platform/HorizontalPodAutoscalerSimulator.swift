import Foundation
import KubeClient

/// A horizontal pod autoscaler without load: keeps the replicas of its target between minimum and maximum, or
/// at what the annotation `dev.laravel-operator.dev/desired-replicas` asks for.
enum HorizontalPodAutoscalerSimulator {
  static let component = "horizontal-pod-autoscaler"
  /// Stands for the load: how many replicas the metrics would call for.
  static let desiredAnnotation = "dev.laravel-operator.dev/desired-replicas"

  /// What the controller sees.
  struct Snapshot {
    let autoscaler: KubeObject
    /// The Deployment that it scales; `nil` when there is none.
    let target: KubeObject?
  }

  /// The status of the autoscaler and the size of its target.
  static func reconcile(_ snapshot: Snapshot, now: Date) -> [SimulatorAction] {
    let autoscaler = snapshot.autoscaler
    guard !autoscaler.metadata.isBeingDeleted else { return [] }
    var actions: [SimulatorAction] = []
    guard let target = snapshot.target else {
      let reference = autoscaler["spec", "scaleTargetRef"]
      let name = reference?["name"]?.string ?? ""
      let resource = "\((reference?["kind"]?.string ?? "").lowercased())s.apps"
      let message =
        "the HPA controller was unable to get the target's current scale: \(resource) \"\(name)\" not found"
      let conditions: JSONValue = [
        condition(autoscaler, "AbleToScale", "False", "FailedGetScale", message, now)
      ]
      actions.updateStatus(
        .horizontalPodAutoscalers, of: autoscaler,
        to: ["currentReplicas": 0, "desiredReplicas": 0, "conditions": conditions])
      return actions
    }
    let current = target["spec", "replicas"]?.int ?? 1
    let desired = desiredReplicas(autoscaler, current: current)
    var lastScale = autoscaler["status", "lastScaleTime"]
    if desired != current {
      var changed = target
      changed["spec", "replicas"] = JSONValue(desired)
      actions.append(.update(.deployments, changed))
      actions.event(
        autoscaler, "SuccessfulRescale",
        "New size: \(desired); reason: \(desired > current ? "Current number of replicas below Spec.MinReplicas" : "All metrics below target")",
        from: component)
      lastScale = JSONValue(Timestamp.text(now))
    }
    actions.updateStatus(
      .horizontalPodAutoscalers, of: autoscaler,
      to: .object([
        "observedGeneration": autoscaler.metadata.generation > 0
          ? JSONValue(autoscaler.metadata.generation) : nil,
        "currentReplicas": JSONValue(target["status", "replicas"]?.int ?? 0),
        "desiredReplicas": JSONValue(desired), "lastScaleTime": lastScale,
        "conditions": conditions(autoscaler, isDisabled: current == 0, now),
      ]))
    return actions
  }

  private static func desiredReplicas(_ autoscaler: KubeObject, current: Int) -> Int {
    // A target that was scaled to zero by hand is left alone (ScalingDisabled).
    guard current > 0 else { return 0 }
    let least = max(1, autoscaler["spec", "minReplicas"]?.int ?? 1)
    let most = max(least, autoscaler["spec", "maxReplicas"]?.int ?? least)
    let asked = autoscaler.metadata.annotations[desiredAnnotation].flatMap(Int.init) ?? current
    return min(max(asked, least), most)
  }

  private static func conditions(_ autoscaler: KubeObject, isDisabled: Bool, _ now: Date) -> JSONValue {
    if isDisabled {
      return [
        condition(
          autoscaler, "AbleToScale", "True", "SucceededGetScale",
          "the HPA controller was able to get the target's current scale", now),
        condition(
          autoscaler, "ScalingActive", "False", "ScalingDisabled",
          "scaling is disabled since the replica count of the target is zero", now),
      ]
    }
    return [
      condition(
        autoscaler, "AbleToScale", "True", "ReadyForNewScale",
        "recommended size matches current size", now),
      condition(
        autoscaler, "ScalingActive", "True", "ValidMetricFound",
        "the HPA was able to successfully calculate a replica count from cpu resource utilization "
          + "(percentage of request)", now),
      condition(
        autoscaler, "ScalingLimited", "False", "DesiredWithinRange",
        "the desired count is within the acceptable range", now),
    ]
  }

  private static func condition(
    _ autoscaler: KubeObject, _ type: String, _ value: String, _ reason: String, _ message: String,
    _ now: Date
  ) -> JSONValue {
    let old = autoscaler["status", "conditions"]?.items.first { $0["type"]?.string == type }
    let isSame = old?["status"]?.string == value
    return [
      "type": JSONValue(type), "status": JSONValue(value), "reason": JSONValue(reason),
      "message": JSONValue(message),
      "lastTransitionTime": (isSame ? old?["lastTransitionTime"] : nil) ?? JSONValue(Timestamp.text(now)),
    ]
  }
}
