import KubeClient

/// Which pods which selectors (of Services or budgets) select: kept up to date event by event, so that nobody
/// has to go through all pods.
///
/// Each selector stands under one of its labels, the one that fewest others stand under: a pod is compared
/// only with the selectors that stand under one of its labels.
struct SelectorMembership {
  private struct Label: Hashable {
    let namespace: String
    let key: String
    let value: String
  }

  private struct Entry {
    let selector: LabelSelector
    let label: Label?
    var members: Set<ObjectKey> = []
  }

  private var entries: [ObjectKey: Entry] = [:]
  private var byLabel: [Label: Set<ObjectKey>] = [:]
  /// Selectors without any plain label, by namespace.
  private var unlabelled: [String: Set<ObjectKey>] = [:]
  private var owners: [ObjectKey: Set<ObjectKey>] = [:]

  /// The pods that the selector of that object selects.
  func members(of owner: ObjectKey) -> Set<ObjectKey> { entries[owner]?.members ?? [] }

  /// Sets the selector of an object.
  /// - Parameter pods: the pods of its namespace; read only when the selector is a new one.
  mutating func set(_ selector: LabelSelector, of owner: ObjectKey, pods: () -> [KubeObject]) {
    if entries[owner]?.selector == selector { return }
    remove(owner)
    let label = selector.pairs.map { Label(namespace: owner.namespace, key: $0.key, value: $0.value) }
      .min { (byLabel[$0]?.count ?? 0, $0.key) < (byLabel[$1]?.count ?? 0, $1.key) }
    entries[owner] = Entry(selector: selector, label: label)
    if let label {
      byLabel[label, default: []].insert(owner)
    } else {
      unlabelled[owner.namespace, default: []].insert(owner)
    }
    for pod in pods() where selector.matches(pod["metadata", "labels"]?.object) {
      join(ObjectKey(.pods, namespace: pod.metadata.namespace, name: pod.metadata.name), owner)
    }
  }

  /// Forgets an object with a selector.
  mutating func remove(_ owner: ObjectKey) {
    guard let entry = entries.removeValue(forKey: owner) else { return }
    if let label = entry.label {
      byLabel[label]?.remove(owner)
      if byLabel[label]?.isEmpty == true { byLabel[label] = nil }
    } else {
      unlabelled[owner.namespace]?.remove(owner)
    }
    for pod in entry.members {
      owners[pod]?.remove(owner)
      if owners[pod]?.isEmpty == true { owners[pod] = nil }
    }
  }

  /// Notes a pod that is new, or has perhaps other labels than before.
  /// - Returns: the objects that select it now or did so before.
  mutating func update(pod key: ObjectKey, labels: JSONValue?) -> Set<ObjectKey> {
    var candidates = unlabelled[key.namespace] ?? []
    for member in labels?.object ?? [:] {
      let label = Label(namespace: key.namespace, key: member.key, value: member.value.string ?? "")
      if let owners = byLabel[label] { candidates.formUnion(owners) }
    }
    let before = owners[key] ?? []
    let matching = candidates.filter { entries[$0]?.selector.matches(labels?.object) ?? false }
    for owner in before.subtracting(matching) { leave(key, owner) }
    for owner in matching.subtracting(before) { join(key, owner) }
    return before.union(matching)
  }

  /// Forgets a pod.
  /// - Returns: the objects that selected it.
  mutating func remove(pod key: ObjectKey) -> Set<ObjectKey> {
    let before = owners[key] ?? []
    for owner in before { leave(key, owner) }
    return before
  }

  private mutating func join(_ pod: ObjectKey, _ owner: ObjectKey) {
    entries[owner]?.members.insert(pod)
    owners[pod, default: []].insert(owner)
  }

  private mutating func leave(_ pod: ObjectKey, _ owner: ObjectKey) {
    entries[owner]?.members.remove(pod)
    owners[pod]?.remove(owner)
    if owners[pod]?.isEmpty == true { owners[pod] = nil }
  }
}

extension LabelSelector {
  /// The labels that must have one value.
  fileprivate var pairs: [(key: String, value: String)] {
    requirements.compactMap {
      guard case .isIn(let key, let values) = $0, values.count == 1, let value = values.first else {
        return nil
      }
      return (key, value)
    }
  }
}
