import Synchronization

/// A local copy of one kind's objects, kept by an informer and read from anywhere.
///
/// Lookups return values: a snapshot that nothing changes under the reader. They never ask the server.
public final class Store: Sendable {
  /// Changes each object before it is kept, to leave out what nobody reads.
  public typealias Transform = @Sendable (KubeObject) -> KubeObject

  private let state: Mutex<StoreState>
  private let transform: Transform?

  /// An empty store.
  /// - Parameters:
  ///   - indexedLabels: label keys that `labeled` finds without looking at every object.
  ///   - transform: must keep name, namespace, uid and resourceVersion.
  init(indexedLabels: [String] = [], transform: Transform? = nil) {
    state = Mutex(StoreState(indexedLabels: Set(indexedLabels)))
    self.transform = transform
  }

  /// A store of these objects that no informer keeps: for tests, and for rendering without a cluster.
  public convenience init(of objects: [KubeObject]) {
    self.init()
    _ = apply(.replace(objects, resourceVersion: ""))
  }

  // MARK: Reading

  /// The object of that name.
  public func get(_ name: NamespacedName) -> KubeObject? { state.withLock { $0.objects[name] } }

  /// All objects of a namespace, or of all, in the order of their names.
  public func list(namespace: String? = nil) -> [KubeObject] {
    let objects = state.withLock { $0.objects }
    return objects.filter { namespace == nil || $0.key.namespace == namespace }
      .sorted { $0.key < $1.key }.map(\.value)
  }

  /// The objects with an owner reference of that identity, in the order of their names.
  public func owned(byUID uid: String) -> [KubeObject] { state.withLock { $0.owned(byUID: uid) } }

  /// The objects with an owner reference of that group, kind and name, in the order of their names.
  ///
  /// The owner's identity is not looked at: after a restore, references may name an owner that is no more.
  public func owned(by owner: OwnerKey) -> [KubeObject] { state.withLock { $0.owned(by: owner) } }

  /// The objects that carry a label, in the order of their names.
  /// - Parameter namespace: `nil` for all.
  public func labeled(_ key: String, _ value: String, namespace: String? = nil) -> [KubeObject] {
    state.withLock { $0.labeled(key, value, namespace: namespace) }
  }

  /// How many objects there are.
  public var count: Int { state.withLock { $0.objects.count } }

  /// The newest version that was seen of this kind; empty before the first list.
  public var resourceVersion: String { state.withLock { $0.resourceVersion } }

  /// Makes `labeled` fast for a label key, if it is not yet.
  public func indexLabel(_ key: String) { state.withLock { $0.indexLabel(key) } }

  // MARK: Changing

  /// Applies one change of a reflector.
  /// - Returns: what is different now, object by object; nothing when the change brought nothing new.
  func apply(_ change: Reflector.Change) -> [ObjectChange] {
    let change = transformed(change)
    return state.withLock { $0.apply(change) }
  }

  private func transformed(_ change: Reflector.Change) -> Reflector.Change {
    guard let transform else { return change }
    switch change {
    case .upsert(let object): return .upsert(transform(object))
    case .replace(let objects, let version):
      return .replace(objects.map(transform), resourceVersion: version)
    case .delete, .progress: return change
    }
  }
}
