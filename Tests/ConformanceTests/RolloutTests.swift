import DevCluster
import KubeClient
import Reconcilers
import Testing

extension Conformance {
  @Suite("A new image rolls the pods")
  struct RolloutTests {
    @Test("all pods get the new image, and there are never fewer ready ones than before")
    func rolls() async throws {
      try await OperatorCluster.run { operated in
        let app = try await operated.user.apply(app: "shop", spec: ["web": ["replicas": 3]])
        try await operated.user.wait(app)
        try await operated.user.waitUntilSettled(app)
        let image = "registry.example.com/shop:2"
        let watching = Task {
          var fewest = Int.max
          while !Task.isCancelled {
            fewest = min(fewest, operated.readyPods(of: app).count)
            try? await Task.sleep(for: .milliseconds(1))
          }
          return fewest
        }
        let start = ContinuousClock.now
        try await operated.user.change(app, spec: ["image": JSONValue(image)])
        try await operated.user.wait(until: "three ready pods on the new image, and no others") {
          let pods = operated.pods(of: app)
          return pods.count == 3 && operated.readyPods(of: app).count == 3
            && pods.allSatisfy { $0.spec["containers"]?[0]?["image"]?.string == image }
        }
        watching.cancel()
        #expect(await watching.value >= 3)
        try await operated.user.waitUntilSettled(app)
        Measurement.note("a rollout of 3 pods has settled after", ContinuousClock.now - start)
        try await operated.user.wait(app)
        let sets = operated.cluster.store.list(
          .replicaSets, namespace: app.namespace,
          labels: [AppLabels.app: app.name, AppLabels.component: "web"])
        #expect(sets.count == 2)
        #expect(sets.compactMap { $0.spec["replicas"]?.int }.sorted() == [0, 3])
        let object = try await operated.user.client.get(LaravelApp.resourceType, app)
        #expect(object.status["image"]?.string == image)
      }
    }

    @Test("an image that cannot be pulled leaves the old pods serving, until it is put right")
    func badImage() async throws {
      try await OperatorCluster.run { operated in
        let app = try await operated.user.apply(app: "shop")
        try await operated.user.wait(app)
        try await operated.user.waitUntilSettled(app)
        try await operated.user.change(app, spec: ["image": "registry.example.com/shop:bad-pull"])
        let degraded = try await operated.user.wait(app, for: "Degraded", .true, reason: "ImagePullFailed")
        #expect(degraded.message.contains("registry.example.com/shop:bad-pull"))
        try await operated.user.wait(app)
        #expect(operated.readyPods(of: app).count == 2)
        try await operated.user.change(app, spec: ["image": "registry.example.com/shop:3"])
        try await operated.user.wait(app, for: "Degraded", .false)
        try await operated.user.waitUntilSettled(app)
      }
    }
  }
}
