import Foundation
import KubeClient
import Testing

@testable import DevCluster

@Suite("Simulated Deployments")
struct DeploymentSimulatorTests {
  private func settled(_ manifest: JSONValue) throws -> VirtualCluster {
    let cluster = try VirtualCluster()
    try cluster.create(.deployments, manifest)
    cluster.run(for: 5)
    return cluster
  }

  private func setImage(_ image: String, in cluster: VirtualCluster, _ name: String = "web") throws {
    try cluster.update(.deployments, name) {
      $0["spec", "template", "spec", "containers"] = [["name": "web", "image": JSONValue(image)]]
    }
  }

  @Test func `become available with the counts and conditions of the real controller`() throws {
    let cluster = try settled(Manifest.deployment("web"))
    let deployment = try #require(cluster.get(.deployments, "web"))
    for count in ["replicas", "updatedReplicas", "readyReplicas", "availableReplicas"] {
      #expect(deployment["status", count] == 2)
    }
    #expect(deployment["status", "unavailableReplicas"] == nil)
    #expect(deployment["status", "observedGeneration"] == 1)
    #expect(deployment.metadata.generation == 1)
    #expect(deployment.metadata.annotations["deployment.kubernetes.io/revision"] == "1")
    #expect(deployment.condition("Available")?.reason == "MinimumReplicasAvailable")
    #expect(deployment.condition("Progressing")?.reason == "NewReplicaSetAvailable")
    #expect(cluster.pods(["app": "web"]).count == 2)
  }

  @Test func `write nothing once they have settled`() throws {
    let cluster = try settled(Manifest.deployment("web"))
    #expect(cluster.writes(during: 3600) == 0)
  }

  @Test func `roll to a new image without ever having fewer pods available than wanted`() throws {
    let cluster = try settled(Manifest.deployment("web", probe: true))
    try setImage("app:2", in: cluster)
    cluster.run(for: 30)
    let available = cluster.states(of: "deployments.apps", "web") {
      $0.metadata.generation < 2 ? "" : "\($0["status", "availableReplicas"]?.int ?? 0)"
    }
    #expect(!available.contains("1") && !available.contains("0"))
    #expect(cluster.get(.deployments, "web")?.condition("Progressing")?.reason == "NewReplicaSetAvailable")
    let sets = cluster.store.list(.replicaSets, namespace: "shop")
    #expect(sets.map { $0["spec", "replicas"]?.int }.sorted { ($0 ?? 0) < ($1 ?? 0) } == [0, 2])
    #expect(cluster.pods().allSatisfy { $0["spec", "containers"]?[0]?["image"] == "app:2" })
  }

  @Test func `never have more pods than replicas and surge`() throws {
    let cluster = try settled(Manifest.deployment("web", replicas: 4))
    try setImage("app:2", in: cluster)
    cluster.run(for: 30)
    let most = cluster.states(of: "deployments.apps", "web") { "\($0["status", "replicas"]?.int ?? 0)" }
    #expect(most.compactMap { Int($0) }.max() == 5)
  }

  @Test func `report a rollout that does not get on after their deadline and keep the old pods`() throws {
    let cluster = try settled(Manifest.deployment("web"))
    try setImage("app:bad-pull", in: cluster)
    cluster.run(for: 9)
    #expect(cluster.get(.deployments, "web")?.condition("Progressing")?.value == .true)
    cluster.run(for: 4)
    let deployment = try #require(cluster.get(.deployments, "web"))
    #expect(deployment.condition("Progressing")?.value == .false)
    #expect(deployment.condition("Progressing")?.reason == "ProgressDeadlineExceeded")
    #expect(deployment.condition("Available")?.value == .true)
    #expect(deployment["status", "readyReplicas"] == 2)
    #expect(deployment["status", "unavailableReplicas"] == 1)
  }

  @Test func `go back to an earlier template under a new revision of the same ReplicaSet`() throws {
    let cluster = try settled(Manifest.deployment("web"))
    try setImage("app:2", in: cluster)
    cluster.run(for: 30)
    try setImage("app:1", in: cluster)
    cluster.run(for: 30)
    let sets = cluster.store.list(.replicaSets, namespace: "shop")
    #expect(sets.count == 2)
    let current = try #require(sets.first { $0["spec", "replicas"] == 2 })
    #expect(current.metadata.annotations["deployment.kubernetes.io/revision"] == "3")
    #expect(current.metadata.annotations["deployment.kubernetes.io/revision-history"] == "1")
    #expect(
      cluster.get(.deployments, "web")?.metadata.annotations["deployment.kubernetes.io/revision"] == "3")
  }

  @Test func `keep no more old ReplicaSets than their history limit`() throws {
    var manifest = Manifest.deployment("web", replicas: 1)
    manifest["spec", "revisionHistoryLimit"] = 2
    let cluster = try settled(manifest)
    for number in 2...6 {
      try setImage("app:\(number)", in: cluster)
      cluster.run(for: 20)
    }
    let images = cluster.store.list(.replicaSets, namespace: "shop").compactMap {
      $0["spec", "template", "spec", "containers"]?[0]?["image"]?.string
    }
    #expect(images.sorted() == ["app:4", "app:5", "app:6"])
  }

  @Test func `with Recreate start the new pods when the last old one is gone`() throws {
    let cluster = try settled(Manifest.deployment("web", replicas: 2, strategy: ["type": "Recreate"]))
    try setImage("app:2", in: cluster)
    cluster.run(for: 20)
    var images: Set<String> = []
    var alive: [ObjectKey: String] = [:]
    for event in cluster.history where event.key.resource == "pods" {
      let image = event.object["spec", "containers"]?[0]?["image"]?.string ?? ""
      alive[event.key] = event.change == .deleted ? nil : image
      images = Set(alive.values)
      #expect(images.count <= 1)
    }
    #expect(images == ["app:2"])
  }

  @Test func `stay as they are while paused and roll when resumed`() throws {
    let cluster = try settled(Manifest.deployment("web"))
    try cluster.update(.deployments, "web") { $0["spec", "paused"] = true }
    try setImage("app:2", in: cluster)
    cluster.run(for: 60)
    #expect(cluster.store.list(.replicaSets, namespace: "shop").count == 1)
    #expect(cluster.get(.deployments, "web")?.condition("Progressing")?.reason == "DeploymentPaused")
    try cluster.update(.deployments, "web") { $0["spec", "paused"] = nil }
    cluster.run(for: 8)
    #expect(cluster.get(.deployments, "web")?["status", "updatedReplicas"] == 2)
    #expect(cluster.get(.deployments, "web")?.condition("Progressing")?.reason == "NewReplicaSetAvailable")
  }

  @Test func `scale a rollout in progress in proportion`() throws {
    let strategy: JSONValue = [
      "type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": 2, "maxSurge": 3],
    ]
    let cluster = try settled(Manifest.deployment("web", replicas: 10, strategy: strategy))
    try setImage("app:bad-pull", in: cluster)
    cluster.run(for: 3)
    try cluster.update(.deployments, "web") { $0["spec", "replicas"] = 15 }
    cluster.run(for: 3)
    // The example of the Kubernetes documentation: 8 old and 5 new pods of 10 become 11 and 7 of 15.
    let sizes = cluster.store.list(.replicaSets, namespace: "shop").compactMap { $0["spec", "replicas"]?.int }
    #expect(sizes.sorted() == [7, 11])
  }

  @Test func `take over the ReplicaSet that an earlier one has orphaned`() throws {
    let cluster = try settled(Manifest.deployment("web"))
    let pods = Set(cluster.pods().map(\.metadata.uid))
    try cluster.store.delete(.deployments, namespace: "shop", name: "web")
    let name = try #require(cluster.store.list(.replicaSets, namespace: "shop").first).metadata.name
    try cluster.update(.replicaSets, name) { $0["metadata", "ownerReferences"] = nil }
    try cluster.create(.deployments, Manifest.deployment("web"))
    cluster.run(for: 5)
    #expect(cluster.get(.deployments, "web")?["status", "availableReplicas"] == 2)
    #expect(Set(cluster.pods().map(\.metadata.uid)) == pods)
  }

  @Test func `replace a pod that somebody deletes`() throws {
    let cluster = try settled(Manifest.deployment("web"))
    let victim = try #require(cluster.pods().first)
    try cluster.store.delete(.pods, namespace: "shop", name: victim.metadata.name)
    cluster.run(for: 5)
    #expect(cluster.pods().count == 2)
    #expect(cluster.get(.pods, victim.metadata.name) == nil)
    #expect(cluster.get(.deployments, "web")?["status", "readyReplicas"] == 2)
  }

  @Test(
    arguments: [
      ("25%", "25%", 4, 1, 1), ("25%", "25%", 1, 1, 0), (0, 0, 3, 0, 1), ("100%", 0, 3, 3, 0),
      (1, "50%", 5, 1, 2),
    ] as [(JSONValue, JSONValue, Int, Int, Int)])
  func `round surge up and unavailability down`(
    _ surge: JSONValue, _ unavailable: JSONValue, _ replicas: Int, _ expectedSurge: Int,
    _ expectedUnavailable: Int
  ) {
    let strategy: JSONValue = [
      "type": "RollingUpdate", "rollingUpdate": ["maxSurge": surge, "maxUnavailable": unavailable],
    ]
    let view = DeploymentView(
      object: KubeObject(Manifest.deployment("web", replicas: replicas, strategy: strategy)))
    #expect(view.maxSurge == expectedSurge)
    #expect(view.maxUnavailable == expectedUnavailable)
  }
}
