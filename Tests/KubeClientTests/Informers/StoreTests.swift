import Testing

@testable import KubeClient

@Suite("Store")
struct StoreTests {
  private let owner = OwnerReference(
    apiVersion: "laravel-operator.dev/v1alpha1", kind: "LaravelApp", name: "shop", uid: "uid-shop")

  private func name(_ name: String) -> NamespacedName { NamespacedName(namespace: "ns", name: name) }

  @Test("replacing tells what is new, changed and gone, with the last state known")
  func replace() {
    let store = Store()
    let first = store.apply(
      .replace(
        [configMap("a", version: 1), configMap("b", version: 2), configMap("c", version: 3)],
        resourceVersion: "3"))
    #expect(first.count == 3)
    #expect(first.allSatisfy { $0.isInitialList && $0.old == nil })
    let second = store.apply(
      .replace(
        [configMap("a", version: 1), configMap("b", version: 5), configMap("d", version: 6)],
        resourceVersion: "6"))
    #expect(
      second == [
        ObjectChange(old: configMap("b", version: 2), new: configMap("b", version: 5)),
        ObjectChange(old: nil, new: configMap("d", version: 6)),
        ObjectChange(old: configMap("c", version: 3), new: nil),
      ])
    #expect(store.list().map(\.metadata.name) == ["a", "b", "d"])
    #expect(store.resourceVersion == "6")
  }

  @Test("an object that was deleted and made again shows as both")
  func recreated() {
    let store = Store()
    _ = store.apply(.upsert(configMap("a", version: 1, uid: "one")))
    let changes = store.apply(.replace([configMap("a", version: 9, uid: "two")], resourceVersion: "9"))
    #expect(changes.map { $0.old?.metadata.uid } == ["one", nil])
    #expect(changes.map { $0.new?.metadata.uid } == [nil, "two"])
  }

  @Test("an object of a version that is known already is no change")
  func duplicates() {
    let store = Store()
    #expect(store.apply(.upsert(configMap("a", version: 1))).count == 1)
    #expect(store.apply(.upsert(configMap("a", version: 1))).isEmpty)
    #expect(store.apply(.delete(configMap("a", version: 2))).map(\.old) == [configMap("a", version: 1)])
    #expect(store.apply(.delete(configMap("a", version: 3))).isEmpty)
    #expect(store.apply(.progress(resourceVersion: "7")).isEmpty)
    #expect(store.resourceVersion == "7")
  }

  @Test("objects are found by owner, by identity and by name, and no longer once the owner changes")
  func owners() {
    let store = Store()
    _ = store.apply(.upsert(configMap("b", version: 1, owners: [owner])))
    _ = store.apply(.upsert(configMap("a", version: 2, owners: [owner])))
    _ = store.apply(.upsert(configMap("other", version: 3)))
    // A reference of another version of the API names the same owner.
    let key = OwnerKey(group: "laravel-operator.dev", kind: "LaravelApp", name: name("shop"))
    #expect(store.owned(byUID: "uid-shop").map(\.metadata.name) == ["a", "b"])
    #expect(store.owned(by: key).map(\.metadata.name) == ["a", "b"])
    _ = store.apply(.upsert(configMap("a", version: 4)))
    _ = store.apply(.delete(configMap("b", version: 5)))
    #expect(store.owned(byUID: "uid-shop").isEmpty)
    #expect(store.owned(by: key).isEmpty)
  }

  @Test("objects are found by label, with an index or without, also one made later")
  func labels() {
    for indexed in [["app"], []] {
      let store = Store(indexedLabels: indexed)
      _ = store.apply(.upsert(configMap("a", version: 1, labels: ["app": "shop"])))
      _ = store.apply(.upsert(configMap("b", version: 2, namespace: "x", labels: ["app": "shop"])))
      _ = store.apply(.upsert(configMap("c", version: 3, labels: ["app": "blog"])))
      #expect(store.labeled("app", "shop").map(\.metadata.name) == ["a", "b"])
      #expect(store.labeled("app", "shop", namespace: "x").map(\.metadata.name) == ["b"])
      store.indexLabel("app")
      _ = store.apply(.upsert(configMap("a", version: 4, labels: ["app": "blog"])))
      #expect(store.labeled("app", "shop").map(\.metadata.name) == ["b"])
      #expect(store.labeled("app", "blog").map(\.metadata.name) == ["a", "c"])
    }
  }

  @Test("a transform decides what is kept, and handlers see the same")
  func transform() {
    let store = Store { object in
      var slim = object
      slim["data"] = nil
      return slim
    }
    var object = configMap("a", version: 1)
    object["data"] = ["password": "secret"]
    let changes = store.apply(.replace([object], resourceVersion: "1"))
    #expect(changes.first?.new?["data"] == nil)
    #expect(store.get(name("a"))?["data"] == nil)
  }

  @Test("a lookup is a snapshot that later changes do not reach")
  func snapshot() {
    let store = Store()
    _ = store.apply(.upsert(configMap("a", version: 1)))
    let before = store.get(name("a"))
    _ = store.apply(.delete(configMap("a", version: 2)))
    #expect(before?.metadata.resourceVersion == "1")
    #expect(store.get(name("a")) == nil)
    #expect(store.count == 0)
  }
}
