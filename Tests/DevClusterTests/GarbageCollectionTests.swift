import ClusterTesting
import KubeClient
import Testing

@testable import DevCluster

@Suite("Garbage collection")
struct GarbageCollectionTests {
  /// Runs a test beside the controllers.
  private func withControllers(_ body: (APITestServer) async throws -> Void) async throws {
    let api = try APITestServer()
    let registry = api.server.registry
    let store = api.store
    let collector = Task { await GarbageCollector(store: store, registry: registry).run() }
    let namespaces = Task {
      await NamespaceController(store: store, registry: registry, createsServiceAccounts: true).run()
    }
    defer {
      collector.cancel()
      namespaces.cancel()
      store.close()
    }
    try await body(api)
  }

  /// An owner, a dependent that blocks it, and one that depends on that.
  private func family(_ api: APITestServer) -> (owner: KubeObject, child: KubeObject, grandchild: KubeObject)
  {
    func owned(_ name: String, by owner: KubeObject?) -> KubeObject {
      var body = KubeObject(APITestServer.configMap(name))
      if let owner {
        body.metadata.ownerReferences = [
          OwnerReference(
            apiVersion: "v1", kind: "ConfigMap", name: owner.metadata.name, uid: owner.metadata.uid)
        ]
      }
      return api.create(APITestServer.configMaps, body.json).object
    }
    let owner = owned("owner", by: nil)
    let child = owned("child", by: owner)
    return (owner, child, owned("grandchild", by: child))
  }

  private func exists(_ name: String, _ api: APITestServer) -> Bool {
    api.store.get(.configMaps, namespace: "default", name: name) != nil
  }

  @Test(arguments: ["Background", "Foreground"])
  func `removes dependents with their owner`(policy: String) async throws {
    try await withControllers { api in
      _ = family(api)
      api.send("DELETE", APITestServer.configMaps + "/owner", query: "propagationPolicy=\(policy)")
      #expect(
        await eventually {
          !exists("owner", api) && !exists("child", api) && !exists("grandchild", api)
        })
    }
  }

  @Test func `foreground deletion waits for dependents that finalizers hold`() async throws {
    try await withControllers { api in
      _ = family(api)
      _ = api.patch(
        APITestServer.configMaps + "/child", "merge", ["metadata": ["finalizers": ["example.com/hold"]]])
      let deleted = api.send(
        "DELETE", APITestServer.configMaps + "/owner", query: "propagationPolicy=Foreground")
      #expect(deleted.json["metadata", "finalizers"] == ["foregroundDeletion"])
      #expect(
        await eventually {
          api.store.get(.configMaps, namespace: "default", name: "child")?.metadata.isBeingDeleted == true
        })
      #expect(exists("owner", api))
      _ = api.patch(APITestServer.configMaps + "/child", "merge", ["metadata": ["finalizers": .null]])
      #expect(await eventually { !exists("owner", api) && !exists("child", api) })
    }
  }

  @Test func `orphaning keeps dependents and removes their reference`() async throws {
    try await withControllers { api in
      _ = family(api)
      api.send("DELETE", APITestServer.configMaps + "/owner", query: "propagationPolicy=Orphan")
      #expect(await eventually { !exists("owner", api) })
      let child = api.store.get(.configMaps, namespace: "default", name: "child")
      #expect(child?.metadata.ownerReferences.isEmpty == true)
      #expect(exists("grandchild", api))
    }
  }

  @Test func `removes an object whose owner never was`() async throws {
    try await withControllers { api in
      var body = KubeObject(APITestServer.configMap("lost"))
      body.metadata.ownerReferences = [
        OwnerReference(apiVersion: "v1", kind: "ConfigMap", name: "nobody", uid: "no-such-uid")
      ]
      api.create(APITestServer.configMaps, body.json)
      #expect(await eventually { !exists("lost", api) })
    }
  }

  @Test func `keeps an object while one of its owners is left`() async throws {
    try await withControllers { api in
      let (owner, _, _) = family(api)
      let second = api.create(APITestServer.configMaps, APITestServer.configMap("second")).object
      var shared = KubeObject(APITestServer.configMap("shared"))
      shared.metadata.ownerReferences = [owner, second].map {
        OwnerReference(
          apiVersion: "v1", kind: "ConfigMap", name: $0.metadata.name, uid: $0.metadata.uid,
          isController: false)
      }
      api.create(APITestServer.configMaps, shared.json)
      api.send("DELETE", APITestServer.configMaps + "/owner")
      #expect(
        await eventually {
          api.store.get(.configMaps, namespace: "default", name: "shared")?.metadata.ownerReferences.count
            == 1
        })
    }
  }

  @Test func `empties a namespace before it goes`() async throws {
    try await withControllers { api in
      api.create("/api/v1/namespaces", ["metadata": ["name": "shop"]])
      api.create("/api/v1/namespaces/shop/configmaps", APITestServer.configMap("a"))
      #expect(await eventually { api.store.count(Self.serviceAccounts) == 2 })
      let deleted = api.send("DELETE", "/api/v1/namespaces/shop")
      #expect(deleted.json["metadata"]?["deletionTimestamp"] != nil)
      #expect(await eventually { api.store.get(.namespaces, name: "shop") == nil })
      #expect(api.store.get(.configMaps, namespace: "shop", name: "a") == nil)
    }
  }

  private static let serviceAccounts = ResourceType(
    group: "", version: "v1", kind: "ServiceAccount", plural: "serviceaccounts")
}
