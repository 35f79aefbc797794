import Foundation
import KubeClient
import Testing

@testable import DevCluster

@Suite("The queue of the simulators")
struct SimulatorQueueTests {
  private let start = Date(timeIntervalSince1970: 1000)

  @Test func `holds a key once`() {
    var queue = SimulatorQueue<String>()
    for key in ["a", "b", "a"] { queue.add(key) }
    #expect(queue.next(at: start) == "a")
    #expect(queue.next(at: start) == "b")
    #expect(queue.next(at: start) == nil)
  }

  @Test func `gives keys out when their time has come, the earliest first`() {
    var queue = SimulatorQueue<String>()
    for (index, key) in ["d", "a", "c", "b"].enumerated() {
      queue.add(key, at: start.addingTimeInterval([40, 10, 30, 20][index]))
    }
    #expect(queue.next(at: start) == nil)
    #expect(queue.nextTime == start.addingTimeInterval(10))
    #expect(queue.next(at: start.addingTimeInterval(10)) == "a")
    #expect(queue.next(at: start.addingTimeInterval(15)) == nil)
    let rest = (0..<3).compactMap { _ in queue.next(at: start.addingTimeInterval(100)) }
    #expect(rest == ["b", "c", "d"])
    #expect(queue.nextTime == nil)
  }

  @Test func `keeps the earlier of two times`() {
    var queue = SimulatorQueue<String>()
    queue.add("a", at: start.addingTimeInterval(10))
    queue.add("a", at: start.addingTimeInterval(20))
    #expect(queue.next(at: start.addingTimeInterval(10)) == "a")
    #expect(queue.next(at: start.addingTimeInterval(30)) == nil)
    queue.add("b", at: start.addingTimeInterval(20))
    queue.add("b", at: start.addingTimeInterval(10))
    #expect(queue.next(at: start.addingTimeInterval(10)) == "b")
    #expect(queue.next(at: start.addingTimeInterval(30)) == nil)
  }

  @Test func `forgets what is removed`() {
    var queue = SimulatorQueue<String>()
    queue.add("a")
    queue.add("b", at: start)
    queue.remove("a")
    queue.remove("b")
    #expect(queue.next(at: start) == nil)
  }
}

@Suite("Selector membership")
struct SelectorMembershipTests {
  private let service = ObjectKey(.services, namespace: "n", name: "s")
  private let pod = ObjectKey(.pods, namespace: "n", name: "p")

  private func selector(_ labels: [String: String]) -> LabelSelector {
    LabelSelector(["matchLabels": JSONValue(labels)])
  }

  @Test func `follows pods and their labels`() {
    var membership = SelectorMembership()
    membership.set(selector(["app": "a"]), of: service, pods: { [] })
    #expect(membership.update(pod: pod, labels: ["app": "b"]).isEmpty)
    #expect(membership.update(pod: pod, labels: ["app": "a", "x": "y"]) == [service])
    #expect(membership.members(of: service) == [pod])
    // The one that loses a pod is told too.
    #expect(membership.update(pod: pod, labels: ["app": "b"]) == [service])
    #expect(membership.members(of: service).isEmpty)
  }

  @Test func `tells pods of namespaces apart`() {
    var membership = SelectorMembership()
    membership.set(selector(["app": "a"]), of: service, pods: { [] })
    let stranger = ObjectKey(.pods, namespace: "m", name: "p")
    #expect(membership.update(pod: stranger, labels: ["app": "a"]).isEmpty)
  }

  @Test func `finds pods that were there before the selector`() {
    var membership = SelectorMembership()
    let object = KubeObject(.pods, name: "p", namespace: "n", labels: ["app": "a"])
    membership.set(selector(["app": "a"]), of: service, pods: { [object] })
    #expect(membership.members(of: service) == [pod])
    #expect(membership.remove(pod: pod) == [service])
    #expect(membership.members(of: service).isEmpty)
  }
}

@Suite("Refusals that simulators meet")
struct SimulatorRefusalTests {
  @Test func `do not make them write again and again`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.deployments, Manifest.deployment("web"))
    // A namespace that is going takes no new objects.
    try cluster.store.update(.namespaces, name: "shop") { $0["spec", "finalizers"] = ["kubernetes"] }
    try cluster.store.delete(.namespaces, name: "shop")
    #expect(cluster.writes(during: 600) < 10)
    #expect(cluster.store.list(.replicaSets).isEmpty)
  }

  @Test func `by a name that is taken lead to another name`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.deployments, Manifest.deployment("web"))
    cluster.run(for: 3)
    let name = try #require(cluster.store.list(.replicaSets, namespace: "shop").first).metadata.name
    let other = try VirtualCluster()
    try other.create(.replicaSets, ["metadata": ["name": JSONValue(name)], "spec": ["replicas": 0]])
    try other.create(.deployments, Manifest.deployment("web"))
    other.run(for: 5)
    #expect(other.get(.deployments, "web")?["status", "collisionCount"] == 1)
    #expect(other.get(.deployments, "web")?["status", "availableReplicas"] == 2)
  }

  @Test func `by a quota show in ReplicaSet and Deployment and end with it`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(
      SimulatedResource.resourceQuotas, ["metadata": ["name": "small"], "spec": ["hard": ["pods": "1"]]])
    try cluster.create(.deployments, Manifest.deployment("web"))
    cluster.run(for: 5)
    let failure = try #require(cluster.get(.deployments, "web")?.condition("ReplicaFailure"))
    #expect(failure.reason == "FailedCreate")
    #expect(failure.message.contains("is forbidden: exceeded quota: small, requested: pods=1, used: pods=1"))
    let quota = try #require(cluster.get(SimulatedResource.resourceQuotas, "small"))
    #expect(quota["status", "used", "pods"] == "1")
    try cluster.update(SimulatedResource.resourceQuotas, "small") { $0["spec", "hard", "pods"] = "5" }
    cluster.run(for: 5)
    #expect(cluster.get(.deployments, "web")?["status", "availableReplicas"] == 2)
    #expect(cluster.get(.deployments, "web")?.condition("ReplicaFailure") == nil)
    #expect(cluster.writes(during: 3600) == 0)
  }

  @Test func `by a quota name the request that a container misses`() {
    let quota = KubeObject(["metadata": ["name": "q"], "spec": ["hard": ["limits.memory": "1Gi"]]])
    let pod = KubeObject(["spec": ["containers": [["name": "web"]]]])
    #expect(
      ResourceQuotaSimulator.refusal(of: pod, quotas: [quota], pods: [])
        == "failed quota: q: must specify limits.memory for: web")
  }

  @Test func `by a quota on memory count all containers of all pods`() {
    let quota = KubeObject(["metadata": ["name": "q"], "spec": ["hard": ["requests.memory": "1Gi"]]])
    let pod = KubeObject([
      "spec": ["containers": [["name": "web", "resources": ["requests": ["memory": "400Mi"]]]]]
    ])
    #expect(ResourceQuotaSimulator.refusal(of: pod, quotas: [quota], pods: [pod]) == nil)
    #expect(
      ResourceQuotaSimulator.refusal(of: pod, quotas: [quota], pods: [pod, pod])
        == "exceeded quota: q, requested: requests.memory=400Mi, used: requests.memory=800Mi, "
        + "limited: requests.memory=1Gi")
  }

  @Test func `keep no events for ever`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.deployments, Manifest.deployment("web"))
    cluster.run(for: 5)
    #expect(cluster.store.count(SimulatedResource.events) > 0)
    cluster.run(for: 2 * EventRecorder.lifetime)
    try cluster.create(.deployments, Manifest.deployment("other", replicas: 1))
    cluster.run(for: 5)
    #expect(cluster.events(of: "web").isEmpty)
  }
}
