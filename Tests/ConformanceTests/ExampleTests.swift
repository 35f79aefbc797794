import ClusterTesting
import KubeClient
import Reconcilers
import Testing

extension Conformance {
  @Suite("Every example becomes Ready")
  struct ExampleTests {
    static let minimal: Set<String> = [
      "Secret/shop-env", "PersistentVolumeClaim/shop-storage", "Service/shop", "Deployment/shop-web",
      "CronJob/shop-scheduler", "PodDisruptionBudget/shop-web", "Ingress/shop",
    ]
    static let shop: Set<String> = minimal.union([
      "Deployment/shop-worker-default", "Deployment/shop-worker-reports", "Deployment/shop-reverb",
      "Service/shop-reverb", "PodDisruptionBudget/shop-worker-default",
    ])

    @Test(
      "the app is Ready with exactly the children that it should have",
      arguments: [("deploy/examples/minimal.yaml", minimal), ("deploy/examples/shop.yaml", shop)])
    func children(file: String, expected: Set<String>) async throws {
      try await OperatorCluster.run { operated in
        let start = ContinuousClock.now
        let app = try #require(try await operated.user.apply(file: file).first)
        try await operated.user.wait(app.key)
        Measurement.note("\(file) is Ready after", ContinuousClock.now - start)
        try await operated.user.waitUntilSettled(app.key)
        #expect(try await operated.user.children(of: app.key) == expected)
        let settled = try await operated.user.client.get(LaravelApp.resourceType, app.key)
        let named = (settled.status["children"]?.items ?? []).compactMap { child in
          child["kind"]?.string.flatMap { kind in child["name"]?.string.map { "\(kind)/\($0)" } }
        }
        #expect(Set(named) == expected, "the status names the children")
        #expect(settled.condition("Degraded")?.value == .false)
        #expect(settled.status["image"]?.string == "registry.example.com/shop:1.4.2")
      }
    }

    @Test("five apps of different kinds become Ready side by side")
    func fiveApps() async throws {
      try await OperatorCluster.run { operated in
        var apps: [KubeObject] = []
        for file in AppTable.files(in: "deploy/examples/five-apps") where !file.contains("kustomization") {
          apps += try await operated.user.apply(file: file)
        }
        #expect(apps.count == 5)
        for app in apps {
          try await operated.user.wait(app.key)
          try await operated.user.waitUntilSettled(app.key)
          let expected = try AppRendering.children(of: app).map { "\($0.kind)/\($0.metadata.name)" }
          #expect(try await operated.user.children(of: app.key) == Set(expected))
        }
      }
    }

    @Test("the app's Events tell that it has become Ready")
    func events() async throws {
      try await OperatorCluster.run { operated in
        let app = try await operated.user.apply(app: "shop")
        try await operated.user.wait(app)
        try await operated.user.wait(until: "an Event that the app is ready") {
          let events = try await operated.user.client.listAll(.events, namespace: app.namespace).items
          return events.contains {
            $0["regarding", "name"]?.string == app.name && $0["reason"]?.string == "Ready"
          }
        }
      }
    }
  }
}
