import ClusterTesting
import Foundation
import KubeClient
import OperatorRuntime
import Reconcilers
import Testing

extension Conformance {
  @Suite(
    "The operator on a real API server",
    .enabled(if: RealAPIServer.canBeStarted, "\(RealAPIServer.absenceOfPrograms)"))
  struct LiveOperatorTests {
    @Test(
      "every child of an example is created",
      arguments: [
        ("deploy/examples/minimal.yaml", ExampleTests.minimal),
        ("deploy/examples/shop.yaml", ExampleTests.shop),
      ])
    func creates(file: String, expected: Set<String>) async throws {
      let live = try await LiveCluster.connect()
      let namespace = LiveCluster.uniqueNamespace()
      let app = try #require(try await live.user.apply(file: file, namespace: namespace).first)
      try await live.running { running in
        try await live.user.wait(until: "all children are there") {
          try await live.user.children(of: app.key) == expected
        }
        try await running.waitUntilQuiet()
        // No controllers: nothing can be ready, and the status says so.
        let ready = try await live.user.wait(app.key, .false)
        #expect(ready.reason != "InvalidSpec")
        try await live.deleteApps(in: namespace)
      }
    }

    @Test("an operator that is started later finds everything as it should be and writes nothing")
    func restart() async throws {
      let live = try await LiveCluster.connect()
      let namespace = LiveCluster.uniqueNamespace()
      let file = "deploy/examples/shop.yaml"
      let app = try #require(try await live.user.apply(file: file, namespace: namespace).first)
      try await live.running { first in
        try await live.user.wait(until: "all children are there") {
          try await live.user.children(of: app.key) == ExampleTests.shop
        }
        try await first.waitUntilQuiet()
        #expect(first.process.writeCount > 0)
      }
      try await live.running { second in
        try await second.waitUntilQuiet()
        #expect(second.process.writeCount == 0)
        try await live.deleteApps(in: namespace)
      }
    }

    @Test("a Deployment that is scaled and a Service that is deleted by hand are put right")
    func drift() async throws {
      let live = try await LiveCluster.connect()
      let namespace = try await live.makeNamespace()
      try await live.running { running in
        let user = live.user
        let app = try await user.apply(app: "shop", namespace: namespace)
        let service = NamespacedName(namespace: namespace, name: "shop")
        let web = NamespacedName(namespace: namespace, name: "shop-web")
        try await user.wait(until: "the children are there") {
          try await user.children(of: app).isSuperset(of: ["Service/shop", "Deployment/shop-web"])
        }
        try await running.waitUntilQuiet()
        try await user.client.patch(.deployments, web, .merge(["spec": ["replicas": 7]]))
        let scaled = try await user.wait(until: "the Deployment has its two replicas again") {
          try await user.client.get(.deployments, web).spec["replicas"] == 2
        }
        Measurement.note("on a real API server, a scaled Deployment is put right after", scaled)
        #expect(scaled < DriftTests.limit)
        try await user.client.delete(.services, service)
        let deleted = try await user.wait(until: "the Service is back") {
          try await user.find(.services, service) != nil
        }
        Measurement.note("on a real API server, a deleted Service is back after", deleted)
        #expect(deleted < DriftTests.limit)
        try await live.deleteApps(in: namespace)
      }
    }

    @Test(
      "kubectl apply -k of the operator's manifests is accepted",
      .enabled(if: Kubectl.isAvailable, "\(Kubectl.absence)"))
    func manifests() async throws {
      let live = try await LiveCluster.connect()
      try await live.user.apply(file: "deploy/operator/namespace.yaml")
      for folder in ["deploy/crds", "deploy/operator"] {
        let path = AppTable.root.appending(path: folder).path()
        let result = try await live.kubectl.run("apply", "-k", path, "--dry-run=server")
        #expect(result.exitCode == 0, "\(result.errors)")
      }
    }

    @Test(
      "everything that an example is rendered to is accepted",
      .enabled(if: Kubectl.isAvailable, "\(Kubectl.absence)"),
      arguments: (AppTable.files(in: "deploy/examples") + AppTable.files(in: "deploy/examples/five-apps"))
        .filter { !$0.hasSuffix("kustomization.yaml") })
    func rendered(file: String) async throws {
      let live = try await LiveCluster.connect()
      for json in AppTable.documents(file) where json["kind"] == "LaravelApp" {
        let app = KubeObject(json)
        try await live.user.apply(KubeObject(.namespaces, name: app.metadata.namespace))
        let children = try AppRendering.children(of: app)
        let result = try await live.kubectl.run(
          "apply", "--server-side", "--dry-run=server", "-f", "-", input: ManifestYAML.text(children))
        #expect(result.exitCode == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == children.count, "\(result.output)")
      }
    }
  }
}
