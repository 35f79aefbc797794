import Synchronization

@testable import KubeClient

/// A list-watcher over objects in memory, told by the test what to do.
final class ScriptedListWatcher: ListWatcher {
  private struct State {
    var objects: [NamespacedName: KubeObject] = [:]
    var version = 10
    /// What watches opened at an older version are sent first.
    var history: [(version: Int, event: WatchEvent)] = []
    var watches: [AsyncStream<Result<WatchEvent, KubeError>>.Continuation] = []
    var watchOptions: [WatchOptions] = []
    var listOptions: [ListOptions] = []
    var isServed = true
    var streamsLists = true
    var ended = 0
  }

  private let state = Mutex(State())

  struct Events: AsyncSequence, Sendable {
    let stream: AsyncStream<Result<WatchEvent, KubeError>>

    struct Iterator: AsyncIteratorProtocol {
      var iterator: AsyncStream<Result<WatchEvent, KubeError>>.Iterator

      mutating func next(
        isolation actor: isolated (any Actor)? = #isolation
      ) async throws(KubeError) -> WatchEvent? {
        try await iterator.next(isolation: actor)?.get()
      }
    }

    func makeAsyncIterator() -> Iterator { Iterator(iterator: stream.makeAsyncIterator()) }
  }

  var watchOptions: [WatchOptions] { state.withLock { $0.watchOptions } }
  var listOptions: [ListOptions] { state.withLock { $0.listOptions } }
  /// Watches that were let go of by the informer.
  var ended: Int { state.withLock { $0.ended } }

  func serve(_ isServed: Bool) { state.withLock { $0.isServed = isServed } }
  func refuseStreamingLists() { state.withLock { $0.streamsLists = false } }

  /// Puts an object and tells the watches; silently, they never learn of it.
  func put(_ name: String, silently: Bool = false) {
    state.withLock { state in
      state.version += 1
      let object = configMap(name, version: state.version)
      let isNew = state.objects.updateValue(object, forKey: object.key) == nil
      guard !silently else { return }
      let event = isNew ? WatchEvent.added(object) : .modified(object)
      state.history.append((state.version, event))
      for watch in state.watches { watch.yield(.success(event)) }
    }
  }

  func remove(_ name: String, silently: Bool = false) {
    state.withLock { state in
      state.version += 1
      state.objects[NamespacedName(namespace: "ns", name: name)] = nil
      guard !silently else { return }
      let event = WatchEvent.deleted(configMap(name, version: state.version))
      state.history.append((state.version, event))
      for watch in state.watches { watch.yield(.success(event)) }
    }
  }

  /// Sends to all watches that are open.
  func send(_ event: WatchEvent) {
    state.withLock { state in
      for watch in state.watches { watch.yield(.success(event)) }
    }
  }

  /// Ends all watches that are open.
  func endWatches(_ error: KubeError? = nil) {
    let watches = state.withLock { state in
      defer { state.watches = [] }
      return state.watches
    }
    for watch in watches {
      if let error { watch.yield(.failure(error)) }
      watch.finish()
    }
  }

  func list(
    _ type: ResourceType, namespace: String?, options: ListOptions
  ) async throws(KubeError) -> KubeList {
    let page: KubeList? = state.withLock { state in
      state.listOptions.append(options)
      guard state.isServed else { return nil }
      return KubeList(items: Array(state.objects.values), resourceVersion: String(state.version))
    }
    guard let page else { throw ServerError.notFound }
    return page
  }

  func openWatch(
    _ type: ResourceType, namespace: String?, options: WatchOptions
  ) async throws(KubeError) -> any AsyncSequence<WatchEvent, KubeError> & Sendable {
    let (stream, continuation) = AsyncStream.makeStream(of: Result<WatchEvent, KubeError>.self)
    continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.ended += 1 } }
    let error: KubeError? = state.withLock { state in
      state.watchOptions.append(options)
      guard state.isServed else { return ServerError.notFound }
      guard state.streamsLists || !options.sendInitialEvents else { return ServerError.noStreamingList }
      if options.sendInitialEvents {
        for object in state.objects.values { continuation.yield(.success(.added(object))) }
        continuation.yield(
          .success(.bookmark(resourceVersion: String(state.version), isInitialEventsEnd: true)))
      } else {
        let from = options.resourceVersion.flatMap(Int.init) ?? state.version
        for (version, event) in state.history where version > from { continuation.yield(.success(event)) }
      }
      state.watches.append(continuation)
      return nil
    }
    if let error { throw error }
    return Events(stream: stream)
  }
}
