import KubeClient

extension DeploymentSimulator {
  /// Spreads a change of `spec.replicas` over the ReplicaSets (`scale` in sync.go).
  mutating func scale() {
    let active = replicaSets.filter { $0.replicas > 0 }
    if active.count <= 1 {
      let latest = oldSets.max { $0.revision < $1.revision }
      guard let only = active.first ?? newSet ?? latest else { return }
      if only.replicas != deployment.replicas { resize(only, to: deployment.replicas) }
      return
    }
    if let newSet, isSaturated(newSet) {
      for set in oldSets where set.replicas > 0 { resize(set, to: 0) }
      return
    }
    if !deployment.isRecreate { scaleProportionally(active) }
  }

  /// Whether the new ReplicaSet alone is what the Deployment wants.
  private func isSaturated(_ set: ReplicaSetView) -> Bool {
    let desired = set.object.metadata.annotations[DeploymentView.Annotation.desiredReplicas].flatMap(Int.init)
    return set.replicas == deployment.replicas && desired == deployment.replicas
      && set.availableReplicas == deployment.replicas
  }

  /// In the middle of a rollout each ReplicaSet grows or shrinks by its share; the first takes the rest.
  private mutating func scaleProportionally(_ active: [ReplicaSetView]) {
    let allowed = deployment.replicas > 0 ? deployment.replicas + deployment.maxSurge : 0
    let change = allowed - active.reduce(0) { $0 + $1.replicas }
    let isGrowing = change > 0
    // By size, the biggest first; of equal ones the newer grows and the older shrinks.
    let ordered = active.enumerated().sorted { left, right in
      left.element.replicas != right.element.replicas
        ? left.element.replicas > right.element.replicas
        : (left.offset > right.offset) == isGrowing && left.offset != right.offset
    }.map(\.element)
    var sizes = ordered.map(\.replicas)
    var spent = 0
    if change != 0 {
      for (index, set) in ordered.enumerated() {
        let rest = change - spent
        let share = isGrowing ? min(share(of: set), rest) : max(share(of: set), rest)
        sizes[index] += share
        spent += share
      }
    }
    if let first = sizes.first { sizes[0] = max(0, first + change - spent) }
    for (set, size) in zip(ordered, sizes) { resize(set, to: max(0, size)) }
  }

  /// `getReplicaSetFraction`: by how much a ReplicaSet grows to keep its part of the whole.
  private func share(of set: ReplicaSetView) -> Int {
    if deployment.replicas == 0 { return -set.replicas }
    let annotated = set.object.metadata.annotations[DeploymentView.Annotation.maxReplicas].flatMap(Int.init)
    let before = annotated ?? deployment.object["status", "replicas"]?.int ?? 0
    guard before > 0 else { return 0 }
    let now = deployment.replicas + deployment.maxSurge
    let size = (Double(set.replicas) * Double(now) / Double(before)).rounded()
    return Int(size) - set.replicas
  }
}
