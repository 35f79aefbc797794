import Testing

@testable import KubeClient

@Suite("ExpectedVersions")
struct ExpectedVersionsTests {
  typealias Expected = ExpectedVersions<String>
  let start = ContinuousClock.now
  let service = NamespacedName(namespace: "ns", name: "shop")

  /// What an owner waits for when the cache shows this.
  private func wait(
    _ expected: inout Expected, _ owner: String = "shop", after: Duration = .zero, cache: String,
    uid: String? = nil, version: String? = nil
  ) -> Duration? {
    expected.wait(for: owner, now: start + after) { _, _ in
      Expected.Observation(cacheVersion: cache, uid: uid, version: version)
    }
  }

  @Test("an owner waits until the cache has seen its write; others do not")
  func waits() {
    var expected = Expected(patience: .seconds(10))
    expected.expect(.services, service, resourceVersion: "100", by: "shop", now: start)
    #expect(wait(&expected, cache: "99", uid: "u", version: "42") == .seconds(10))
    #expect(wait(&expected, after: .seconds(4), cache: "99") == .seconds(6))
    #expect(wait(&expected, "blog", cache: "99") == nil)
    #expect(wait(&expected, cache: "99", uid: "u", version: "100") == nil)
    #expect(expected.count == 0)
  }

  @Test("versions are ordered as numbers of any length, not as text")
  func order() {
    var expected = Expected()
    expected.expect(.services, service, resourceVersion: "100", by: "shop", now: start)
    #expect(wait(&expected, cache: "99") != nil)
    #expect(wait(&expected, cache: "1000") == nil)
  }

  @Test("a cache that went past the write shows it, even when the object is gone since")
  func goneSince() {
    var expected = Expected()
    expected.expect(.services, service, resourceVersion: "100", by: "shop", now: start)
    #expect(wait(&expected, cache: "105") == nil)
  }

  @Test("of several writes of one object the newest counts, in whatever order they are told")
  func newest() {
    var expected = Expected()
    expected.expect(.services, service, resourceVersion: "120", by: "shop", now: start)
    expected.expect(.services, service, resourceVersion: "100", by: "shop", now: start)
    #expect(wait(&expected, cache: "110") != nil)
    #expect(wait(&expected, cache: "120") == nil)
  }

  @Test("a deletion is seen when the identity is gone, also when the name was taken again")
  func deletion() {
    var expected = Expected()
    expected.expectGone(.services, service, uid: "old", by: "shop", now: start)
    #expect(wait(&expected, cache: "100", uid: "old", version: "90") != nil)
    #expect(wait(&expected, cache: "101", uid: "new", version: "101") == nil)
  }

  @Test("it fails open on versions without order and after its patience")
  func failsOpen() {
    var expected = Expected(patience: .seconds(10))
    expected.expect(.services, service, resourceVersion: "v7-opaque", by: "shop", now: start)
    #expect(wait(&expected, cache: "1") == nil)
    expected.expect(.services, service, resourceVersion: "100", by: "shop", now: start)
    #expect(wait(&expected, cache: "opaque") == nil)
    expected.expect(.services, service, resourceVersion: "100", by: "shop", now: start)
    #expect(wait(&expected, after: .milliseconds(9_999), cache: "1") != nil)
    #expect(wait(&expected, after: .seconds(10), cache: "1") == nil)
    expected.expect(.services, service, resourceVersion: "100", by: "shop", now: start)
    expected.forget("shop")
    #expect(wait(&expected, cache: "1") == nil)
  }

  @Test("over a store, a write is waited for until its event has come")
  func overStore() {
    let store = Store()
    let writes = ReadYourWrites<String>()
    writes.observe(.configMaps, in: store)
    _ = store.apply(.replace([configMap("a", version: 1)], resourceVersion: "5"))
    writes.wrote(configMap("a", version: 6), .configMaps, by: "shop")
    writes.wrote(configMap("unwatched", version: 99), .services, by: "shop")
    #expect(writes.wait(for: "shop") != nil)
    _ = store.apply(.upsert(configMap("a", version: 6)))
    #expect(writes.wait(for: "shop") == nil)
    writes.deleted(configMap("a", version: 6), .configMaps, by: "shop")
    #expect(writes.wait(for: "shop") != nil)
    _ = store.apply(.delete(configMap("a", version: 7)))
    #expect(writes.wait(for: "shop") == nil)
  }
}
