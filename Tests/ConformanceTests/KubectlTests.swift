import ClusterTesting
import DevCluster
import Foundation
import KubeClient
import Reconcilers
import Testing

extension Conformance {
  @Suite(
    "A LaravelApp under kubectl, as its users have it",
    .enabled(if: Kubectl.isAvailable, "\(Kubectl.absence)"))
  struct KubectlTests {
    private static let example = AppTable.root.appending(path: "deploy/examples/shop.yaml").path()
    private static let namespace = "shop-production"

    /// Runs a test on a cluster with its kubectl.
    private static func run(_ body: (OperatorCluster, Kubectl) async throws -> Void) async throws {
      try await OperatorCluster.run { operated in
        try await body(operated, Kubectl(kubeconfig: operated.kubeconfig))
      }
    }

    /// Applies the example and waits as its users do.
    private static func applyExample(_ kubectl: Kubectl) async throws {
      let applied = try await kubectl.run("apply", "-f", example)
      try #require(applied.exitCode == 0, "\(applied.errors)")
      let waited = try await kubectl.run(
        "wait", "--for=condition=Ready", "laravelapp/shop", "-n", namespace, "--timeout=60s")
      try #require(waited.exitCode == 0, "\(waited.errors)")
      #expect(waited.output == "laravelapp.laravel-operator.dev/shop condition met\n")
    }

    @Test("applies on either side, and again without a change", arguments: [[], ["--server-side"]])
    func apply(flags: [String]) async throws {
      try await Self.run { operated, kubectl in
        let first = try await kubectl.run(["apply", "-f", Self.example] + flags)
        #expect(first.exitCode == 0, "\(first.errors)")
        let word = flags.isEmpty ? "created" : "serverside-applied"
        #expect(first.output.contains("laravelapp.laravel-operator.dev/shop \(word)"), "\(first.output)")
        let app = NamespacedName(namespace: Self.namespace, name: "shop")
        try await operated.user.wait(app)
        let before = try await operated.user.client.get(LaravelApp.resourceType, app)
        let again = try await kubectl.run(["apply", "-f", Self.example] + flags)
        #expect(again.exitCode == 0, "\(again.errors)")
        let after = try await operated.user.client.get(LaravelApp.resourceType, app)
        #expect(after.metadata.generation == before.metadata.generation)
      }
    }

    @Test("get shows the columns of the CRD")
    func get() async throws {
      try await Self.run { _, kubectl in
        try await Self.applyExample(kubectl)
        let table = try await kubectl.run("get", "laravelapps", "-n", Self.namespace).output
        let lines = table.split(separator: "\n")
        #expect(
          lines.first?.split(separator: " ").map(String.init) == [
            "NAME", "READY", "IMAGE", "WEB", "WORKERS", "URL", "AGE",
          ])
        let row = try #require(lines.dropFirst().first).split(separator: " ").map(String.init)
        #expect(row.prefix(4) == ["shop", "True", "registry.example.com/shop:1.4.2", "2/2"])
        #expect(row.contains("https://shop.example.com"))
        let wide = try await kubectl.run("get", "laravelapps", "-n", Self.namespace, "-o", "wide").output
        #expect(wide.contains("REASON"))
        let yaml = try await kubectl.run("get", "laravelapp", "shop", "-n", Self.namespace, "-o", "yaml")
          .output
        #expect(yaml.contains("reason: Ready"))
      }
    }

    @Test("get -w shows the app on its way")
    func watch() async throws {
      try await Self.run { operated, kubectl in
        try await operated.user.apply(KubeObject(.namespaces, name: Self.namespace))
        async let watching = kubectl.run(
          "get", "laravelapps", "-n", Self.namespace, "-w", "--request-timeout=10s")
        try await operated.user.wait(until: "kubectl watches") {
          operated.cluster.requests.count(
            verb: "watch", resource: LaravelApp.resourceType.groupResource, userAgentPrefix: "kubectl") > 0
        }
        try await Self.applyExample(kubectl)
        let rows = try await watching.output.split(separator: "\n").filter { $0.hasPrefix("shop ") }
        #expect(rows.contains { $0.contains(" False ") }, "\(rows)")
        #expect(rows.contains { $0.contains(" True ") && $0.contains("2/2") }, "\(rows)")
      }
    }

    @Test("describe shows the conditions and the Events")
    func describe() async throws {
      try await Self.run { operated, kubectl in
        try await Self.applyExample(kubectl)
        try await operated.user.wait(until: "describe shows the Event") {
          let text = try await kubectl.run("describe", "laravelapp", "shop", "-n", Self.namespace).output
          let events = text.components(separatedBy: "\nEvents:").last ?? ""
          return text.contains("Type:") && text.contains("SchedulerReady") && events.contains("Ready")
            && events.contains("All parts of the app are ready")
        }
      }
    }

    @Test("scale changes spec.web.replicas, and the pods follow")
    func scale() async throws {
      try await Self.run { operated, kubectl in
        try await Self.applyExample(kubectl)
        let scaled = try await kubectl.run(
          "scale", "laravelapp/shop", "--replicas=3", "-n", Self.namespace)
        #expect(scaled.exitCode == 0, "\(scaled.errors)")
        #expect(scaled.output == "laravelapp.laravel-operator.dev/shop scaled\n")
        let app = NamespacedName(namespace: Self.namespace, name: "shop")
        #expect(
          try await operated.user.client.get(LaravelApp.resourceType, app).spec["web", "replicas"] == 3)
        try await operated.user.wait(until: "three web pods are ready") {
          operated.readyPods(of: app).count == 3
        }
      }
    }

    @Test("patch changes the image, and the rollout is seen to its end")
    func patch() async throws {
      try await Self.run { operated, kubectl in
        try await Self.applyExample(kubectl)
        let patched = try await kubectl.run(
          "patch", "laravelapp", "shop", "-n", Self.namespace, "--type=merge",
          "-p", #"{"spec":{"image":"registry.example.com/shop:1.5.0"}}"#)
        #expect(patched.exitCode == 0, "\(patched.errors)")
        let waited = try await kubectl.run(
          "wait", "--for=jsonpath={.status.image}=registry.example.com/shop:1.5.0", "laravelapp/shop",
          "-n", Self.namespace, "--timeout=60s")
        #expect(waited.exitCode == 0, "\(waited.errors)")
      }
    }

    @Test("explain says what a field is for")
    func explain() async throws {
      try await Self.run { _, kubectl in
        let web = try await kubectl.run("explain", "laravelapp.spec.web")
        #expect(web.exitCode == 0, "\(web.errors)")
        #expect(web.output.contains("replicas"), "\(web.output)")
        #expect(web.output.contains("DESCRIPTION:"), "\(web.output)")
        let unknown = try await kubectl.run("explain", "laravelapp.spec.wbe")
        #expect(unknown.exitCode != 0)
      }
    }

    @Test("logs prints what the web pods say")
    func logs() async throws {
      try await Self.run { operated, kubectl in
        try await Self.applyExample(kubectl)
        let logs = try await kubectl.run("logs", "deployment/shop-web", "-n", Self.namespace)
        #expect(logs.exitCode == 0, "\(logs.errors)")
        #expect(logs.output.contains("Server running on"), "\(logs.output)")
        let worker = try await kubectl.run("logs", "deployment/shop-worker-reports", "-n", Self.namespace)
        #expect(worker.output.contains("[reports] queue"), "\(worker.output)")
      }
    }

    @Test("a mistyped field is refused before anything is stored")
    func mistyped() async throws {
      try await Self.run { _, kubectl in
        let text = """
          apiVersion: laravel-operator.dev/v1alpha1
          kind: LaravelApp
          metadata: {name: shop}
          spec: {image: shop, web: {replcias: 2}}
          """
        let refused = try await kubectl.run("apply", "-f", "-", input: text)
        #expect(refused.exitCode == 1)
        #expect(refused.errors.contains("unknown field \"spec.web.replcias\""), "\(refused.errors)")
      }
    }

    @Test("delete ends the app and its pods")
    func delete() async throws {
      try await Self.run { operated, kubectl in
        try await Self.applyExample(kubectl)
        let deleted = try await kubectl.run(
          "delete", "laravelapp", "shop", "-n", Self.namespace, "--timeout=30s")
        #expect(deleted.exitCode == 0, "\(deleted.errors)")
        let app = NamespacedName(namespace: Self.namespace, name: "shop")
        try await operated.user.wait(until: "the pods are gone") { operated.pods(of: app).isEmpty }
      }
    }
  }
}
