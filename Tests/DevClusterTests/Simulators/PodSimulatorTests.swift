import Foundation
import KubeClient
import Testing

@testable import DevCluster

@Suite("Simulated pods")
struct PodSimulatorTests {
  private func pod(
    _ name: String = "a", image: String = "app:1", annotations: [String: String] = [:],
    spec: JSONValue = [:], container: JSONValue = [:]
  ) -> JSONValue {
    var container = container
    container["name"] = "web"
    container["image"] = JSONValue(image)
    var spec = spec
    spec["containers"] = [container]
    if spec["restartPolicy"] == nil { spec["restartPolicy"] = "Always" }
    return [
      "metadata": ["name": JSONValue(name), "annotations": JSONValue(annotations)], "spec": spec,
      "status": ["phase": "Pending"],
    ]
  }

  private func started(_ manifest: JSONValue, for seconds: TimeInterval = 3) throws -> VirtualCluster {
    let cluster = try VirtualCluster()
    try cluster.create(.pods, manifest)
    cluster.run(for: seconds)
    return cluster
  }

  private func container(_ cluster: VirtualCluster, _ name: String = "a") throws -> JSONValue {
    try #require(cluster.get(.pods, name)?["status", "containerStatuses"]?[0])
  }

  private static let probe: JSONValue = ["readinessProbe": ["httpGet": ["path": "/up", "port": 8080]]]

  @Test func `go from pending over running to ready`() throws {
    let cluster = try started(pod(container: Self.probe))
    let states = cluster.states(of: "pods", "a") {
      "\($0["spec", "nodeName"]?.string ?? "-") \($0["status", "phase"]?.string ?? "") "
        + "\(PodView(object: $0).isReady)"
    }
    #expect(
      states == [
        "- Pending false", "dev-node Pending false", "dev-node Running false", "dev-node Running true",
      ])
    let pod = try #require(cluster.get(.pods, "a"))
    for condition in ["PodScheduled", "Initialized", "ContainersReady", "Ready"] {
      #expect(pod.condition(condition)?.value == .true)
    }
    #expect(pod["status", "podIP"]?.string?.hasPrefix("10.42.") == true)
    #expect(pod.metadata.generation == 1)
  }

  @Test func `have addresses of their own`() throws {
    let cluster = try VirtualCluster()
    for number in 0..<300 { try cluster.create(.pods, pod("p\(number)")) }
    cluster.run(for: 3)
    #expect(Set(cluster.pods().compactMap { $0["status", "podIP"]?.string }).count == 300)
  }

  @Test func `without a readiness probe are ready as soon as they run`() throws {
    let cluster = try started(pod())
    let phases = cluster.states(of: "pods", "a") {
      "\($0["status", "phase"]?.string ?? "") \(PodView(object: $0).isReady)"
    }
    #expect(phases == ["Pending false", "Running true"])
  }

  @Test func `show init containers that have ended`() throws {
    let cluster = try started(
      pod(spec: ["initContainers": [["name": "prepare", "image": "app:1"]]]))
    let status = try #require(cluster.get(.pods, "a")?["status", "initContainerStatuses"]?[0])
    #expect(status["state", "terminated", "reason"] == "Completed")
  }

  @Test func `print the lines of what they run`() throws {
    let cluster = try started(pod(container: ["command": ["php", "artisan", "queue:work", "--queue=high"]]))
    let uid = try #require(cluster.get(.pods, "a")).metadata.uid
    #expect(cluster.logs[pod: uid, container: "web"].contains("Processing jobs from the [high] queue."))
  }

  // MARK: Failures

  @Test(arguments: ["app:bad-pull", "registry.example.com:5000/app:bad-pull@sha256:0123"])
  func `whose image cannot be pulled back off`(image: String) throws {
    let cluster = try started(pod(image: image))
    #expect(try container(cluster)["state", "waiting", "reason"] == "ImagePullBackOff")
    #expect(cluster.get(.pods, "a")?["status", "phase"] == "Pending")
    #expect(
      cluster.history.contains {
        $0.object["status", "containerStatuses"]?[0]?["state", "waiting", "reason"] == "ErrImagePull"
      })
    #expect(cluster.writes(during: 3600) == 0)
  }

  @Test func `that crash restart with a back-off that doubles`() throws {
    let cluster = try started(pod(annotations: [PodFailure.annotation: "crash:255"]), for: 2)
    let status = try container(cluster)
    #expect(status["restartCount"] == 1)
    #expect(status["state", "waiting", "reason"] == "CrashLoopBackOff")
    let uid = try #require(cluster.get(.pods, "a")).metadata.uid
    #expect(
      status["state", "waiting", "message"]
        == "back-off 10s restarting failed container=web pod=a_shop(\(JSONValue(uid).string ?? ""))")
    #expect(status["lastState", "terminated", "exitCode"] == 255)
    cluster.run(for: 10)
    #expect(try container(cluster)["restartCount"] == 2)
    cluster.run(for: 15)
    #expect(try container(cluster)["restartCount"] == 2)
    cluster.run(for: 10)
    #expect(try container(cluster)["restartCount"] == 3)
    cluster.run(for: 3600)
    let message = try container(cluster)["state", "waiting", "message"]?.string
    #expect(message?.hasPrefix("back-off 5m0s") == true)
    #expect(cluster.logs[pod: uid, container: "web"].contains("exit code 255"))
  }

  @Test func `that crash twice run at the third start`() throws {
    let cluster = try started(pod(image: "app:flaky-2"), for: 15)
    let status = try container(cluster)
    #expect(status["restartCount"] == 2)
    #expect(status["ready"] == true)
  }

  @Test func `that are never ready run all the same`() throws {
    let cluster = try started(pod(image: "app:never-ready"))
    #expect(cluster.get(.pods, "a")?["status", "phase"] == "Running")
    let ready = try #require(cluster.get(.pods, "a")?.condition("Ready"))
    #expect(ready.value == .false)
    #expect(ready.reason == "ContainersNotReady")
    #expect(ready.message == "containers with unready status: [web]")
  }

  @Test func `that no node takes say why`() throws {
    let cluster = try started(pod(image: "app:unschedulable"))
    let condition = try #require(cluster.get(.pods, "a")?.condition("PodScheduled"))
    #expect(condition.value == .false)
    #expect(condition.reason == "Unschedulable")
    #expect(cluster.get(.pods, "a")?["spec", "nodeName"] == nil)
  }

  @Test func `fail and recover as the plan says while they run`() throws {
    let cluster = try started(pod(container: Self.probe))
    let selector = FailurePlan.Selector(namespace: "shop")
    cluster.failures.set(.neverReady, for: selector)
    cluster.replan()
    cluster.run(for: 2)
    #expect(cluster.get(.pods, "a")?.condition("Ready")?.value == .false)
    cluster.failures.clear()
    cluster.replan()
    cluster.run(for: 2)
    #expect(cluster.get(.pods, "a")?.condition("Ready")?.value == .true)
    #expect(cluster.events(of: "a").contains { $0.hasPrefix("Unhealthy: Readiness probe failed") })
  }

  // MARK: Dependencies

  @Test(
    arguments: [
      (["envFrom": [["secretRef": ["name": "env"]]]], "secret \"env\" not found"),
      (["envFrom": [["configMapRef": ["name": "env"]]]], "configmap \"env\" not found"),
      (
        ["env": [["name": "A", "valueFrom": ["secretKeyRef": ["name": "env", "key": "a"]]]]],
        "secret \"env\" not found"
      ),
    ] as [(JSONValue, String)])
  func `wait for what their environment refers to`(container: JSONValue, message: String) throws {
    let cluster = try started(pod(container: container))
    #expect(try self.container(cluster)["state", "waiting", "reason"] == "CreateContainerConfigError")
    #expect(try self.container(cluster)["state", "waiting", "message"]?.string == message)
    #expect(cluster.writes(during: 600) == 0)
    for type in [ResourceType.secrets, .configMaps] {
      try cluster.create(type, ["metadata": ["name": "env"], "data": ["a": "Yg=="]])
    }
    cluster.run(for: 2)
    #expect(try self.container(cluster)["ready"] == true)
  }

  @Test func `name the key that a Secret misses`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.secrets, ["metadata": ["name": "env"], "data": ["b": "Yg=="]])
    let reference: JSONValue = ["secretKeyRef": ["name": "env", "key": "a"]]
    try cluster.create(.pods, pod(container: ["env": [["name": "A", "valueFrom": reference]]]))
    cluster.run(for: 3)
    let message = try container(cluster)["state", "waiting", "message"]?.string
    #expect(message == "couldn't find key a in Secret shop/env")
  }

  @Test func `do without what is optional`() throws {
    let cluster = try started(
      pod(container: ["envFrom": [["secretRef": ["name": "env", "optional": true]]]]))
    #expect(try container(cluster)["ready"] == true)
  }

  @Test func `wait for a Secret that they mount`() throws {
    let cluster = try started(
      pod(spec: ["volumes": [["name": "keys", "secret": ["secretName": "keys"]]]]))
    #expect(try container(cluster)["state", "waiting", "reason"] == "ContainerCreating")
    #expect(
      cluster.events(of: "a").contains(
        "FailedMount: MountVolume.SetUp failed for volume \"keys\" : secret \"keys\" not found"))
    try cluster.create(.secrets, ["metadata": ["name": "keys"]])
    cluster.run(for: 2)
    #expect(try container(cluster)["ready"] == true)
  }

  @Test func `bring about the volume of a claim that waits for its first consumer`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.persistentVolumeClaims, Manifest.claim("files"))
    cluster.run(for: 60)
    #expect(cluster.get(.persistentVolumeClaims, "files")?["status", "phase"] == "Pending")
    try cluster.create(
      .pods, pod(spec: ["volumes": [["name": "f", "persistentVolumeClaim": ["claimName": "files"]]]]))
    cluster.run(for: 3)
    #expect(cluster.get(.persistentVolumeClaims, "files")?["status", "phase"] == "Bound")
    #expect(try container(cluster)["ready"] == true)
  }

  @Test func `are unschedulable while their claim is missing`() throws {
    let cluster = try started(
      pod(spec: ["volumes": [["name": "f", "persistentVolumeClaim": ["claimName": "files"]]]]))
    let message = cluster.get(.pods, "a")?.condition("PodScheduled")?.message
    #expect(message?.contains("persistentvolumeclaim \"files\" not found") == true)
    try cluster.create(.persistentVolumeClaims, Manifest.claim("files"))
    cluster.run(for: 3)
    #expect(try container(cluster)["ready"] == true)
  }

  // MARK: End

  @Test func `end soon after their deletion`() throws {
    let cluster = try started(pod(spec: ["terminationGracePeriodSeconds": 30]))
    let uid = try #require(cluster.get(.pods, "a")).metadata.uid
    try cluster.store.delete(.pods, namespace: "shop", name: "a")
    #expect(cluster.get(.pods, "a")?.metadata.isBeingDeleted == true)
    cluster.run(for: 1)
    #expect(cluster.get(.pods, "a") == nil)
    #expect(cluster.logs[pod: uid, container: "web"].isEmpty)
  }

  @Test func `that ignore their stop signal take the whole grace period`() throws {
    let cluster = try started(
      pod(
        annotations: [PodFailure.annotation: "ignore-stop"], spec: ["terminationGracePeriodSeconds": 30]))
    try cluster.store.delete(.pods, namespace: "shop", name: "a")
    cluster.run(for: 29)
    #expect(cluster.get(.pods, "a") != nil)
    cluster.run(for: 2)
    #expect(cluster.get(.pods, "a") == nil)
  }

  @Test(
    arguments: [
      ("image-pull", .imagePull), ("bad-pull", .imagePull), ("crash", .crash(exitCode: 1)),
      ("crash:255", .crash(exitCode: 255)), ("crash-137", .crash(exitCode: 137)),
      ("crash:99999", .crash(exitCode: 255)), ("flaky:2", .flaky(times: 2)), ("never-ready", .neverReady),
      ("unschedulable", .unschedulable), ("slow:7", .slow(seconds: 7)), ("slow-start", .slow(seconds: 5)),
      ("hang", .hang), ("ignore-stop", .ignoresStop), ("", nil), ("1.4.2", nil), ("crash:-1", nil),
      ("latest", nil), ("crash:99999999999999999999", nil),
    ] as [(String, PodFailure?)])
  func `read failures from texts`(text: String, failure: PodFailure?) {
    #expect(PodFailure(text) == failure)
  }
}
