import DevCluster
import KubeClient
import Reconcilers
import Testing

extension Conformance {
  @Suite("Apps come, change and go")
  struct LifecycleTests {
    /// An app with one of everything that can be dropped.
    static let full: JSONValue = [
      "workers": [["name": "default"]],
      "processes": [["name": "reverb", "command": ["php", "artisan", "reverb:start"], "port": 8081]],
      "scheduler": ["mode": "CronJob"],
    ]

    @Test("deleting an app leaves the volume and the APP_KEY, and the app made again finds both")
    func retained() async throws {
      try await OperatorCluster.run { operated in
        let user = operated.user
        let app = try await user.apply(app: "shop")
        try await user.wait(app)
        let secret = NamespacedName(namespace: app.namespace, name: "shop-env")
        let claim = NamespacedName(namespace: app.namespace, name: "shop-storage")
        let key = EnvSecretChild.appKey(in: try await user.client.get(.secrets, secret))
        let volume = try await user.client.get(.persistentVolumeClaims, claim)
        #expect(key?.hasPrefix("base64:") == true)
        try await user.client.delete(LaravelApp.resourceType, app)
        let kept: Set<String> = ["Secret/shop-env", "PersistentVolumeClaim/shop-storage"]
        try await user.wait(until: "only what holds data is left") {
          try await user.children(of: app) == kept && operated.pods(of: app).isEmpty
        }
        try await user.apply(app: "shop")
        try await user.wait(app)
        #expect(EnvSecretChild.appKey(in: try await user.client.get(.secrets, secret)) == key)
        let found = try await user.client.get(.persistentVolumeClaims, claim)
        #expect(found.metadata.uid == volume.metadata.uid)
      }
    }

    @Test("deleting an app with reclaimPolicy Delete leaves nothing")
    func deleted() async throws {
      try await OperatorCluster.run { operated in
        let app = try await operated.user.apply(app: "shop", spec: ["reclaimPolicy": "Delete"])
        try await operated.user.wait(app)
        try await operated.user.client.delete(LaravelApp.resourceType, app)
        try await operated.user.wait(until: "nothing is left") {
          try await operated.user.children(of: app).isEmpty && operated.pods(of: app).isEmpty
        }
      }
    }

    @Test("a reclaimPolicy that is changed later counts")
    func reclaimPolicyChanges() async throws {
      try await OperatorCluster.run { operated in
        let app = try await operated.user.apply(app: "shop", spec: ["reclaimPolicy": "Delete"])
        try await operated.user.wait(app)
        try await operated.user.change(app, spec: ["reclaimPolicy": "Retain"])
        try await operated.user.wait(app)
        for (type, name) in [(ResourceType.secrets, "shop-env"), (.persistentVolumeClaims, "shop-storage")] {
          let key = NamespacedName(namespace: app.namespace, name: name)
          let object = try await operated.user.client.get(type, key)
          #expect(object.metadata.ownerReferences == [], "\(object.json)")
        }
        try await operated.user.client.delete(LaravelApp.resourceType, app)
        let kept: Set<String> = ["Secret/shop-env", "PersistentVolumeClaim/shop-storage"]
        try await operated.user.wait(until: "only what holds data is left") {
          try await operated.user.children(of: app) == kept
        }
      }
    }

    @Test("a suspended app has no pods and keeps its data, and resumes where it was")
    func suspended() async throws {
      try await OperatorCluster.run { operated in
        let user = operated.user
        let app = try await user.apply(app: "shop", spec: Self.full)
        try await user.wait(app)
        let children = try await user.children(of: app)
        try await user.change(app, spec: ["suspend": true])
        try await user.wait(app, .false, reason: "Suspended")
        try await user.wait(until: "no pod runs") {
          ["web", "worker", "process"].allSatisfy { operated.pods(of: app, component: $0).isEmpty }
        }
        let kept = try await user.children(of: app)
        #expect(kept.isSuperset(of: ["Secret/shop-env", "PersistentVolumeClaim/shop-storage"]))
        let scheduler = try await user.client.get(
          .cronJobs, NamespacedName(namespace: app.namespace, name: "shop-scheduler"))
        #expect(scheduler.spec["suspend"] == true)
        try await user.change(app, spec: ["suspend": .null])
        try await user.wait(app)
        try await user.waitUntilSettled(app)
        #expect(try await user.children(of: app) == children)
        #expect(operated.readyPods(of: app).count == 2)
      }
    }

    @Test("what the spec no longer asks for is removed, and comes back when it is asked for again")
    func dropped() async throws {
      try await OperatorCluster.run { operated in
        let user = operated.user
        let app = try await user.apply(app: "shop", spec: Self.full)
        try await user.wait(app)
        let all = try await user.children(of: app)
        #expect(
          all.isSuperset(of: [
            "Deployment/shop-worker-default", "Deployment/shop-reverb", "Service/shop-reverb",
            "CronJob/shop-scheduler", "Ingress/shop", "PodDisruptionBudget/shop-web",
          ]))
        try await user.change(
          app,
          spec: [
            "workers": [], "processes": [], "scheduler": ["mode": "None"], "hosts": [],
            "web": ["replicas": 1],
          ])
        let rest: Set<String> = [
          "Secret/shop-env", "PersistentVolumeClaim/shop-storage", "Service/shop", "Deployment/shop-web",
        ]
        try await user.wait(until: "only the rest is left") { try await user.children(of: app) == rest }
        try await user.wait(app)
        var spec = Self.full
        spec["hosts"] = ["shop.example.com"]
        spec["web"] = .null
        try await user.change(app, spec: spec)
        try await user.wait(until: "everything is back") { try await user.children(of: app) == all }
        try await user.wait(app)
      }
    }

    @Test("another controller's Service is never touched, and the condition says so until it is gone")
    func foreignService() async throws {
      try await OperatorCluster.run { operated in
        let user = operated.user
        let foreign = try await user.applyForeignService("shop", namespace: "default")
        let app = try await user.apply(app: "shop")
        let ready = try await user.wait(app, .false, reason: "OwnershipConflict")
        #expect(ready.message.contains("Service shop is managed by ConfigMap chart"))
        // Its siblings are made all the same.
        try await user.wait(until: "the web pods are ready") { operated.readyPods(of: app).count == 2 }
        let live = try await user.client.get(.services, foreign.key)
        #expect(live.metadata.resourceVersion == foreign.metadata.resourceVersion)
        try await user.client.delete(.services, foreign.key)
        // The next look at the app finds the name free; a change brings it on.
        try await user.change(app, spec: ["web": ["replicas": 1]])
        try await user.wait(app)
        #expect(try await user.client.get(.services, foreign.key).metadata.controller?.kind == "LaravelApp")
      }
    }
  }
}
