/// Remembers writes until the caches show them, so that an owner is not reconciled from a state older than its
/// own last write.
///
/// Acting on such a state repeats the write at best, and undoes or doubles it at worst (controller-runtime issues
/// 1464, 1622, 3320). Each write is remembered under its owner: the key that a controller reconciles.
///
/// Fails open: a version without order, or a cache that does not catch up in time, holds nobody back.
public struct ExpectedVersions<Owner: Hashable & Sendable>: Sendable {
  /// What a cache shows about one object.
  public struct Observation: Sendable, Hashable {
    /// The newest version the cache has seen of the kind; empty when unknown.
    public let cacheVersion: String
    /// The object's identity in the cache; `nil` when it is not there.
    public let uid: String?
    /// The object's version in the cache; `nil` when it is not there.
    public let version: String?

    /// What a cache shows.
    public init(cacheVersion: String, uid: String?, version: String?) {
      self.cacheVersion = cacheVersion
      self.uid = uid
      self.version = version
    }
  }

  private struct Target: Hashable {
    let type: ResourceType
    let name: NamespacedName
  }

  private enum Wish {
    /// The cache has seen this version.
    case version(ResourceVersion)
    /// The cache no longer has the object with this identity.
    case gone(uid: String)
  }

  private struct Expectation {
    let wish: Wish
    let deadline: ContinuousClock.Instant
  }

  private let patience: Duration
  private var expectations: [Owner: [Target: Expectation]] = [:]

  /// Nothing is expected yet.
  /// - Parameter patience: a cache that does not show a write after this is believed as it is.
  public init(patience: Duration = .seconds(10)) { self.patience = patience }

  /// Remembers a write that the server answered with this version of the object.
  public mutating func expect(
    _ type: ResourceType, _ name: NamespacedName, resourceVersion: String, by owner: Owner,
    now: ContinuousClock.Instant
  ) {
    guard let version = ResourceVersion(resourceVersion) else { return }
    let target = Target(type: type, name: name)
    if case .version(let known) = expectations[owner]?[target]?.wish, known >= version { return }
    remember(.version(version), of: target, by: owner, now: now)
  }

  /// Remembers the deletion of an object with this identity.
  public mutating func expectGone(
    _ type: ResourceType, _ name: NamespacedName, uid: String, by owner: Owner, now: ContinuousClock.Instant
  ) {
    guard !uid.isEmpty else { return }
    remember(.gone(uid: uid), of: Target(type: type, name: name), by: owner, now: now)
  }

  private mutating func remember(
    _ wish: Wish, of target: Target, by owner: Owner, now: ContinuousClock.Instant
  ) {
    expectations[owner, default: [:]][target] = Expectation(wish: wish, deadline: now + patience)
  }

  /// How long an owner may have to wait for the caches; `nil` when they show all its writes.
  ///
  /// The event that brings the missing state queues the owner anyway: waiting this long is only the fallback.
  public mutating func wait(
    for owner: Owner, now: ContinuousClock.Instant,
    observing observe: (ResourceType, NamespacedName) -> Observation
  ) -> Duration? {
    guard let open = expectations[owner] else { return nil }
    let left = open.filter { target, expectation in
      expectation.deadline > now
        && !Self.isMet(expectation.wish, observe(target.type, target.name))
    }
    expectations[owner] = left.isEmpty ? nil : left
    return left.values.map { $0.deadline - now }.max()
  }

  /// Forgets an owner that is no more.
  public mutating func forget(_ owner: Owner) { expectations[owner] = nil }

  /// Owners whose writes are not known to be in the caches.
  public var count: Int { expectations.count }

  private static func isMet(_ wish: Wish, _ observation: Observation) -> Bool {
    switch wish {
    case .gone(let uid): return observation.uid != uid
    case .version(let version):
      // Versions of one kind have one order: a cache that has seen a newer one has seen this one as well, even
      // if the object is gone again since. A cache without an order cannot be waited for.
      if let seen = observation.version.flatMap({ ResourceVersion($0) }), seen >= version { return true }
      guard !observation.cacheVersion.isEmpty else { return false }
      guard let cache = ResourceVersion(observation.cacheVersion) else { return true }
      return cache >= version
    }
  }
}
