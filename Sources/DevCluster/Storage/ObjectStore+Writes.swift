import Foundation
import KubeClient
import Synchronization

/// How dependents are treated when their owner is deleted.
public enum DeletionPropagation: String, Sendable {
  /// The owner goes at once, its dependents soon after.
  case background = "Background"
  /// Dependents that block go first.
  case foreground = "Foreground"
  /// Dependents stay and lose their owner reference.
  case orphan = "Orphan"
}

extension ObjectStore {
  /// Stores a new object with uid, creation time and generation; `generateName` is honoured.
  ///
  /// - Returns: the object as stored.
  /// - Throws: 409 AlreadyExists; 404 when its namespace is missing, 403 when that is being deleted.
  @discardableResult
  public func create(
    _ type: ResourceType, _ object: KubeObject, dryRun: Bool = false
  ) throws(APIError) -> KubeObject {
    try create(type, object, uid: UUID().uuidString.lowercased(), dryRun: dryRun)
  }

  /// As `create`, for an object whose identity is known already.
  func create(
    _ type: ResourceType, _ object: KubeObject, uid: String, dryRun: Bool
  ) throws(APIError) -> KubeObject {
    var wanted = object
    if wanted.metadata.name.isEmpty, let prefix = wanted["metadata", "generateName"]?.string {
      wanted["metadata", "name"] = JSONValue(GeneratedName.make(prefix: prefix))
    }
    let name = wanted.metadata.name
    guard !name.isEmpty else {
      throw .badRequest("name or generateName is required")
    }
    let stored = ObjectLifecycle.created(wanted, type: type, uid: uid, at: now())
    let key = ObjectKey(type, namespace: wanted.metadata.namespace, name: name)
    let created = try commit { state throws(APIError) -> KubeObject in
      if type.isNamespaced { try Self.checkNamespace(key, type: type, in: state) }
      guard state.collections[key.resource]?.object(namespace: key.namespace, name: key.name) == nil else {
        throw .alreadyExists(type, name: name)
      }
      return dryRun ? stored : state.record(.created, key, stored, previous: nil, historyLimit: historyLimit)
    }
    return ObjectConversion.convert(created, to: type)
  }

  /// Changes an object by a function that may be called again when somebody else changes it meanwhile.
  ///
  /// Identity, deletion and (with `countsGeneration`) generation are kept or counted by the store. When the
  /// last finalizer of an object that is being deleted goes, the object goes. A change that changes nothing
  /// writes nothing.
  /// - Throws: 404, or what `change` throws.
  @discardableResult
  public func update(
    _ type: ResourceType, namespace: String? = nil, name: String, dryRun: Bool = false,
    countsGeneration: Bool = true,
    _ change: (inout KubeObject) throws(APIError) -> Void
  ) throws(APIError) -> KubeObject {
    let key = ObjectKey(type, namespace: namespace, name: name)
    while true {
      guard let old = get(key) else { throw .notFound(type, name: name) }
      var wanted = ObjectConversion.convert(old, to: type)
      try change(&wanted)
      let next = ObjectLifecycle.updated(wanted, from: old, type: type, countsGeneration: countsGeneration)
      if ObjectLifecycle.isSame(next, old) { return ObjectConversion.convert(old, to: type) }
      if dryRun { return ObjectConversion.convert(next, to: type) }
      let isReleased = ObjectLifecycle.isReleased(next)
      let written = try commit { state throws(APIError) -> KubeObject? in
        let current = state.collections[key.resource]?.object(namespace: key.namespace, name: key.name)
        guard let current, current.metadata.resourceVersion == old.metadata.resourceVersion else {
          return nil
        }
        if isReleased {
          state.record(.deleted, key, next, previous: old, historyLimit: historyLimit)
          // The answer to the client still shows the version before the removal.
          return next
        }
        return state.record(.updated, key, next, previous: old, historyLimit: historyLimit)
      }
      if let written { return ObjectConversion.convert(written, to: type) }
    }
  }

  /// Changes only the status of an object; whatever else the function changes is dropped.
  /// - Throws: 404, or what `change` throws.
  @discardableResult
  public func updateStatus(
    _ type: ResourceType, namespace: String? = nil, name: String,
    _ change: (inout JSONValue) throws(APIError) -> Void
  ) throws(APIError) -> KubeObject {
    try update(type, namespace: namespace, name: name) { object throws(APIError) in
      var status = object.status
      try change(&status)
      object["status"] = status.unless(status.isNull)
    }
  }

  /// Asks for the deletion of an object: it goes at once, or is marked while finalizers hold it.
  ///
  /// - Parameters:
  ///   - propagation: what becomes of its dependents; `nil` as `background`.
  ///   - gracePeriodSeconds: how long a pod may take to stop; `nil` for what its spec says.
  ///   - check: throws when the object is not the one that the caller wants to delete.
  /// - Returns: the object and whether it is gone.
  /// - Throws: 404, or what `check` throws.
  @discardableResult
  public func delete(
    _ type: ResourceType, namespace: String? = nil, name: String,
    propagation: DeletionPropagation? = nil, gracePeriodSeconds: Int? = nil, dryRun: Bool = false,
    check: (KubeObject) throws(APIError) -> Void = { _ in }
  ) throws(APIError) -> (object: KubeObject, isGone: Bool) {
    let key = ObjectKey(type, namespace: namespace, name: name)
    let finalizer: String? =
      switch propagation {
      case .foreground: ObjectLifecycle.foregroundFinalizer
      case .orphan: ObjectLifecycle.orphanFinalizer
      case .background, nil:
        // A definition stays until its objects are gone.
        type == .customResourceDefinitions ? CustomResourceController.cleanupFinalizer : nil
      }
    while true {
      guard let old = get(key) else { throw .notFound(type, name: name) }
      try check(ObjectConversion.convert(old, to: type))
      let grace = ObjectLifecycle.grace(of: old, type: type, asked: gracePeriodSeconds)
      let marked = ObjectLifecycle.marked(old, adding: finalizer, grace: grace, at: now())
      let isHeld = !ObjectLifecycle.isReleased(marked) || Self.isNamespaceInUse(marked)
      if dryRun || (isHeld && marked == old) { return (ObjectConversion.convert(marked, to: type), !isHeld) }
      let written = try commit { state throws(APIError) -> KubeObject? in
        let current = state.collections[key.resource]?.object(namespace: key.namespace, name: key.name)
        guard let current, current.metadata.resourceVersion == old.metadata.resourceVersion else {
          return nil
        }
        return isHeld
          ? state.record(.updated, key, marked, previous: old, historyLimit: historyLimit)
          : state.record(.deleted, key, old, previous: old, historyLimit: historyLimit)
      }
      if let written { return (ObjectConversion.convert(written, to: type), !isHeld) }
    }
  }

  /// A namespace is held by `spec.finalizers` until it is empty.
  private static func isNamespaceInUse(_ object: KubeObject) -> Bool {
    object.kind == "Namespace" && object.apiVersion == "v1"
      && !(object["spec", "finalizers"]?.items ?? []).isEmpty
  }

  private static func checkNamespace(
    _ key: ObjectKey, type: ResourceType, in state: State
  ) throws(APIError) {
    let namespace = state.collections[ResourceType.namespaces.storageResource]?
      .object(namespace: "", name: key.namespace)
    guard let namespace else { throw .notFound(.namespaces, name: key.namespace) }
    if namespace.metadata.isBeingDeleted {
      throw .forbidden(
        type, name: key.name,
        because: "unable to create new content in namespace \(key.namespace) because it is being terminated")
    }
  }

  /// Runs a step of writing under the lock, then wakes whoever waits for the changed collections.
  private func commit<Value: Sendable>(
    _ body: (inout State) throws(APIError) -> Value
  ) throws(APIError) -> Value {
    let (result, woken) = state.withLock { state in
      let before = state.version
      let result = Result { () throws(APIError) -> Value in try body(&state) }
      return (result, state.version == before ? [] : state.takeWaiters())
    }
    for waiter in woken { waiter.resume() }
    return try result.get()
  }
}

extension ObjectStore.State {
  /// Writes one change and returns the object with its new version.
  @discardableResult
  mutating func record(
    _ change: StoreEvent.Change, _ key: ObjectKey, _ object: KubeObject, previous: KubeObject?,
    historyLimit: Int
  ) -> KubeObject {
    version += 1
    var stored = object
    stored["metadata", "resourceVersion"] = JSONValue(String(version))
    let event = StoreEvent(change: change, key: key, object: stored, previous: previous, version: version)
    collections[key.resource, default: StoreCollection(historyLimit: historyLimit, since: 0)].record(event)
    index(event)
    changed.insert(key.resource)
    for feed in feeds.values { feed.yield(event) }
    return stored
  }

  private mutating func index(_ event: StoreEvent) {
    let owners = { (object: KubeObject?) in Set((object?.metadata.ownerReferences ?? []).map(\.uid)) }
    let old = owners(event.previous)
    let new = event.change == .deleted ? [] : owners(event.object)
    for uid in old.subtracting(new) {
      dependents[uid]?.remove(event.key)
      if dependents[uid]?.isEmpty == true { dependents[uid] = nil }
    }
    for uid in new.subtracting(old) { dependents[uid, default: []].insert(event.key) }
    keys[event.object.metadata.uid] = event.change == .deleted ? nil : event.key
  }

  /// Those who wait for a collection that has changed since the last call.
  fileprivate mutating func takeWaiters() -> [CheckedContinuation<Void, Never>] {
    defer { changed = [] }
    return changed.flatMap { resource in waiters.removeValue(forKey: resource).map { Array($0.values) } ?? []
    }
  }
}
