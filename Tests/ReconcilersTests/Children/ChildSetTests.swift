import KubeClient
import Testing

@testable import Reconcilers

@Suite("Children")
struct ChildSetTests {
  private func names(_ spec: String) throws -> [String] {
    ChildSet.children(of: try TestApp.app(spec), facts: TestApp.facts)
      .map(\.description).sorted()
  }

  @Test("an image alone gives web, Service, scheduler, volume and a disruption budget")
  func imageOnly() throws {
    #expect(
      try names("image: shop:1") == [
        "CronJob shop-scheduler", "Deployment shop-web", "PersistentVolumeClaim shop-storage",
        "PodDisruptionBudget shop-web", "Service shop",
      ])
  }

  @Test("hosts bring an Ingress, unless it is switched off")
  func ingress() throws {
    #expect(try names("{image: shop:1, hosts: [a.example.com]}").contains("Ingress shop"))
    #expect(
      try !names("{image: shop:1, hosts: [a.example.com], ingress: {enabled: false}}").contains(
        "Ingress shop"))
  }

  @Test("pools, processes and their Services are named after the app")
  func names() throws {
    let names = try names(
      """
      image: shop:1
      workers: [{name: default}, {name: mail}]
      processes: [{name: reverb, command: [php], port: 8081}, {name: pulse, command: [php]}]
      """)
    #expect(
      Set(names).isSuperset(of: [
        "Deployment shop-worker-default", "Deployment shop-worker-mail", "Deployment shop-reverb",
        "Service shop-reverb", "Deployment shop-pulse",
      ]))
    #expect(!names.contains("Service shop-pulse"))
  }

  @Test("an app with Redis or a database has a pool to work on its queues, [] for none")
  func defaultPool() throws {
    #expect(try names("{image: shop:1, redis: {}}").contains("Deployment shop-worker-default"))
    #expect(try !names("{image: shop:1, redis: {}, workers: []}").contains("Deployment shop-worker-default"))
  }

  @Test("only what has several pods has a disruption budget")
  func budgets() throws {
    let names = try names("{image: shop:1, web: {replicas: 1}, workers: [{name: a, replicas: 2}, {name: b}]}")
    #expect(names.filter { $0.hasPrefix("PodDisruptionBudget") } == ["PodDisruptionBudget shop-worker-a"])
  }

  @Test(
    "every child is labelled for the app, and no two workloads share a selector", arguments: GoldenFile.all)
  func labels(file: GoldenFile) throws {
    let app = try file.readApp()
    let children = TestApp.children(app)
    for child in children {
      let labels = child.object.metadata.labels
      #expect(labels["app.kubernetes.io/name"] == app.name)
      #expect(labels["laravel-operator.dev/app"] == app.name)
      #expect(labels["app.kubernetes.io/managed-by"] == "laravel-operator")
      #expect(labels["app.kubernetes.io/component"] == child.component.rawValue)
      #expect(labels["app.kubernetes.io/instance"] == nil)
    }
    let selectors = children.filter { $0.type == .deployments }.compactMap { $0.object["spec", "selector"] }
    #expect(Set(selectors).count == selectors.count)
    #expect(Set(children.map { ChildKey($0) }).count == children.count)
    #expect(children.allSatisfy { ChildSet.managedTypes.contains($0.type) })
  }

  @Test("pods carry every label of their Deployment's selector", arguments: GoldenFile.all)
  func selectors(file: GoldenFile) throws {
    for child in TestApp.children(try file.readApp()) where child.type == .deployments {
      let selector = try #require(child.object["spec", "selector", "matchLabels"]?.object)
      let labels = child.object["spec", "template", "metadata", "labels"]
      for member in selector { #expect(labels?[member.key] == member.value) }
    }
  }

  @Test("what holds data is unowned and out of Argo CD's reach, until Delete is asked for")
  func retention() throws {
    let retained = try TestApp.app("image: shop:1")
    for (type, name) in [(ResourceType.persistentVolumeClaims, "shop-storage"), (.secrets, "shop-env")] {
      let child = try TestApp.child(type, name, of: retained)
      #expect(!child.isOwned)
      #expect(
        child.object.metadata.annotations["argocd.argoproj.io/sync-options"] == "Prune=false,Delete=false")
      let deleted = try TestApp.child(
        type, name, of: try TestApp.app("{image: shop:1, reclaimPolicy: Delete}"))
      #expect(deleted.isOwned)
      #expect(deleted.object.metadata.annotations.isEmpty)
    }
    let mixed = try TestApp.app("{image: shop:1, reclaimPolicy: Delete, storage: {reclaimPolicy: Retain}}")
    #expect(try !TestApp.child(.persistentVolumeClaims, "shop-storage", of: mixed).isOwned)
    #expect(try TestApp.child(.secrets, "shop-env", of: mixed).isOwned)
  }

  @Test("what holds data is never pruned")
  func pruned() {
    #expect(!ChildSet.prunedTypes.contains(.persistentVolumeClaims))
    #expect(!ChildSet.prunedTypes.contains(.secrets))
  }

  @Test("a suspended app runs nothing, and keeps its data, Service and Ingress")
  func suspended() throws {
    let app = try TestApp.app(
      """
      image: shop:1
      hosts: [a.example.com]
      web: {autoscaling: {maxReplicas: 4}}
      workers: [{name: default, replicas: 3}]
      suspend: true
      """)
    let children = TestApp.children(app)
    for child in children where child.type == .deployments { #expect(child.object["spec", "replicas"] == 0) }
    #expect(try TestApp.child(.cronJobs, "shop-scheduler", of: app).object["spec", "suspend"] == true)
    #expect(!children.contains { $0.type == .horizontalPodAutoscalers || $0.type == .podDisruptionBudgets })
    #expect(
      Set(children.map(\.type)).isSuperset(of: [.persistentVolumeClaims, .secrets, .services, .ingresses]))
  }

  @Test("an autoscaled Deployment leaves its replicas to the autoscaler")
  func autoscaled() throws {
    let app = try TestApp.app("{image: shop:1, web: {replicas: 5, autoscaling: {maxReplicas: 3}}}")
    #expect(try TestApp.child(.deployments, "shop-web", of: app).object["spec", "replicas"] == nil)
    let autoscaler = try TestApp.child(.horizontalPodAutoscalers, "shop-web", of: app)
    #expect(autoscaler.object["spec", "minReplicas"] == 2)
    #expect(autoscaler.object["spec", "maxReplicas"] == 3)
  }

  @Test("equal input gives equal bytes, other environment rolls every pod", arguments: GoldenFile.all)
  func stable(file: GoldenFile) throws {
    let app = try file.readApp()
    let first = ChildSet.children(of: app, facts: TestApp.facts)
    #expect(
      first.map(\.object.json.serialized)
        == ChildSet.children(of: app, facts: TestApp.facts)
        .map(\.object.json.serialized))
    let rotated = ChildSet.children(of: app, facts: Facts(environmentDigest: "other"))
    for (before, after) in zip(first, rotated) {
      #expect((AppliedHash.of(before.object) != AppliedHash.of(after.object)) == before.needsEnvironment)
    }
  }
}
