import KubeClient

/// The objects of one resource and the recent history of their changes.
struct StoreCollection {
  /// How many changes are kept at least; twice as many are there before the older half is dropped, so that
  /// dropping costs a constant time per change.
  let historyLimit: Int
  private(set) var objects: [String: [String: KubeObject]] = [:]
  private(set) var history: [StoreEvent] = []
  /// Changes up to this version are no longer in the history.
  private(set) var compactedVersion: UInt64
  private(set) var count = 0

  init(historyLimit: Int, since version: UInt64) {
    self.historyLimit = historyLimit
    compactedVersion = version
  }

  func object(namespace: String, name: String) -> KubeObject? { objects[namespace]?[name] }

  /// The objects of one namespace, or of all, in the order of their names.
  func sorted(namespace: String?) -> [KubeObject] {
    Self.sorted(objects, namespace: namespace)
  }

  mutating func record(_ event: StoreEvent) {
    let key = event.key
    if event.change == .deleted {
      objects[key.namespace]?[key.name] = nil
      if objects[key.namespace]?.isEmpty == true { objects[key.namespace] = nil }
    } else {
      objects[key.namespace, default: [:]][key.name] = event.object
    }
    if event.change == .created { count += 1 }
    if event.change == .deleted { count -= 1 }
    history.append(event)
    if history.count > historyLimit * 2 { dropHistory(history.count - historyLimit) }
  }

  /// Forgets all changes up to a version.
  mutating func compact(upTo version: UInt64) {
    dropHistory(firstIndex(after: version))
    compactedVersion = max(compactedVersion, version)
  }

  private mutating func dropHistory(_ dropped: Int) {
    guard dropped > 0 else { return }
    compactedVersion = max(compactedVersion, history[dropped - 1].version)
    history.removeFirst(dropped)
  }

  /// The changes after a version, oldest first; `nil` when some of them are forgotten.
  func events(after version: UInt64) -> ArraySlice<StoreEvent>? {
    version < compactedVersion ? nil : history[firstIndex(after: version)...]
  }

  /// The objects as they were at a version; `nil` when the changes since then are forgotten.
  func sorted(namespace: String?, at version: UInt64) -> [KubeObject]? {
    guard let later = events(after: version) else { return nil }
    if later.isEmpty { return sorted(namespace: namespace) }
    var past = objects
    for event in later.reversed() {
      past[event.key.namespace, default: [:]][event.key.name] = event.previous
    }
    return Self.sorted(past, namespace: namespace)
  }

  private func firstIndex(after version: UInt64) -> Int {
    var low = 0
    var high = history.count
    while low < high {
      let middle = (low + high) / 2
      if history[middle].version <= version { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func sorted(
    _ objects: [String: [String: KubeObject]], namespace: String?
  ) -> [KubeObject] {
    if let namespace {
      return (objects[namespace] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }
    return objects.sorted { $0.key < $1.key }
      .flatMap { $0.value.sorted { $0.key < $1.key }.map(\.value) }
  }
}
