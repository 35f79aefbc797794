import Foundation
import KubeClient
import Testing

@testable import Reconcilers

@Suite("Status")
struct StatusCalculatorTests {
  private let now = Date(timeIntervalSince1970: 1_795_000_000)

  private func status(_ cluster: TestCluster, now: Date? = nil) -> KubeObject {
    var object = cluster.object
    object["status"] = StatusCalculator.status(
      of: cluster.app, object: cluster.object, observation: cluster.observation, now: now ?? self.now)
    return object
  }

  @Test("an app whose children are all well is Ready, settled and not degraded")
  func healthy() throws {
    let status = status(
      try TestCluster("{image: shop:1, hosts: [a.example.com], workers: [{name: default}]}"))
    #expect(status.condition("Ready")?.value == .true)
    #expect(status.condition("Progressing")?.value == .false)
    #expect(status.condition("Degraded")?.value == .false)
    for part in [
      "SecretsReady", "StorageReady", "WebAvailable", "WorkersAvailable", "SchedulerReady", "IngressReady",
    ] {
      #expect(status.condition(part)?.value == .true, "\(part)")
    }
    #expect(status["status", "web", "summary"] == "2/2")
    #expect(status["status", "workers", "summary"] == "1/1")
    #expect(status["status", "url"] == "http://a.example.com")
    #expect(status["status", "image"] == "shop:1")
    #expect(
      status["status", "web", "selector"] == "app.kubernetes.io/component=web,laravel-operator.dev/app=shop")
  }

  @Test("a part that the app does not have has no condition")
  func absentParts() throws {
    let status = status(
      try TestCluster("{image: shop:1, storage: {mode: Ephemeral}, scheduler: {mode: None}}"))
    let types = Set(status.conditions.map(\.type))
    #expect(types == ["Ready", "Progressing", "Degraded", "SecretsReady", "WebAvailable"])
    #expect(status["status", "workers"] == nil)
    #expect(status["status", "url"] == nil)
  }

  @Test("every condition carries reason, time and the generation it is about")
  func completeConditions() throws {
    let status = status(try TestCluster("{image: shop:1, hosts: [a.example.com]}", generation: 7))
    #expect(status["status", "observedGeneration"] == 7)
    for condition in status.conditions {
      #expect(!condition.reason.isEmpty && !condition.message.isEmpty)
      #expect(condition.observedGeneration == 7)
      #expect(condition.lastTransitionTime == "2026-11-18T11:06:40Z")
    }
  }

  @Test("the status has the shape that the API types know", arguments: GoldenFile.all)
  func shape(file: GoldenFile) throws {
    var cluster = try TestCluster()
    let app = try file.readApp()
    cluster.outcomes = TestApp.children(app).map { ChildOutcome($0, live: nil) }
    let status = StatusCalculator.status(
      of: app, object: cluster.object, observation: cluster.observation, now: now)
    let typed = try JSONValue(encoding: status.decode(LaravelAppStatus.self))
    #expect(typed == status)
  }

  @Test("nothing ticks: an unchanged app has the same status later")
  func stable() throws {
    var cluster = try TestCluster("{image: shop:1, hosts: [a.example.com], workers: [{name: default}]}")
    cluster.object["status"] = status(cluster).status
    #expect(status(cluster, now: now.addingTimeInterval(3600)).status == cluster.object.status)
  }

  @Test("a condition keeps its transition time until its value changes")
  func transitionTime() throws {
    var cluster = try TestCluster()
    cluster.object["status"] = status(cluster).status
    cluster.deployment("shop-web", available: 0, updated: 2, of: 2)
    let later = status(cluster, now: now.addingTimeInterval(60))
    #expect(later.condition("WebAvailable")?.lastTransitionTime == "2026-11-18T11:07:40Z")
    #expect(later.condition("SecretsReady")?.lastTransitionTime == "2026-11-18T11:06:40Z")
  }

  @Test("a first rollout is not Ready, progresses and is no fault")
  func firstRollout() throws {
    var cluster = try TestCluster()
    cluster.deployment("shop-web", available: 0, updated: 2, of: 2)
    let status = status(cluster)
    #expect(status.condition("Ready")?.value == .false)
    #expect(status.condition("Progressing")?.value == .true)
    #expect(status.condition("Degraded")?.value == .false)
    #expect(status["status", "web", "summary"] == "0/2")
    #expect(status["status", "image"] == nil)
  }

  @Test("a status of an older generation of the Deployment counts for nothing")
  func unobserved() throws {
    var cluster = try TestCluster()
    cluster.change(.deployments, "shop-web") { $0.live?["metadata", "generation"] = 2 }
    #expect(status(cluster).condition("Progressing")?.value == .true)
  }

  @Test("while the new release cannot start and the old one serves, the app is Ready and Degraded")
  func heldRelease() throws {
    var cluster = try TestCluster()
    cluster.object["status"] = ["image": "shop:0"]
    cluster.deployment("shop-web", available: 2, updated: 1, of: 3)
    try cluster.pod(
      of: "shop-web",
      "{containerStatuses: [{name: app, image: shop:1, state: {waiting: {reason: ErrImagePull, message: not found}}}]}"
    )
    let status = status(cluster)
    #expect(status.condition("Ready")?.value == .true)
    #expect(status.condition("WebAvailable")?.value == .true)
    #expect(status.condition("Degraded")?.value == .true)
    #expect(status.condition("Degraded")?.reason == "ImagePullFailed")
    #expect(status["status", "image"] == "shop:0")
  }

  @Test("troubles of an older release's pods are not those of the new one")
  func olderPods() throws {
    var cluster = try TestCluster()
    cluster.deployment("shop-web", available: 0, updated: 1, of: 2)
    for (hash, revision) in [("old", "9"), ("new", "10")] {
      var set = KubeObject(.replicaSets, name: hash, labels: ["pod-template-hash": hash])
      set.metadata.annotations = ["deployment.kubernetes.io/revision": revision]
      set.metadata.ownerReferences = [
        OwnerReference(
          apiVersion: "apps/v1", kind: "Deployment", name: "shop-web", uid: "Deployment/shop-web")
      ]
      cluster.replicaSets.append(set)
    }
    let failing = "{containerStatuses: [{name: app, state: {waiting: {reason: ErrImagePull}}}]}"
    try cluster.pod(of: "shop-web", failing, hash: "old")
    #expect(status(cluster).condition("Degraded")?.value == .false)
    try cluster.pod(of: "shop-web", failing, hash: "new")
    #expect(status(cluster).condition("Degraded")?.value == .true)
  }

  @Test("one pool without workers makes the app unusable, and says which one")
  func onePool() throws {
    var cluster = try TestCluster("{image: shop:1, workers: [{name: default}, {name: mail}]}")
    cluster.deployment("shop-worker-mail", available: 0, updated: 1, of: 1)
    let status = status(cluster)
    #expect(status.condition("WorkersAvailable")?.value == .false)
    #expect(status.condition("WorkersAvailable")?.message.contains("shop-worker-mail") == true)
    #expect(status.condition("Ready")?.value == .false)
    #expect(status["status", "workers", "summary"] == "1/2")
  }

  @Test("a suspended app is not Ready, not degraded, and says why")
  func suspended() throws {
    var cluster = try TestCluster("{image: shop:1, workers: [{name: default}], suspend: true}")
    let settled = status(cluster)
    #expect(settled.condition("Ready")?.reason == "Suspended")
    #expect(settled.condition("Ready")?.value == .false)
    #expect(settled.condition("Degraded")?.value == .false)
    #expect(settled.condition("Progressing")?.value == .false)
    #expect(settled.condition("StorageReady")?.value == .true)
    cluster.deployment("shop-web", available: 1, updated: 1, of: 1)
    #expect(status(cluster).condition("Progressing")?.value == .true)
  }

  @Test("a web workload without replicas is not Ready")
  func scaledToZero() throws {
    #expect(
      status(try TestCluster("{image: shop:1, web: {replicas: 0}}")).condition("Ready")?.reason
        == "ScaledToZero")
  }

  @Test("a database or Redis that is asked for is plainly not supported")
  func unsupported() throws {
    let status = status(try TestCluster("{image: shop:1, database: {}, redis: {}, migrations: {}}"))
    #expect(status.condition("DatabaseReady")?.reason == "NotSupported")
    #expect(status.condition("RedisReady")?.message.contains("envFrom") == true)
    #expect(status.condition("Ready")?.value == .false)
    #expect(status.condition("MigrationsSucceeded")?.value == .unknown)
    #expect(status.condition("MigrationsSucceeded")?.message.contains("php artisan migrate --force") == true)
  }

  @Test("migrations alone do not keep an app from being Ready")
  func migrationsAlone() throws {
    #expect(status(try TestCluster("{image: shop:1, migrations: {}}")).condition("Ready")?.value == .true)
    #expect(
      status(try TestCluster("{image: shop:1, migrations: {enabled: false}}")).condition(
        "MigrationsSucceeded") == nil)
  }

  @Test("an invalid spec is told by field, and the rest of the status stays")
  func invalidSpec() throws {
    var cluster = try TestCluster("{image: shop:1}", generation: 2)
    cluster.object["status"] = status(cluster).status
    cluster.object["metadata", "generation"] = 3
    let error = InvalidSpec([FieldError(path: "spec.image", message: "is required")])
    let json = StatusCalculator.invalid(error, of: cluster.object, now: now)
    let after = KubeObject(["status": json])
    #expect(after.condition("Ready")?.reason == "InvalidSpec")
    #expect(after.condition("Ready")?.message == "spec.image: is required")
    #expect(after.condition("Degraded")?.value == .true)
    #expect(after.condition("WebAvailable")?.value == .true)
    #expect(json["web"] == cluster.object.status["web"])
    #expect(json["observedGeneration"] == 3)
    cluster.object["status"] = json
    #expect(StatusCalculator.invalid(error, of: cluster.object, now: now.addingTimeInterval(60)) == json)
  }

  @Test("an invalid spec of a new app has a status, whatever the status was", arguments: ["null", "1", "{}"])
  func invalidWithoutStatus(old: String) throws {
    var object = try TestApp.object()
    object["status"] = try JSONValue(parsing: old)
    let error = InvalidSpec([FieldError(path: "spec.image", message: "is required")])
    let after = KubeObject(["status": StatusCalculator.invalid(error, of: object, now: now)])
    #expect(after.conditions.count == 3)
  }

  @Test("children that are there are listed, those in trouble with the reason")
  func children() throws {
    var cluster = try TestCluster()
    cluster.change(.services) { $0.live = nil }
    cluster.change(.cronJobs) {
      $0.problem = .failed(.invalid(KubeClient.Status(code: 422, message: "bad cron")))
    }
    let children = status(cluster)["status", "children"]?.items ?? []
    #expect(
      children.contains { $0["kind"] == "Deployment" && $0["name"] == "shop-web" && $0["ready"] == true })
    #expect(!children.contains { $0["kind"] == "Service" })
    let cronJob = children.first { $0["kind"] == "CronJob" }
    #expect(cronJob?["ready"] == false)
    #expect(cronJob?["message"]?.string?.contains("bad cron") == true)
  }

  @Test("pools and processes of any name have components of different names")
  func componentNames() throws {
    let cluster = try TestCluster(
      "{image: shop:1, workers: [{name: web}, {name: scheduler}], processes: [{name: reverb, command: [php]}]}"
    )
    let names = (status(cluster)["status", "components"]?.items ?? []).compactMap { $0["name"]?.string }
    #expect(names.count == 5)
    #expect(Set(names).count == 5)
  }

  @Test("messages are bounded, however long the server's are")
  func bounded() throws {
    var cluster = try TestCluster()
    let long = KubeClient.Status(code: 422, message: String(repeating: "x", count: 100_000))
    cluster.change(.deployments) { $0.problem = .failed(.invalid(long)) }
    #expect(status(cluster).json.serialized.count < 10_000)
  }
}
