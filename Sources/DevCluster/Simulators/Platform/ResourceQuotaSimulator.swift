import KubeClient

/// Resource quotas on pods: their number and their requests and limits of CPU and memory.
///
/// Quotas with scopes and quotas on other things are not enforced.
enum ResourceQuotaSimulator {
  /// Names of what is counted, with what a pod's containers have to state.
  private static let measures: [(name: String, aliases: [String], path: [String]?)] = [
    ("pods", ["count/pods"], nil),
    ("requests.cpu", ["cpu"], ["requests", "cpu"]), ("requests.memory", ["memory"], ["requests", "memory"]),
    ("limits.cpu", [], ["limits", "cpu"]), ("limits.memory", [], ["limits", "memory"]),
  ]

  /// Why a quota refuses a new pod, in the words of the admission plugin; `nil` when none does.
  static func refusal(of pod: KubeObject, quotas: [KubeObject], pods: [KubeObject]) -> String? {
    for quota in quotas where !hasScopes(quota) {
      let name = quota.metadata.name
      let limits = limits(of: quota)
      let missing = limits.flatMap { resource, _ in unstated(resource, in: pod) }
      if !missing.isEmpty {
        return "failed quota: \(name): must specify \(missing.joined(separator: "; "))"
      }
      let exceeded = limits.compactMap { resource, limit -> [String]? in
        let (used, asked) = (used(resource, by: pods), used(resource, by: [pod]))
        guard let used, let asked, used + asked > limit else { return nil }
        return ["\(resource)=\(asked)", "\(resource)=\(used)", "\(resource)=\(limit)"]
      }
      guard !exceeded.isEmpty else { continue }
      let part = { (index: Int) in exceeded.map { $0[index] }.joined(separator: ",") }
      return "exceeded quota: \(name), requested: \(part(0)), used: \(part(1)), limited: \(part(2))"
    }
    return nil
  }

  /// The status of a quota: what is allowed and what is used.
  static func reconcile(_ quota: KubeObject, pods: [KubeObject]) -> [SimulatorAction] {
    guard !quota.metadata.isBeingDeleted else { return [] }
    var used: JSONValue = [:]
    for (resource, _) in limits(of: quota) {
      used[resource] = self.used(resource, by: pods).map { JSONValue($0.description) }
    }
    var actions: [SimulatorAction] = []
    actions.updateStatus(
      SimulatedResource.resourceQuotas, of: quota, to: ["hard": quota["spec", "hard"] ?? [:], "used": used])
    return actions
  }

  private static func hasScopes(_ quota: KubeObject) -> Bool {
    quota["spec", "scopes"]?.items.isEmpty == false || quota["spec", "scopeSelector"] != nil
  }

  /// What the quota limits and is counted here, by name.
  private static func limits(of quota: KubeObject) -> [(String, Quantity)] {
    (quota["spec", "hard"]?.object ?? [:]).compactMap { member in
      guard measure(member.key) != nil, let limit = Quantity(member.value) else { return nil }
      return (member.key, limit)
    }
  }

  private static func measure(_ resource: String) -> (name: String, aliases: [String], path: [String]?)? {
    measures.first { $0.name == resource || $0.aliases.contains(resource) }
  }

  /// What pods that have not ended use; `nil` for what is not counted here.
  private static func used(_ resource: String, by pods: [KubeObject]) -> Quantity? {
    guard let measure = measure(resource) else { return nil }
    let alive = pods.filter { !PodView(object: $0).hasEnded }
    guard let path = measure.path else { return Quantity("\(alive.count)") }
    let amounts = alive.flatMap { $0["spec", "containers"]?.items ?? [] }
      .compactMap { $0["resources"]?[path: path].flatMap { Quantity($0) } }
    guard let first = amounts.first else { return Quantity("0") }
    return amounts.dropFirst().reduce(first, +)
  }

  /// The containers of a pod that do not state what is limited.
  private static func unstated(_ resource: String, in pod: KubeObject) -> [String] {
    guard let path = measure(resource)?.path else { return [] }
    return (pod["spec", "containers"]?.items ?? []).filter { $0["resources"]?[path: path] == nil }
      .map { "\(resource) for: \($0["name"]?.string ?? "")" }
  }
}
