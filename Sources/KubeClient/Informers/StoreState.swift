/// What a store holds and its indexes: a value, so that a reader's copy is a snapshot.
struct StoreState: Sendable {
  private struct Label: Hashable {
    let key: String
    let value: String
  }

  private(set) var objects: [NamespacedName: KubeObject] = [:]
  /// The newest version seen; empty before the first list.
  private(set) var resourceVersion = ""
  private(set) var hasSynced = false
  private var indexedLabels: Set<String>
  private var byOwnerUID = KeyIndex<String>()
  private var byOwner = KeyIndex<OwnerKey>()
  private var byLabel = KeyIndex<Label>()

  init(indexedLabels: Set<String>) { self.indexedLabels = indexedLabels }

  // MARK: Reading

  func owned(byUID uid: String) -> [KubeObject] { byOwnerUID[uid].compactMap { objects[$0] } }

  func owned(by owner: OwnerKey) -> [KubeObject] { byOwner[owner].compactMap { objects[$0] } }

  func labeled(_ key: String, _ value: String, namespace: String?) -> [KubeObject] {
    guard indexedLabels.contains(key) else {
      return objects.filter { $0.value.metadata.labels[key] == value && isIn($0.key, namespace) }
        .sorted { $0.key < $1.key }.map(\.value)
    }
    return byLabel[Label(key: key, value: value)].compactMap { isIn($0, namespace) ? objects[$0] : nil }
  }

  private func isIn(_ name: NamespacedName, _ namespace: String?) -> Bool {
    namespace.map { $0 == name.namespace } ?? true
  }

  // MARK: Changing

  mutating func indexLabel(_ key: String) {
    guard indexedLabels.insert(key).inserted else { return }
    for (name, object) in objects {
      if let value = object.metadata.labels[key] { byLabel.insert(name, for: Label(key: key, value: value)) }
    }
  }

  mutating func apply(_ change: Reflector.Change) -> [ObjectChange] {
    switch change {
    case .upsert(let object):
      note(object.metadata.resourceVersion)
      return put(object, isInitialList: false)
    case .delete(let object):
      note(object.metadata.resourceVersion)
      // The state in the event is newer than ours, but handlers compare with what they have been told before.
      return remove(object.key)
    case .progress(let version):
      note(version)
      return []
    case .replace(let all, let version):
      let isInitialList = !hasSynced
      hasSynced = true
      resourceVersion = version
      return replace(all, isInitialList: isInitialList)
    }
  }

  private mutating func note(_ version: String) {
    if !version.isEmpty { resourceVersion = version }
  }

  private mutating func replace(_ all: [KubeObject], isInitialList: Bool) -> [ObjectChange] {
    var changes: [ObjectChange] = []
    var gone = Set(objects.keys)
    objects.reserveCapacity(all.count)
    for object in all {
      gone.remove(object.key)
      changes += put(object, isInitialList: isInitialList)
    }
    for name in gone.sorted() { changes += remove(name) }
    return changes
  }

  private mutating func put(_ object: KubeObject, isInitialList: Bool) -> [ObjectChange] {
    let name = object.key
    let metadata = object.metadata
    guard let old = objects[name] else {
      insert(object, name)
      return [ObjectChange(old: nil, new: object, isInitialList: isInitialList)]
    }
    if old.metadata.uid != metadata.uid {
      // Deleted and made again while no watch was open: two objects, two changes.
      return remove(name) + put(object, isInitialList: isInitialList)
    }
    let version = metadata.resourceVersion
    if !version.isEmpty, old.metadata.resourceVersion == version { return [] }
    unindex(old, name)
    insert(object, name)
    return [ObjectChange(old: old, new: object, isInitialList: isInitialList)]
  }

  private mutating func remove(_ name: NamespacedName) -> [ObjectChange] {
    guard let old = objects.removeValue(forKey: name) else { return [] }
    unindex(old, name)
    return [ObjectChange(old: old, new: nil)]
  }

  private mutating func insert(_ object: KubeObject, _ name: NamespacedName) {
    objects[name] = object
    let metadata = object.metadata
    for owner in metadata.ownerReferences {
      byOwnerUID.insert(name, for: owner.uid)
      byOwner.insert(name, for: OwnerKey(owner, namespace: name.namespace))
    }
    for label in labels(of: metadata) { byLabel.insert(name, for: label) }
  }

  private mutating func unindex(_ object: KubeObject, _ name: NamespacedName) {
    let metadata = object.metadata
    for owner in metadata.ownerReferences {
      byOwnerUID.remove(name, for: owner.uid)
      byOwner.remove(name, for: OwnerKey(owner, namespace: name.namespace))
    }
    for label in labels(of: metadata) { byLabel.remove(name, for: label) }
  }

  private func labels(of metadata: ObjectMeta) -> [Label] {
    guard !indexedLabels.isEmpty, let all = metadata.json["labels"] else { return [] }
    return indexedLabels.compactMap { key in
      all[key]?.string.map { Label(key: key, value: $0) }
    }
  }
}
