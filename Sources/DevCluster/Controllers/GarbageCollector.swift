import KubeClient

/// Deletes what has lost its owners, and carries out foreground and orphaning deletions.
///
/// It reacts to single changes: an object is looked at when it or one of its owners changes. There is no
/// periodic scan; the store's index of owners makes that enough.
struct GarbageCollector: Sendable {
  let store: ObjectStore
  let registry: ResourceRegistry

  /// Works until the task is cancelled.
  func run() async {
    let changes = store.changes()
    sweep()
    for await event in changes { handle(event) }
  }

  /// Looks at everything that is there already.
  private func sweep() {
    for resource in registry.resources where resource.type.version == resource.storageVersion {
      for object in store.list(resource.type) {
        examine(
          ObjectKey(resource.type, namespace: object.metadata.namespace, name: object.metadata.name), object)
      }
    }
  }

  private func handle(_ event: StoreEvent) {
    switch event.change {
    case .created, .updated: examine(event.key, event.object)
    case .deleted:
      for (key, dependent) in store.dependents(ofOwner: event.object.metadata.uid) { examine(key, dependent) }
      // An owner in foreground deletion waits for this one.
      for reference in event.object.metadata.ownerReferences { finishOwner(reference, of: event.key) }
    }
  }

  private func examine(_ key: ObjectKey, _ object: KubeObject) {
    if object.metadata.isBeingDeleted {
      let finalizers = object.metadata.finalizers
      if finalizers.contains(ObjectLifecycle.orphanFinalizer) { orphanDependents(of: object, key) }
      if finalizers.contains(ObjectLifecycle.foregroundFinalizer) { deleteDependents(of: object, key) }
      // A blocked owner has to know when the block is gone.
      for reference in object.metadata.ownerReferences { finishOwner(reference, of: key) }
      return
    }
    let owners = object.metadata.ownerReferences
    guard !owners.isEmpty else { return }
    let present = owners.filter { store.exists(uid: $0.uid) }
    let waiting = present.filter { isInForegroundDeletion($0, seenFrom: key) }
    if present.isEmpty {
      delete(key, object, .background)
    } else if waiting.count == present.count {
      delete(key, object, .foreground)
    } else if present.count < owners.count {
      update(key) { object in
        object.metadata.ownerReferences = object.metadata.ownerReferences.filter { store.exists(uid: $0.uid) }
      }
    }
  }

  private func isInForegroundDeletion(_ reference: OwnerReference, seenFrom key: ObjectKey) -> Bool {
    guard let owner = owner(reference, of: key) else { return false }
    return owner.object.metadata.isBeingDeleted
      && owner.object.metadata.finalizers.contains(ObjectLifecycle.foregroundFinalizer)
  }

  private func owner(_ reference: OwnerReference, of key: ObjectKey) -> (key: ObjectKey, object: KubeObject)?
  {
    guard let resource = registry.resource(group: reference.group, kind: reference.kind) else { return nil }
    let ownerKey = ObjectKey(resource.type, namespace: key.namespace, name: reference.name)
    guard let object = store.get(ownerKey), object.metadata.uid == reference.uid else { return nil }
    return (ownerKey, object)
  }

  /// Deletes the dependents; those that block go first, and the owner when none is left.
  private func deleteDependents(of object: KubeObject, _ key: ObjectKey) {
    let dependents = store.dependents(ofOwner: object.metadata.uid)
    let blocking = dependents.filter { _, dependent in
      dependent.metadata.ownerReferences.contains {
        $0.uid == object.metadata.uid && $0.blocksOwnerDeletion
      }
    }
    for (dependentKey, dependent) in dependents where !dependent.metadata.isBeingDeleted {
      delete(dependentKey, dependent, .foreground)
    }
    let isBlocked = blocking.contains { store.get($0.key) != nil }
    if !isBlocked { removeFinalizer(ObjectLifecycle.foregroundFinalizer, from: key) }
  }

  private func orphanDependents(of object: KubeObject, _ key: ObjectKey) {
    for (dependentKey, _) in store.dependents(ofOwner: object.metadata.uid) {
      update(dependentKey) { dependent in
        dependent.metadata.ownerReferences = dependent.metadata.ownerReferences.filter {
          $0.uid != object.metadata.uid
        }
      }
    }
    removeFinalizer(ObjectLifecycle.orphanFinalizer, from: key)
  }

  private func finishOwner(_ reference: OwnerReference, of key: ObjectKey) {
    guard let owner = owner(reference, of: key), owner.object.metadata.isBeingDeleted,
      owner.object.metadata.finalizers.contains(ObjectLifecycle.foregroundFinalizer)
    else { return }
    deleteDependents(of: owner.object, owner.key)
  }

  private func removeFinalizer(_ finalizer: String, from key: ObjectKey) {
    update(key) { object in
      object["metadata", "finalizers"] = JSONValue(object.metadata.finalizers.filter { $0 != finalizer })
    }
  }

  // Objects that are gone meanwhile need no more work: failures to find them are no failures.

  private func update(_ key: ObjectKey, _ change: (inout KubeObject) -> Void) {
    guard let type = type(of: key) else { return }
    _ = try? store.update(type, namespace: key.namespace, name: key.name) { change(&$0) }
  }

  /// Foreground deletion goes on below a dependent only when something depends on it.
  private func delete(_ key: ObjectKey, _ object: KubeObject, _ propagation: DeletionPropagation) {
    guard let type = type(of: key) else { return }
    let hasDependents = !store.dependents(ofOwner: object.metadata.uid).isEmpty
    _ = try? store.delete(
      type, namespace: key.namespace, name: key.name, propagation: hasDependents ? propagation : .background
    ) { current throws(APIError) in
      guard current.metadata.uid == object.metadata.uid else { throw .conflict(type, name: key.name) }
    }
  }

  private func type(of key: ObjectKey) -> ResourceType? {
    registry.resources.first { $0.type.storageResource == key.resource && $0.type.group != "events.k8s.io" }?
      .storageType
  }
}
