import Foundation
import KubeClient
import Synchronization

/// One watch on the wire: a frame of JSON per event, until its time is over or the client is gone.
///
/// The session pulls from the store's history, so a slow client costs no memory; when it falls behind what
/// the store remembers it gets an ERROR frame with 410 and the watch ends.
final class WatchSession: Sendable {
  private struct State {
    var position: UInt64
    var frames: [[UInt8]]
    /// Whether the columns of a table have been sent.
    var hasSentColumns = false
    var isFinished = false
    var needsInitialEndBookmark: Bool
    var nextBookmark: ContinuousClock.Instant
  }

  /// How often a client that allows it hears that nothing has happened.
  private static let bookmarkInterval: Duration = .seconds(30)

  private let store: ObjectStore
  private let resource: APIResource
  private let namespace: String?
  private let options: ListOptions
  private let view: ObjectView
  private let deadline: ContinuousClock.Instant
  private let waiter: Int
  private let state: Mutex<State>

  /// A watch that begins with these objects and goes on after a version.
  init(
    store: ObjectStore, resource: APIResource, namespace: String?, options: ListOptions, view: ObjectView,
    initial: [KubeObject], after position: UInt64, endsInitialEvents: Bool
  ) {
    self.store = store
    self.resource = resource
    self.namespace = namespace
    self.options = options
    self.view = view
    // Without a wish, a watch ends after half an hour or more, as the real server ends it.
    let seconds = options.timeoutSeconds.map { max(1, $0) } ?? Int.random(in: 1800..<3600)
    let now = ContinuousClock.now
    deadline = now + .seconds(seconds)
    waiter = store.makeWaiterID()
    state = Mutex(
      State(
        position: position, frames: [], needsInitialEndBookmark: endsInitialEvents,
        nextBookmark: now + Self.bookmarkInterval))
    let frames = initial.map { frame("ADDED", $0) }
    state.withLock { $0.frames = frames }
  }

  /// The next bytes to send, as many frames as there are; `nil` when the watch is over.
  func next() async -> [UInt8]? {
    while !Task.isCancelled {
      if let bytes = pending() { return bytes }
      let (position, isFinished, wakeUp) = state.withLock {
        ($0.position, $0.isFinished, options.allowsBookmarks ? min($0.nextBookmark, deadline) : deadline)
      }
      if isFinished { break }
      switch store.news(resource.type.storageResource, after: position) {
      case .closed: finish()
      case .forgotten(let oldest):
        let status = APIError.tooOld(position, oldest: oldest).json
        append(Self.encode("ERROR", status))
        state.withLock { $0.isFinished = true }
      case .events(let events, let version):
        read(events, upTo: version)
        if events.isEmpty {
          let now = ContinuousClock.now
          if now >= deadline {
            finish()
          } else if options.allowsBookmarks, now >= wakeUp {
            append(bookmark(version, endsInitialEvents: false))
          } else {
            await wait(after: version, until: wakeUp)
            if ContinuousClock.now >= deadline, isQuiet(after: version) { finish() }
          }
        }
      }
    }
    return nil
  }

  /// Ends the watch, from any thread.
  func finish() {
    state.withLock { $0.isFinished = true }
    store.wake(resource.type.storageResource, id: waiter)
  }

  private func isQuiet(after version: UInt64) -> Bool {
    if case .events(let events, _) = store.news(resource.type.storageResource, after: version) {
      return events.isEmpty
    }
    return false
  }

  private func wait(after version: UInt64, until instant: ContinuousClock.Instant) async {
    let timer = Task { [store, resource, waiter] in
      try await Task.sleep(until: instant, clock: .continuous)
      store.wake(resource.type.storageResource, id: waiter)
    }
    await store.waitForNews(resource.type.storageResource, after: version, id: waiter)
    timer.cancel()
  }

  // MARK: Frames

  private func pending() -> [UInt8]? {
    let (frames, endsAt) = state.withLock { state -> ([[UInt8]], UInt64?) in
      defer { state.frames = [] }
      guard state.needsInitialEndBookmark else { return (state.frames, nil) }
      state.needsInitialEndBookmark = false
      return (state.frames, state.position)
    }
    var bytes = frames.flatMap { $0 }
    if let endsAt { bytes += bookmark(endsAt, endsInitialEvents: true) }
    return bytes.isEmpty ? nil : bytes
  }

  private func append(_ frame: [UInt8]) {
    state.withLock { state in
      state.frames.append(frame)
      state.nextBookmark = ContinuousClock.now + Self.bookmarkInterval
    }
  }

  private func read(_ events: ArraySlice<StoreEvent>, upTo version: UInt64) {
    let frames = events.compactMap(frame)
    state.withLock { state in
      state.frames += frames
      state.position = max(state.position, version)
    }
  }

  private func frame(_ event: StoreEvent) -> [UInt8]? {
    if let namespace, event.key.namespace != namespace { return nil }
    let object = ObjectConversion.convert(event.object, to: resource.type)
    let previous = event.previous.map { ObjectConversion.convert($0, to: resource.type) }
    let isSelected = options.selects(object)
    let wasSelected = previous.map(options.selects) ?? false
    switch (event.change, wasSelected, isSelected) {
    case (.deleted, true, _), (.deleted, _, true): return frame("DELETED", object)
    case (.deleted, _, _): return nil
    case (_, false, true): return frame("ADDED", object)
    case (_, true, true): return frame("MODIFIED", object)
    case (_, true, false):
      // What leaves the selection is shown as it was when it belonged to it, at the version of the change.
      guard var last = previous else { return nil }
      last["metadata", "resourceVersion"] = object["metadata", "resourceVersion"]
      return frame("DELETED", last)
    case (_, false, false): return nil
    }
  }

  private func frame(_ type: String, _ object: KubeObject) -> [UInt8] {
    let now = store.now().timeIntervalSince1970
    guard case .table = view else {
      return Self.encode(type, view.show(object, resource: resource, now: now))
    }
    let isFirst = state.withLock { state in
      defer { state.hasSentColumns = true }
      return !state.hasSentColumns
    }
    let table = view.table(
      [object], resource: resource, now: now,
      metadata: ["resourceVersion": object["metadata", "resourceVersion"] ?? ""], withColumns: isFirst)
    return Self.encode(type, table)
  }

  private func bookmark(_ version: UInt64, endsInitialEvents: Bool) -> [UInt8] {
    var metadata: JSONValue = ["resourceVersion": JSONValue(String(version))]
    if endsInitialEvents { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
    var object: JSONValue
    switch view {
    case .full:
      object = ["kind": JSONValue(resource.type.kind), "apiVersion": JSONValue(resource.type.apiVersion)]
    case .metadata(let version):
      object = ["kind": "PartialObjectMetadata", "apiVersion": JSONValue("meta.k8s.io/\(version)")]
    case .table(_, let version):
      object = [
        "kind": "Table", "apiVersion": JSONValue("meta.k8s.io/\(version)"), "columnDefinitions": .null,
        "rows": [],
      ]
    }
    object["metadata"] = metadata
    return Self.encode("BOOKMARK", object)
  }

  private static func encode(_ type: String, _ object: JSONValue) -> [UInt8] {
    let event: JSONValue = ["type": JSONValue(type), "object": object]
    return event.serialized + [UInt8(ascii: "\n")]
  }
}
