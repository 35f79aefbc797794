import ClusterTesting
import Foundation
import Testing

@testable import KubeClient

/// Runs on a real API server.
@Suite(
  .enabled(if: RealAPIServer.isAvailable, "\(RealAPIServer.absence)"), .serialized, .timeLimit(.minutes(5)))
struct APIServerTests {
  let client: APIClient
  let namespace = "kubeclient-\(UInt32.random(in: 0...UInt32.max))"

  init() async throws {
    client = APIClient(try ClientConfiguration.load(kubeconfig: try await RealAPIServer.kubeconfig()))
  }

  private func configMap(_ name: String, _ data: [String: String]) -> KubeObject {
    var object = KubeObject(.configMaps, name: name, namespace: namespace)
    object["data"] = JSONValue(data)
    return object
  }

  @Test func everyVerbWorks() async throws {
    #expect(try await client.serverVersion().major == "1")
    #expect(try await client.isServed(.deployments))
    #expect(try await !client.isServed(.certificates))
    try await client.create(.namespaces, KubeObject(.namespaces, name: namespace))
    let key = NamespacedName(namespace: namespace, name: "a")
    await #expect(throws: KubeError.self) { try await client.get(.configMaps, key) }

    let created = try await client.create(.configMaps, configMap("a", ["x": "1"]))
    #expect(created.kind == "ConfigMap")
    let again = await #expect(throws: KubeError.self) {
      try await client.create(.configMaps, configMap("a", [:]))
    }
    #expect(again?.status?.reason == "AlreadyExists")
    let applied = try await client.apply(
      .configMaps, configMap("a", ["y": "2"]), fieldManager: "test", dryRun: true)
    #expect(applied["data", "y"] == "2")
    try await client.apply(.configMaps, configMap("b", ["y": "ü"]), fieldManager: "test")
    let patched = try await client.patch(
      .configMaps, key, .json([.test(path: "/data/x", value: "1"), .add(path: "/data/z", value: "3")]))
    #expect(patched["data"] == ["x": "1", "z": "3"])
    let refused = await #expect(throws: KubeError.self) {
      try await client.patch(.configMaps, key, .json([.test(path: "/data/x", value: "2")]))
    }
    #expect(refused?.status?.code == 422)

    let list = try await client.list(.configMaps, namespace: namespace)
    #expect(Set(list.items.map(\.metadata.name)).isSuperset(of: ["a", "b"]))
    #expect(list.items.allSatisfy { $0.kind == "ConfigMap" && $0.apiVersion == "v1" })
    #expect(list.items.allSatisfy { $0["metadata", "managedFields"] == nil })
    let metadata = try await client.list(
      .configMaps, namespace: namespace, options: ListOptions(metadataOnly: true))
    #expect(metadata.items.allSatisfy { $0.kind == "ConfigMap" && $0["data"] == nil })
    let paged = try await client.listAll(.configMaps, namespace: namespace, options: ListOptions(limit: 1))
    #expect(paged.items.map(\.key) == list.items.map(\.key))

    let conflict = await #expect(throws: KubeError.self) {
      try await client.delete(.configMaps, key, options: DeleteOptions(uid: "other"))
    }
    #expect(conflict?.status?.code == 409)
    #expect(try await client.delete(.configMaps, key) == nil)
    let gone = await #expect(throws: KubeError.self) { try await client.get(.configMaps, key) }
    #expect(gone?.status?.code == 404)
    try await client.delete(.namespaces, NamespacedName(name: namespace))
  }

  @Test func streamingListAndWatchFollowChanges() async throws {
    try await client.create(.namespaces, KubeObject(.namespaces, name: namespace))
    try await client.create(.configMaps, configMap("first", [:]))
    let watch = try await client.watch(
      .configMaps, namespace: namespace, options: WatchOptions(sendInitialEvents: true))
    var events = watch.makeAsyncIterator()
    var names: Set<String> = []
    while let event = try await events.next() {
      if case .added(let object) = event { names.insert(object.metadata.name) }
      if case .bookmark(_, true) = event { break }
    }
    #expect(names.contains("first"))
    try await client.create(.configMaps, configMap("second", ["text": "ä€😀"]))
    loop: while let event = try await events.next() {
      switch event {
      case .added(let object) where object.metadata.name == "second":
        #expect(object["data", "text"] == "ä€😀")
        break loop
      case .added, .bookmark, .modified: continue
      default:
        Issue.record("\(event)")
        break loop
      }
    }
    try await client.delete(.namespaces, NamespacedName(name: namespace))
  }

  @Test func manyRequestsAtOnceShareConnections() async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<500 {
        group.addTask { try await client.list(.namespaces).items.count }
      }
      for try await count in group { #expect(count > 0) }
    }
    let port = try #require(ServerURL(client.server)?.port)
    // Eight connections, each with libcurl's descriptor and two duplicates for Dispatch; other tests may have some.
    #expect(openSockets(toPort: port).count < 100)
  }

  @Test func cancelledRequestsDoNotHarmOthersOnTheirConnection() async throws {
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<1000 {
        group.addTask {
          let task = Task { try await client.list(.namespaces).items.count }
          if number % 2 == 0 {
            try? await Task.sleep(for: .microseconds(Int.random(in: 0...50_000)))
            task.cancel()
          }
          let result = await task.result
          switch result {
          case .success(let count): #expect(count > 0)
          case .failure(let error): #expect(number % 2 == 0 && error as? KubeError == .cancelled, "\(error)")
          }
        }
      }
    }
    #expect(try await client.list(.namespaces).items.isEmpty == false)
  }

  @Test func aLargeListArrivesWhole() async throws {
    try await client.create(.namespaces, KubeObject(.namespaces, name: namespace))
    let text = String(repeating: "ä", count: 100_000)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<100 {
        group.addTask { try await client.create(.configMaps, configMap("c\(number)", ["text": text])) }
      }
      try await group.waitForAll()
    }
    try await withThrowingTaskGroup(of: KubeList.self) { group in
      for _ in 0..<4 { group.addTask { try await client.list(.configMaps, namespace: namespace) } }
      for try await list in group {
        #expect(list.items.count { $0["data", "text"] == JSONValue(text) } == 100)
      }
    }
    try await client.delete(.namespaces, NamespacedName(name: namespace))
  }

  @Test func aSlowReaderOfAWatchLosesNothing() async throws {
    try await client.create(.namespaces, KubeObject(.namespaces, name: namespace))
    var version = try await client.list(.configMaps, namespace: namespace).resourceVersion
    func watch(from version: String) async throws -> WatchStream {
      try await client.watch(
        .configMaps, namespace: namespace,
        options: WatchOptions(resourceVersion: version, labelSelector: "mine"))
    }
    var events = try await watch(from: version).makeAsyncIterator()
    let text = String(repeating: "x", count: 200_000)
    for number in 0..<60 {
      var object = configMap("c\(number)", ["text": text])
      object.metadata.labels = ["mine": "yes"]
      try await client.create(.configMaps, object)
    }
    var names: Set<String> = []
    while names.count < 60 {
      if let event = try await events.next() {
        if case .added(let object) = event {
          names.insert(object.metadata.name)
          version = object.metadata.resourceVersion
        }
      } else {
        // The server gives up on readers that are too slow for its buffers; the version tells where to go on.
        events = try await watch(from: version).makeAsyncIterator()
      }
    }
    #expect(names.count == 60)
    try await client.delete(.namespaces, NamespacedName(name: namespace))
  }

  @Test func aWatchThatIsTooOldIsExpired() async throws {
    // Only a server that has compacted its history since refuses: etcd does so every five minutes.
    do {
      let watch = try await client.watch(
        .configMaps,
        options: WatchOptions(
          resourceVersion: "1", fieldSelector: "metadata.name=no-such-name", timeoutSeconds: 1))
      var events = watch.makeAsyncIterator()
      if case .error(let status)? = try await events.next() { #expect(status.code == 410) }
    } catch {
      #expect(error.status?.code == 410)
    }
  }
}
