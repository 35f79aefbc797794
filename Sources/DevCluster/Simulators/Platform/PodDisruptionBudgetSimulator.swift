import Foundation
import KubeClient

/// The disruption controller: how many of a budget's pods may be evicted.
enum PodDisruptionBudgetSimulator {
  /// What the controller sees.
  struct Snapshot {
    let budget: KubeObject
    /// The pods that it selects.
    let pods: [KubeObject]
    /// The sum of the replicas that the pods' controllers want.
    let expected: Int
  }

  /// The status that the budget should have.
  static func reconcile(_ snapshot: Snapshot, now: Date) -> [SimulatorAction] {
    let budget = snapshot.budget
    guard !budget.metadata.isBeingDeleted else { return [] }
    let healthy = snapshot.pods.map(PodView.init).count { $0.isActive && $0.isReady }
    let expected = snapshot.expected
    // minAvailable and maxUnavailable both round up (GetScaledValueFromIntOrPercent(.., true)).
    let desired: Int
    if let unavailable = budget["spec", "maxUnavailable"] {
      desired = max(0, expected - (ScaledValue.resolve(unavailable, of: expected, roundUp: true) ?? 0))
    } else {
      desired = ScaledValue.resolve(budget["spec", "minAvailable"] ?? 1, of: expected, roundUp: true) ?? 1
    }
    let allowed = expected > 0 ? max(0, healthy - desired) : 0
    let status: JSONValue = .object([
      "observedGeneration": JSONValue(budget.metadata.generation),
      "currentHealthy": JSONValue(healthy), "desiredHealthy": JSONValue(desired),
      "expectedPods": JSONValue(expected), "disruptionsAllowed": JSONValue(allowed),
      "conditions": [condition(budget, isAllowed: allowed > 0, now: now)],
    ])
    var actions: [SimulatorAction] = []
    actions.updateStatus(.podDisruptionBudgets, of: budget, to: status)
    return actions
  }

  private static func condition(_ budget: KubeObject, isAllowed: Bool, now: Date) -> JSONValue {
    let old = budget.condition("DisruptionAllowed")
    let value: Condition.Value = isAllowed ? .true : .false
    let isSame = old?.value == value
    return Condition(
      "DisruptionAllowed", value, reason: isAllowed ? "SufficientPods" : "InsufficientPods",
      observedGeneration: budget.metadata.generation,
      lastTransitionTime: (isSame ? old?.lastTransitionTime : nil) ?? Timestamp.text(now)
    ).json
  }
}
