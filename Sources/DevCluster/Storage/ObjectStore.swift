import Foundation
import KubeClient
import Synchronization

/// All objects of a cluster in memory: what etcd and the registry's metadata rules are to a real API server.
///
/// One number counts all changes (`resourceVersion`); every collection keeps its recent changes, so watches
/// and lists can go back to a version. Any thread may call it; no call blocks longer than copying the answer.
/// In-process users (the simulators, garbage collection) call it directly and may write what clients cannot,
/// such as status and spec in one step; requests come here through the API layer, which validates.
public final class ObjectStore: Sendable {
  struct State {
    var version: UInt64 = 1
    var collections: [String: StoreCollection] = [:]
    /// Which objects name this uid as an owner.
    var dependents: [String: Set<ObjectKey>] = [:]
    /// Where the object with this uid is.
    var keys: [String: ObjectKey] = [:]
    var waiters: [String: [Int: CheckedContinuation<Void, Never>]] = [:]
    var feeds: [Int: AsyncStream<StoreEvent>.Continuation] = [:]
    /// Collections with changes that nobody was woken for yet.
    var changed: Set<String> = []
    var nextID = 0
    var isClosed = false
  }

  /// Changes kept per collection before older ones are forgotten.
  public static let defaultHistoryLimit = 4096

  let state = Mutex(State())
  let historyLimit: Int
  let now: @Sendable () -> Date

  /// An empty store.
  /// - Parameters:
  ///   - historyLimit: how many changes per collection are kept for watches at least.
  ///   - now: the time for creation and deletion timestamps.
  public init(
    historyLimit: Int = ObjectStore.defaultHistoryLimit, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.historyLimit = max(1, historyLimit)
    self.now = now
  }

  /// The version of the newest change, as it stands in lists.
  public var resourceVersion: String { String(version) }

  var version: UInt64 { state.withLock { $0.version } }

  // MARK: Reading

  /// The object of that name; `nil` when there is none.
  public func get(_ type: ResourceType, namespace: String? = nil, name: String) -> KubeObject? {
    get(ObjectKey(type, namespace: namespace, name: name)).map { ObjectConversion.convert($0, to: type) }
  }

  func get(_ key: ObjectKey) -> KubeObject? {
    state.withLock { $0.collections[key.resource]?.object(namespace: key.namespace, name: key.name) }
  }

  /// The objects of a namespace, or of all with `nil`, by namespace and name; `labels` must all match.
  public func list(
    _ type: ResourceType, namespace: String? = nil, labels: [String: String] = [:]
  ) -> [KubeObject] {
    let all = state.withLock { $0.collections[type.storageResource]?.sorted(namespace: namespace) ?? [] }
    let selected =
      labels.isEmpty
      ? all
      : all.filter { object in
        labels.allSatisfy { object["metadata", "labels"]?[$0.key]?.string == $0.value }
      }
    return selected.map { ObjectConversion.convert($0, to: type) }
  }

  /// The objects whose owner references name this uid, of all kinds.
  public func dependents(ofOwner uid: String) -> [(key: ObjectKey, object: KubeObject)] {
    state.withLock { state in
      (state.dependents[uid] ?? []).compactMap { key in
        state.collections[key.resource]?.object(namespace: key.namespace, name: key.name)
          .map { (key, $0) }
      }
    }
  }

  /// Whether an object with this uid exists.
  public func exists(uid: String) -> Bool { state.withLock { $0.keys[uid] != nil } }

  /// How many objects a collection holds, such as `pods` or `deployments.apps`.
  public func count(_ type: ResourceType) -> Int {
    state.withLock { $0.collections[type.storageResource]?.count ?? 0 }
  }

  /// The objects in the order of lists and the version they have been read at.
  ///
  /// - Parameter version: reads the past; `nil` reads the present.
  /// - Throws: 410 Expired when the version is forgotten, 504 when it is not reached yet.
  func snapshot(
    _ resource: String, namespace: String?, at version: UInt64? = nil
  ) throws(APIError) -> (objects: [KubeObject], version: UInt64) {
    let result = state.withLock { state -> Result<([KubeObject], UInt64), APIError> in
      guard let collection = state.collections[resource] else {
        return .success(([], version ?? state.version))
      }
      guard let version else { return .success((collection.sorted(namespace: namespace), state.version)) }
      guard let past = collection.sorted(namespace: namespace, at: version) else {
        return .failure(.expired("The resourceVersion for the provided list is too old."))
      }
      return .success((past, version))
    }
    return try result.get()
  }

  // MARK: History

  /// Forgets the changes so far: watches and lists that ask for older versions get 410 Expired.
  public func compact() {
    state.withLock { state in
      for resource in state.collections.keys { state.collections[resource]?.compact(upTo: state.version) }
    }
  }

  /// Ends all watches; the store can still be read.
  public func close() {
    let (waiters, feeds) = state.withLock { state in
      state.isClosed = true
      defer {
        state.waiters = [:]
        state.feeds = [:]
      }
      return (state.waiters.values.flatMap(\.values), Array(state.feeds.values))
    }
    for waiter in waiters { waiter.resume() }
    for feed in feeds { feed.finish() }
  }
}
