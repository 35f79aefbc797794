import KubeClient
import Testing

@testable import DevCluster

@Suite("The object store")
struct ObjectStoreTests {
  private let store: ObjectStore

  init() throws {
    store = ObjectStore(historyLimit: 4)
    try store.create(.namespaces, KubeObject(.namespaces, name: "default"))
  }

  private func pod(_ name: String) -> KubeObject {
    var pod = KubeObject(.pods, name: name, namespace: "default")
    pod["spec"] = ["containers": []]
    return pod
  }

  @Test func `gives a new object an identity, a version and a generation`() throws {
    let created = try store.create(.pods, pod("a"))
    #expect(!created.metadata.uid.isEmpty)
    #expect(created.metadata.generation == 1)
    #expect(created.metadata.resourceVersion == store.resourceVersion)
    #expect(store.get(.pods, namespace: "default", name: "a") == created)
  }

  @Test func `refuses a second object of the same name`() throws {
    try store.create(.pods, pod("a"))
    #expect(throws: APIError.alreadyExists(.pods, name: "a")) { try store.create(.pods, pod("a")) }
  }

  @Test func `refuses an object in a namespace that does not exist`() throws {
    let object = KubeObject(.pods, name: "a", namespace: "nowhere")
    #expect(throws: APIError.notFound(.namespaces, name: "nowhere")) { try store.create(.pods, object) }
  }

  @Test func `counts generations on changes of the spec only`() throws {
    try store.create(.pods, pod("a"))
    let labelled = try store.update(.pods, namespace: "default", name: "a") {
      $0.metadata.labels = ["x": "y"]
    }
    #expect(labelled.metadata.generation == 1)
    let moved = try store.update(.pods, namespace: "default", name: "a") { $0["spec", "nodeName"] = "n" }
    #expect(moved.metadata.generation == 2)
    let running = try store.updateStatus(.pods, namespace: "default", name: "a") { $0["phase"] = "Running" }
    #expect(running.metadata.generation == 2)
    #expect(running["status", "phase"] == "Running")
  }

  @Test func `writes nothing when nothing changes`() throws {
    let created = try store.create(.pods, pod("a"))
    let same = try store.update(.pods, namespace: "default", name: "a") { _ in }
    #expect(same == created)
    #expect(store.resourceVersion == created.metadata.resourceVersion)
  }

  @Test func `keeps an object with finalizers until the last one goes`() throws {
    var held = pod("a")
    held["metadata", "finalizers"] = ["example.com/hold"]
    try store.create(.pods, held)
    let deletion = try store.delete(.pods, namespace: "default", name: "a")
    #expect(!deletion.isGone)
    #expect(deletion.object.metadata.isBeingDeleted)
    try store.update(.pods, namespace: "default", name: "a") { $0["metadata", "finalizers"] = nil }
    #expect(store.get(.pods, namespace: "default", name: "a") == nil)
  }

  @Test func `leaves a pod on a node its grace period to stop`() throws {
    var running = pod("a")
    running["spec", "nodeName"] = "n"
    running["spec", "terminationGracePeriodSeconds"] = 20
    try store.create(.pods, running)
    let first = try store.delete(.pods, namespace: "default", name: "a")
    #expect(!first.isGone)
    #expect(first.object["metadata", "deletionGracePeriodSeconds"] == 20)
    try store.delete(.pods, namespace: "default", name: "a", gracePeriodSeconds: 60)
    #expect(store.get(.pods, namespace: "default", name: "a") == first.object)
    try store.delete(.pods, namespace: "default", name: "a", gracePeriodSeconds: 0)
    #expect(store.get(.pods, namespace: "default", name: "a") == nil)
  }

  @Test func `finds dependents by the uid of their owner`() throws {
    let owner = try store.create(.pods, pod("owner"))
    var child = pod("child")
    child.metadata.ownerReferences = [
      OwnerReference(apiVersion: "v1", kind: "Pod", name: "owner", uid: owner.metadata.uid)
    ]
    try store.create(.pods, child)
    #expect(store.dependents(ofOwner: owner.metadata.uid).map(\.key.name) == ["child"])
    try store.delete(.pods, namespace: "default", name: "child")
    #expect(store.dependents(ofOwner: owner.metadata.uid).isEmpty)
  }

  @Test func `shows the present and then the changes to a watch`() async throws {
    try store.create(.pods, pod("a"))
    var events = store.watch(.pods, namespace: "default").makeAsyncIterator()
    guard case .added(let first) = await events.next() else { throw Unexpected() }
    #expect(first.metadata.name == "a")
    guard case .bookmark(_, isInitialEventsEnd: true) = await events.next() else { throw Unexpected() }
    let reading = Task {
      var iterator = events
      return await iterator.next()
    }
    try store.create(.pods, pod("b"))
    guard case .added(let second) = await reading.value else { throw Unexpected() }
    #expect(second.metadata.name == "b")
  }

  @Test func `ends a watch that fell behind the history with 410`() async throws {
    let version = store.resourceVersion
    for number in 0..<20 { try store.create(.pods, pod("p\(number)")) }
    var events = store.watch(.pods, from: .after(resourceVersion: version)).makeAsyncIterator()
    guard case .error(let status) = await events.next() else { throw Unexpected() }
    #expect(status.code == 410)
    #expect(await events.next() == nil)
  }

  @Test func `lists the objects of a past version while its history is kept`() throws {
    try store.create(.pods, pod("a"))
    let past = store.version
    try store.create(.pods, pod("b"))
    try store.delete(.pods, namespace: "default", name: "a")
    let then = try store.snapshot("pods", namespace: nil, at: past)
    #expect(then.objects.map(\.metadata.name) == ["a"])
    store.compact()
    #expect(throws: APIError.self) { try store.snapshot("pods", namespace: nil, at: past) }
  }

  @Test func `serves one event under both of its APIs`() throws {
    let core = ResourceType(group: "", version: "v1", kind: "Event", plural: "events")
    var event = KubeObject(.events, name: "e", namespace: "default")
    event["note"] = "made it"
    try store.create(.events, event)
    #expect(store.get(core, namespace: "default", name: "e")?["message"] == "made it")
    #expect(store.get(.events, namespace: "default", name: "e")?["note"] == "made it")
  }

  private struct Unexpected: Error {}
}
