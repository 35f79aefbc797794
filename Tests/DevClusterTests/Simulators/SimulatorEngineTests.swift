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
    // Somebody else's ReplicaSet has the name that the Deployment's own would get.
    try cluster.create(.deployments, Manifest.deployment("web"))
    cluster.run(for: 3)
    let name = try #require(cluster.store.list(.replicaSets, namespace: "shop").first).metadata.name
    let other = try VirtualCluster()
    try other.create(.replicaSets, ["metadata": ["name": JSONValue(name)], "spec": ["replicas": 0]])
    try other.create(.deployments, Manifest.deployment("web"))
    #expect(other.writes(during: 600) < 10)
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
