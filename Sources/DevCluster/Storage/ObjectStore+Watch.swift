import KubeClient
import Synchronization

/// Where a watch begins.
public enum WatchStart: Sendable {
  /// With an `added` of every object there is, then a bookmark, then the changes.
  case present
  /// With the changes after this version, as a list has returned it.
  case after(resourceVersion: String)
}

extension ObjectStore {
  /// The changes of one kind, in order, until the reader stops, the store closes or falls too far behind.
  ///
  /// The reader pulls: a slow one costs no memory, and when the store has forgotten changes that it has not
  /// read yet, it gets `.error` with 410 Expired and the stream ends.
  public func watch(
    _ type: ResourceType, namespace: String? = nil, from start: WatchStart = .present
  ) -> ObjectWatch {
    var pending: [WatchEvent] = []
    var position: UInt64 = 0
    switch start {
    case .after(let text): position = UInt64(text) ?? 0
    case .present:
      if let (objects, version) = try? snapshot(type.storageResource, namespace: namespace) {
        pending = objects.map { .added(ObjectConversion.convert($0, to: type)) }
        pending.append(.bookmark(resourceVersion: String(version), isInitialEventsEnd: true))
        position = version
      }
    }
    return ObjectWatch(
      start: ObjectWatch.Iterator(
        store: self, type: type, namespace: namespace, pending: pending[...], position: position))
  }

  /// Every change of every kind from now on; first those objects of one type that are there already.
  func changes(startingWith type: ResourceType? = nil) -> AsyncStream<StoreEvent> {
    let (stream, continuation) = AsyncStream<StoreEvent>.makeStream()
    let id = state.withLock { state -> Int? in
      guard !state.isClosed else { return nil }
      for object in type.flatMap({ state.collections[$0.storageResource]?.sorted(namespace: nil) }) ?? [] {
        let key = ObjectKey(
          resource: type?.storageResource ?? "", namespace: object.metadata.namespace,
          name: object.metadata.name)
        continuation.yield(
          StoreEvent(change: .created, key: key, object: object, previous: nil, version: state.version))
      }
      state.nextID += 1
      state.feeds[state.nextID] = continuation
      return state.nextID
    }
    guard let id else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.feeds.removeValue(forKey: id) }
    }
    return stream
  }

  /// What is new in a collection after a version.
  enum News {
    /// Changes, perhaps none, and the version that they lead to.
    case events(ArraySlice<StoreEvent>, upTo: UInt64)
    /// Some of the changes are forgotten; this is the oldest version to go on from.
    case forgotten(oldest: UInt64)
    /// No more changes will come.
    case closed
  }

  func news(_ resource: String, after version: UInt64) -> News {
    state.withLock { Self.news(resource, after: version, in: $0) }
  }

  private static func news(_ resource: String, after version: UInt64, in state: State) -> News {
    guard let collection = state.collections[resource] else {
      return state.isClosed ? .closed : .events([], upTo: max(version, state.version))
    }
    guard let events = collection.events(after: version) else {
      return .forgotten(oldest: collection.compactedVersion)
    }
    if events.isEmpty, state.isClosed { return .closed }
    return .events(events, upTo: max(version, state.version))
  }

  /// Waits until a collection has changes after a version; returns early when the task is cancelled, the
  /// store closes or `wake` is called with the id that `id` received.
  func waitForNews(
    _ resource: String, after version: UInt64, id: Int
  ) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isNew = state.withLock { state -> Bool in
          // A cancellation before this point found nobody to wake.
          if Task.isCancelled { return true }
          if case .events(let events, _) = Self.news(resource, after: version, in: state), events.isEmpty {
            state.waiters[resource, default: [:]][id] = continuation
            return false
          }
          return true
        }
        if isNew { continuation.resume() }
      }
    } onCancel: {
      wake(resource, id: id)
    }
  }

  func makeWaiterID() -> Int {
    state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
  }

  func wake(_ resource: String, id: Int) {
    state.withLock { $0.waiters[resource]?.removeValue(forKey: id) }?.resume()
  }
}
