import Foundation
import KubeClient
import Testing

@testable import DevCluster

@Suite("The simulators in real time", .serialized)
struct SimulatorRunnerTests {
  private func waitUntil(
    _ seconds: Double = 60, every interval: Duration = .milliseconds(10), _ condition: () -> Bool
  ) async throws -> Bool {
    let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
    while ContinuousClock.now < deadline {
      if condition() { return true }
      try await Task.sleep(for: interval)
    }
    return condition()
  }

  private func store() throws -> ObjectStore {
    let store = ObjectStore()
    try store.create(.namespaces, KubeObject(.namespaces, name: "shop"))
    return store
  }

  private func create(_ manifest: JSONValue, _ type: ResourceType, in store: ObjectStore) throws {
    var object = KubeObject(manifest)
    object["metadata", "namespace"] = "shop"
    try store.create(type, object)
  }

  private func isAvailable(_ name: String, in store: ObjectStore) -> Bool {
    store.get(.deployments, namespace: "shop", name: name)?.condition("Progressing")?.reason
      == "NewReplicaSetAvailable"
  }

  @Test func `take up what is there, react to what comes and end when they are told to`() async throws {
    let store = try store()
    let logs = LogStore()
    try create(Manifest.deployment("old"), .deployments, in: store)
    let runner = SimulatorRunner()
    let task = Task { await runner.run(in: SimulatorContext(store: store, logs: logs)) }
    #expect(try await waitUntil { isAvailable("old", in: store) })
    try create(Manifest.deployment("new"), .deployments, in: store)
    #expect(try await waitUntil { isAvailable("new", in: store) })
    let selector = FailurePlan.Selector(labels: ["app": "new"])
    runner.failures.set(.neverReady, for: selector)
    #expect(
      try await waitUntil {
        store.get(.deployments, namespace: "shop", name: "new")?["status", "readyReplicas"] == nil
      })
    task.cancel()
    await task.value
    try create(Manifest.deployment("late"), .deployments, in: store)
    #expect(store.list(.replicaSets, namespace: "shop").count == 2)
  }

  @Test func `and garbage collection take Deployments and Jobs down to their last pod`() async throws {
    let store = try store()
    let collector = GarbageCollector(store: store, registry: ResourceRegistry())
    let tasks = [
      Task { await collector.run() },
      Task { await SimulatorRunner().run(in: SimulatorContext(store: store, logs: LogStore())) },
    ]
    try create(Manifest.deployment("web"), .deployments, in: store)
    try create(Manifest.job("hanging", image: "app:hang"), .jobs, in: store)
    try create(
      Manifest.job("done", spec: ["ttlSecondsAfterFinished": 0]), .jobs, in: store)
    #expect(try await waitUntil { isAvailable("web", in: store) })
    #expect(try await waitUntil { store.get(.jobs, namespace: "shop", name: "done") == nil })
    #expect(store.count(.pods) == 3)
    try store.delete(.deployments, namespace: "shop", name: "web", propagation: .foreground)
    try store.delete(.jobs, namespace: "shop", name: "hanging", propagation: .background)
    #expect(
      try await waitUntil {
        [.deployments, .replicaSets, .jobs, .pods].allSatisfy { store.count($0) == 0 }
      })
    for task in tasks {
      task.cancel()
      await task.value
    }
  }

  @Test func `settle 200 apps in some seconds and then write nothing`() async throws {
    let store = try store()
    let task = Task {
      await SimulatorRunner().run(in: SimulatorContext(store: store, logs: LogStore()))
    }
    for number in 0..<200 {
      try create(Manifest.deployment("web-\(number)", probe: true), .deployments, in: store)
      try create(Manifest.deployment("worker-\(number)", replicas: 1), .deployments, in: store)
      try create(
        [
          "metadata": ["name": JSONValue("web-\(number)")],
          "spec": ["selector": ["app": JSONValue("web-\(number)")], "ports": [["port": 80]]],
        ], .services, in: store)
    }
    let isSettled = try await waitUntil(120) {
      store.list(.deployments).allSatisfy {
        $0.condition("Progressing")?.reason == "NewReplicaSetAvailable"
      }
    }
    #expect(isSettled)
    // The last events and EndpointSlices may come a moment after the last status.
    var version = ""
    let isQuiet = try await waitUntil(30, every: .milliseconds(300)) {
      defer { version = store.resourceVersion }
      return version == store.resourceVersion
    }
    #expect(isQuiet)
    let writesAgain = try await waitUntil(1) { store.resourceVersion != version }
    #expect(!writesAgain)
    task.cancel()
    await task.value
  }
}
