import Foundation
import KubeClient
import Testing

@testable import Reconcilers

@Suite("LaravelAppReconciler")
struct LaravelAppReconcilerTests {
  let cluster = FakeCluster()
  let key = NamespacedName(namespace: "shop-production", name: "shop")
  let reconciler: LaravelAppReconciler

  init() {
    reconciler = LaravelAppReconciler(
      cache: cluster, writer: cluster, events: NoEvents(), now: { Date(timeIntervalSince1970: 0) },
      generateKey: { "base64:generated" })
  }

  private func putApp(_ spec: JSONValue = [:], uid: String = "app-uid") {
    var app = KubeObject(LaravelApp.resourceType, name: key.name, namespace: key.namespace)
    app["spec"] = spec
    app["spec", "image"] = app["spec", "image"] ?? "registry.example.com/shop:1"
    app["spec", "hosts"] = app["spec", "hosts"] ?? ["shop.example.com"]
    app["metadata", "uid"] = JSONValue(uid)
    app["metadata", "generation"] = 1
    cluster.put(LaravelApp.resourceType, app)
  }

  private func secretKey() -> JSONValue? {
    cluster.live(.secrets, NamespacedName(namespace: key.namespace, name: "shop-env"))?["data", "APP_KEY"]
  }

  private func app() -> KubeObject? { cluster.live(LaravelApp.resourceType, key) }

  @Test("makes every child once, and then writes nothing")
  func settles() async throws {
    putApp()
    let first = await reconciler.reconcile(key)
    #expect(first.result == .done)
    let kinds = Set(cluster.all.map(\.kind))
    #expect(
      kinds.isSuperset(of: [
        "Deployment", "Service", "Ingress", "CronJob", "PersistentVolumeClaim", "Secret",
        "PodDisruptionBudget",
      ]), "\(kinds)")
    // The status of the first pass is in the cache now: a second one may refine it, a third must be silent.
    _ = await reconciler.reconcile(key)
    cluster.forgetRequests()
    let settled = await reconciler.reconcile(key)
    #expect(settled.changes.isEmpty)
    #expect(cluster.requests.isEmpty, "\(cluster.requests)")
  }

  @Test("a restarted operator reads the Secret once and writes nothing")
  func restart() async {
    putApp()
    for _ in 0..<2 { _ = await reconciler.reconcile(key) }
    cluster.forgetRequests()
    let restarted = LaravelAppReconciler(
      cache: cluster, writer: cluster, events: NoEvents(), now: { Date(timeIntervalSince1970: 99) },
      generateKey: { "base64:another" })
    for _ in 0..<2 { _ = await restarted.reconcile(key) }
    #expect(cluster.requests.map(\.description) == ["get Secret shop-env"])
  }

  @Test("puts drift right, naming the path")
  func drift() async {
    putApp()
    for _ in 0..<2 { _ = await reconciler.reconcile(key) }
    let web = NamespacedName(namespace: key.namespace, name: "shop-web")
    cluster.edit(.deployments, web) { $0["spec", "replicas"] = 7 }
    let outcome = await reconciler.reconcile(key)
    #expect(cluster.live(.deployments, web)?["spec", "replicas"]?.int == 2)
    #expect(
      outcome.changes.contains { $0.contains("shop-web") && $0.contains("replicas") }, "\(outcome.changes)")
  }

  @Test("makes a deleted child again")
  func deletedChild() async {
    putApp()
    _ = await reconciler.reconcile(key)
    cluster.remove(.services, key)
    _ = await reconciler.reconcile(key)
    #expect(cluster.live(.services, key) != nil)
  }

  @Test("never replaces an APP_KEY that exists, whoever made the Secret")
  func appKeyStays() async {
    var secret = KubeObject(.secrets, name: "shop-env", namespace: key.namespace)
    secret["data"] = ["APP_KEY": "YmFzZTY0Om9sZA=="]
    cluster.put(.secrets, secret)
    cluster.hide(.secrets, secret.key)
    putApp()
    _ = await reconciler.reconcile(key)
    #expect(secretKey() == "YmFzZTY0Om9sZA==")
  }

  @Test("an app of the same name finds its Secret and volume again")
  func recreated() async {
    putApp()
    _ = await reconciler.reconcile(key)
    let before = secretKey()
    for object in cluster.all where object.metadata.controller != nil || object.kind == "LaravelApp" {
      if let type = (ChildSet.managedTypes + [LaravelApp.resourceType]).first(where: {
        $0.kind == object.kind
      }) {
        cluster.remove(type, object.key)
      }
    }
    #expect(Set(cluster.all.map(\.kind)) == ["Secret", "PersistentVolumeClaim"])
    putApp(uid: "app-uid-2")
    let outcome = await reconciler.reconcile(key)
    #expect(outcome.result == .done)
    #expect(secretKey() == before && before != nil)
  }

  @Test("with reclaimPolicy Delete the app owns Secret and volume, with Retain it gives them up")
  func reclaimPolicy() async {
    let claim = NamespacedName(namespace: key.namespace, name: "shop-storage")
    putApp(["reclaimPolicy": "Delete"])
    _ = await reconciler.reconcile(key)
    #expect(cluster.live(.persistentVolumeClaims, claim)?.metadata.controller?.uid == "app-uid")
    putApp(["reclaimPolicy": "Retain"])
    _ = await reconciler.reconcile(key)
    #expect(cluster.live(.persistentVolumeClaims, claim)?.metadata.controller == nil)
  }

  @Test("never touches an object that another controller manages")
  func ownershipConflict() async {
    var service = KubeObject(.services, name: "shop", namespace: key.namespace)
    service.metadata.ownerReferences = [
      OwnerReference(apiVersion: "v1", kind: "Other", name: "other", uid: "other-uid")
    ]
    let before = cluster.put(.services, service)
    cluster.hide(.services, service.key)
    putApp()
    let outcome = await reconciler.reconcile(key)
    #expect(cluster.live(.services, key) == before)
    #expect(cluster.live(.deployments, NamespacedName(namespace: key.namespace, name: "shop-web")) != nil)
    let ready = app()?.condition("Ready")
    #expect(ready?.value == .false)
    #expect(app()?.conditions.contains { $0.reason == "OwnershipConflict" } == true)
    // Nobody tells when the object is gone.
    #expect(outcome.result == .requeue(after: LaravelAppReconciler.conflictInterval))
  }

  @Test("waits for what an earlier app of the name left to the garbage collector")
  func waitsForRemoval() async {
    var service = KubeObject(.services, name: "shop", namespace: key.namespace)
    service.metadata.ownerReferences = [
      OwnerReference(
        apiVersion: LaravelApp.resourceType.apiVersion, kind: "LaravelApp", name: "shop", uid: "old-uid")
    ]
    let before = cluster.put(.services, service)
    putApp()
    let outcome = await reconciler.reconcile(key)
    #expect(cluster.live(.services, key) == before)
    #expect(outcome.result == .requeue(after: LaravelAppReconciler.removalInterval))
  }

  @Test("a child that fails does not stop its siblings, and the outcome says so")
  func failingChild() async {
    cluster.fail("apply", "Deployment", with: .forbidden(Status(code: 403, message: "exceeded quota: small")))
    putApp()
    let outcome = await reconciler.reconcile(key)
    #expect(cluster.live(.ingresses, key) != nil)
    guard case .failed(let message, .backoff) = outcome.result else {
      Issue.record("\(outcome.result)")
      return
    }
    #expect(message.contains("exceeded quota"))
    #expect(app()?.conditions.contains { $0.message.contains("exceeded quota") } == true)
  }

  @Test("a Secret that cannot be read leaves workloads as they are")
  func unreadableSecret() async {
    cluster.fail("get", "Secret", with: .transient(message: "connection refused"))
    putApp()
    _ = await reconciler.reconcile(key)
    #expect(!cluster.all.contains { $0.kind == "Deployment" })
    cluster.healAll()
    _ = await reconciler.reconcile(key)
    #expect(cluster.all.contains { $0.kind == "Deployment" })
  }

  @Test("deletes what the spec no longer asks for, and never what holds data")
  func prune() async {
    putApp(["processes": [["name": "reverb", "command": ["php", "artisan", "reverb:start"], "port": 8081]]])
    _ = await reconciler.reconcile(key)
    let reverb = NamespacedName(namespace: key.namespace, name: "shop-reverb")
    #expect(cluster.live(.deployments, reverb) != nil)
    putApp(["storage": ["mode": "Ephemeral"], "reclaimPolicy": "Delete", "scheduler": ["mode": "None"]])
    _ = await reconciler.reconcile(key)
    #expect(cluster.live(.deployments, reverb) == nil)
    #expect(!cluster.all.contains { $0.kind == "CronJob" })
    #expect(cluster.all.contains { $0.kind == "PersistentVolumeClaim" })
  }

  @Test("an invalid spec is said in Ready and changes nothing else")
  func invalidSpec() async {
    putApp()
    _ = await reconciler.reconcile(key)
    cluster.edit(LaravelApp.resourceType, key) { $0["spec", "hosts"] = ["https://shop.example.com"] }
    cluster.forgetRequests()
    _ = await reconciler.reconcile(key)
    let ready = app()?.condition("Ready")
    #expect(ready?.reason == "InvalidSpec")
    #expect(ready?.message.contains("spec.hosts[0]") == true, "\(ready?.message ?? "")")
    #expect(cluster.writes.map(\.verb) == ["apply/status"])
  }

  @Test("an app that is being deleted is left alone")
  func beingDeleted() async {
    putApp()
    cluster.edit(LaravelApp.resourceType, key) {
      $0["metadata", "deletionTimestamp"] = "2026-01-01T00:00:00Z"
    }
    _ = await reconciler.reconcile(key)
    #expect(cluster.requests.isEmpty)
  }
}
