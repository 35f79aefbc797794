import Synchronization

/// `ExpectedVersions` over the stores of a set of informers, for use from many workers.
public final class ReadYourWrites<Owner: Hashable & Sendable>: Sendable {
  private let expected: Mutex<ExpectedVersions<Owner>>
  private let stores: Mutex<[ResourceType: Store]> = Mutex([:])

  /// Nothing is expected yet.
  /// - Parameter patience: see `ExpectedVersions.init(patience:)`.
  public init(patience: Duration = .seconds(10)) {
    expected = Mutex(ExpectedVersions(patience: patience))
  }

  /// Names the store in which writes to a kind will show; writes to kinds without a store are not waited for.
  public func observe(_ type: ResourceType, in store: Store) { stores.withLock { $0[type] = store } }

  /// Remembers a write by the object that the server answered it with.
  public func wrote(_ object: KubeObject, _ type: ResourceType, by owner: Owner) {
    guard stores.withLock({ $0[type] != nil }) else { return }
    let version = object.metadata.resourceVersion
    expected.withLock { $0.expect(type, object.key, resourceVersion: version, by: owner, now: .now) }
  }

  /// Remembers a deletion.
  public func deleted(_ object: KubeObject, _ type: ResourceType, by owner: Owner) {
    guard stores.withLock({ $0[type] != nil }) else { return }
    let uid = object.metadata.uid
    expected.withLock { $0.expectGone(type, object.key, uid: uid, by: owner, now: .now) }
  }

  /// How long an owner may have to wait for the stores; `nil` when it may be reconciled now.
  public func wait(for owner: Owner) -> Duration? {
    let stores = stores.withLock { $0 }
    return expected.withLock { expected in
      expected.wait(for: owner, now: .now) { type, name in
        let metadata = stores[type]?.get(name)?.metadata
        return ExpectedVersions<Owner>.Observation(
          cacheVersion: stores[type]?.resourceVersion ?? "", uid: metadata?.uid,
          version: metadata?.resourceVersion)
      }
    }
  }

  /// Forgets an owner that is no more.
  public func forget(_ owner: Owner) { expected.withLock { $0.forget(owner) } }
}
