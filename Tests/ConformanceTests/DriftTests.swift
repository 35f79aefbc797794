import DevCluster
import KubeClient
import Reconcilers
import Testing

extension Conformance {
  @Suite("What is changed by hand is put right")
  struct DriftTests {
    /// A second is what is asked for; a machine that builds something else meanwhile is slower.
    static let limit = Duration.seconds(5)

    @Test(
      "a child that is deleted comes back",
      arguments: [
        (ResourceType.services, "shop"), (.deployments, "shop-web"), (.cronJobs, "shop-scheduler"),
        (.ingresses, "shop"), (.podDisruptionBudgets, "shop-web"),
      ])
    func deleted(type: ResourceType, name: String) async throws {
      try await OperatorCluster.run { operated in
        let app = try await operated.user.apply(app: "shop")
        try await operated.user.wait(app)
        try await operated.user.waitUntilSettled(app)
        let key = NamespacedName(namespace: app.namespace, name: name)
        let old = try await operated.user.client.get(type, key)
        try await operated.user.client.delete(type, key)
        let time = try await operated.user.wait(until: "\(type) \(name) is back") {
          let live = operated.cluster.store.get(type, namespace: key.namespace, name: key.name)
          return live.map { $0.metadata.uid != old.metadata.uid } ?? false
        }
        Measurement.note("a deleted \(type.kind) is back after", time)
        #expect(time < Self.limit)
        try await operated.user.wait(app)
      }
    }

    @Test("a Deployment that is scaled or given another image gets back what the spec says")
    func changed() async throws {
      try await OperatorCluster.run { operated in
        let app = try await operated.user.apply(app: "shop")
        try await operated.user.wait(app)
        try await operated.user.waitUntilSettled(app)
        let key = NamespacedName(namespace: app.namespace, name: "shop-web")
        let changes: [(what: String, patch: Patch)] = [
          ("number of replicas", .merge(["spec": ["replicas": 7]])),
          (
            "image",
            .json([.replace(path: "/spec/template/spec/containers/0/image", value: "example.com/other:1")])
          ),
          ("label", .merge(["metadata": ["labels": [AppLabels.component: .null]]])),
        ]
        let wanted = try await operated.user.client.get(.deployments, key)
        for (what, patch) in changes {
          try await operated.user.client.patch(.deployments, key, patch)
          let time = try await operated.user.wait(until: "the \(what) is put right") {
            let live = operated.cluster.store.get(.deployments, namespace: key.namespace, name: key.name)
            return live?.spec == wanted.spec && live?.metadata.labels == wanted.metadata.labels
          }
          Measurement.note("a changed \(what) is put right after", time)
          #expect(time < Self.limit, "\(what)")
        }
      }
    }
  }
}
