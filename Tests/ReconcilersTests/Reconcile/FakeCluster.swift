import KubeClient
import Synchronization

@testable import Reconcilers

/// A cluster in a dictionary: reads see every write at once, every write is counted, any request can be made to
/// fail. Its apply replaces all fields but those of the server, which is enough for one manager.
final class FakeCluster: ClusterCache, ClusterWriter, Sendable {
  struct Request: Sendable, Hashable, CustomStringConvertible {
    var verb: String
    var kind: String
    var name: String
    var description: String { "\(verb) \(kind) \(name)" }
  }

  fileprivate struct State {
    var objects: [ChildKey: KubeObject] = [:]
    var version = 0
    var requests: [Request] = []
    var failures: [(verb: String, kind: String, error: KubeError)] = []
    var hidden: Set<ChildKey> = []
  }

  private let state = Mutex(State())

  /// The requests that could change something, in order.
  var writes: [Request] { state.withLock { $0.requests.filter { $0.verb != "get" } } }

  /// All requests, in order.
  var requests: [Request] { state.withLock { $0.requests } }

  func forgetRequests() { state.withLock { $0.requests = [] } }

  /// Makes every such request fail.
  func fail(_ verb: String, _ kind: String, with error: KubeError) {
    state.withLock { $0.failures.append((verb, kind, error)) }
  }

  func healAll() { state.withLock { $0.failures = [] } }

  /// Keeps the object out of the cache, as if it had no label.
  func hide(_ type: ResourceType, _ key: NamespacedName) {
    _ = state.withLock { $0.hidden.insert(ChildKey(type: type, key: key)) }
  }

  /// Puts an object there as somebody else would.
  @discardableResult
  func put(_ type: ResourceType, _ object: KubeObject) -> KubeObject {
    state.withLock { $0.store(type, object) }
  }

  func edit(_ type: ResourceType, _ key: NamespacedName, _ change: (inout KubeObject) -> Void) {
    state.withLock { state in
      guard var object = state.objects[ChildKey(type: type, key: key)] else { return }
      change(&object)
      state.store(type, object)
    }
  }

  func remove(_ type: ResourceType, _ key: NamespacedName) {
    _ = state.withLock { $0.objects.removeValue(forKey: ChildKey(type: type, key: key)) }
  }

  func live(_ type: ResourceType, _ key: NamespacedName) -> KubeObject? {
    state.withLock { $0.objects[ChildKey(type: type, key: key)] }
  }

  var all: [KubeObject] { state.withLock { Array($0.objects.values) } }

  // MARK: ClusterCache

  func object(_ type: ResourceType, _ key: NamespacedName) -> KubeObject? {
    let key = ChildKey(type: type, key: key)
    guard let object = state.withLock({ $0.hidden.contains(key) ? nil : $0.objects[key] }) else { return nil }
    return type == .secrets ? KubeObject(["metadata": object.metadata.json]) : object
  }

  func objects(_ type: ResourceType, of app: NamespacedName) -> [KubeObject] {
    state.withLock { state in
      state.objects.filter { $0.key.type == type && $0.key.key.namespace == app.namespace }.values
        .filter { $0.metadata.labels[AppLabels.app] == app.name }
        .sorted { $0.metadata.name < $1.metadata.name }
    }
  }

  // MARK: ClusterWriter

  func get(_ type: ResourceType, _ key: NamespacedName) async throws(KubeError) -> KubeObject {
    try note("get", type, key)
    guard let object = live(type, key) else { throw Self.notFound(type, key) }
    return object
  }

  func create(_ type: ResourceType, _ object: KubeObject) async throws(KubeError) -> KubeObject {
    try note("create", type, object.key)
    if live(type, object.key) != nil {
      throw .alreadyExists(Status(code: 409, reason: "AlreadyExists", message: "already exists"))
    }
    return put(type, object)
  }

  func apply(_ type: ResourceType, _ object: KubeObject, subresource: String?) async throws(KubeError)
    -> KubeObject
  {
    try note(subresource.map { "apply/\($0)" } ?? "apply", type, object.key)
    if let subresource {
      guard var whole = live(type, object.key) else { throw Self.notFound(type, object.key) }
      whole[subresource] = object[subresource]
      return put(type, whole)
    }
    var merged = object
    if let before = live(type, object.key) {
      let version = object.metadata.resourceVersion
      if !version.isEmpty, version != before.metadata.resourceVersion {
        throw .conflict(Status(code: 409, reason: "Conflict", message: "the object has been modified"))
      }
      merged["status"] = before["status"]
      merged["metadata", "uid"] = JSONValue(before.metadata.uid)
    }
    return put(type, merged)
  }

  func delete(_ type: ResourceType, _ object: KubeObject) async throws(KubeError) {
    let key = object.key
    try note("delete", type, key)
    guard let live = live(type, key) else { throw Self.notFound(type, key) }
    guard live.metadata.uid == object.metadata.uid else {
      throw .conflict(Status(code: 409, reason: "Conflict", message: "the UID in the precondition differs"))
    }
    remove(type, key)
  }

  private func note(_ verb: String, _ type: ResourceType, _ key: NamespacedName) throws(KubeError) {
    let error = state.withLock { state in
      state.requests.append(Request(verb: verb, kind: type.kind, name: key.name))
      return state.failures.first { $0.verb == verb && $0.kind == type.kind }?.error
    }
    if let error { throw error }
  }

  private static func notFound(_ type: ResourceType, _ key: NamespacedName) -> KubeError {
    .notFound(
      Status(code: 404, reason: "NotFound", message: "\(type.groupResource) \"\(key.name)\" not found"))
  }
}

extension FakeCluster.State {
  @discardableResult
  fileprivate mutating func store(_ type: ResourceType, _ object: KubeObject) -> KubeObject {
    version += 1
    var object = object
    if object.metadata.uid.isEmpty { object["metadata", "uid"] = "uid-\(version)" }
    object["metadata", "resourceVersion"] = "\(version)"
    objects[ChildKey(type: type, key: object.key)] = object
    return object
  }
}

/// Events go nowhere.
struct NoEvents: EventSink {
  func record(_ note: EventNote) {}
}
