import ClusterTesting
import Foundation
import KubeClient
import Reconcilers
import Testing

extension Conformance {
  @Suite(
    "The operator with the rights of its ClusterRole",
    .enabled(if: RealAPIServer.canBeStarted, "\(RealAPIServer.absenceOfPrograms)"),
    .enabled(if: Kubectl.isAvailable, "\(Kubectl.absence)"))
  struct LeastPrivilegeTests {
    @Test("all that an app needs is made, changed and removed without one refusal")
    func suffices() async throws {
      let live = try await LiveCluster.connect()
      let role = try Self.clusterRole()
      try await Self.withAccount("laravel-operator", role, live) { kubeconfig in
        try await live.running(kubeconfig: kubeconfig) { running in
          let namespace = LiveCluster.uniqueNamespace()
          let user = live.user
          let file = "deploy/examples/shop.yaml"
          let app = try #require(try await user.apply(file: file, namespace: namespace).first).key
          try await user.wait(until: "all children are there") {
            try await user.children(of: app) == ExampleTests.shop
          }
          try await running.waitUntilQuiet()
          // An autoscaler, and another kind of scheduler: what was there of it is removed.
          try await user.change(
            app,
            spec: [
              "web": ["autoscaling": ["minReplicas": 2, "maxReplicas": 4]],
              "scheduler": ["mode": "Daemon", "timeZone": .null, "timeout": .null],
            ])
          try await user.wait(until: "the CronJob is gone and the autoscaler there") {
            let children = try await user.children(of: app)
            return children.contains("HorizontalPodAutoscaler/shop-web")
              && !children.contains("CronJob/shop-scheduler")
          }
          // Then as little as there can be, so that each kind that is ever removed has been.
          try await user.change(
            app,
            spec: [
              "web": ["autoscaling": .null, "replicas": 1], "scheduler": ["mode": "None"], "workers": [],
              "processes": [], "hosts": [], "ingress": .null,
            ])
          let rest: Set<String> = [
            "Secret/shop-env", "PersistentVolumeClaim/shop-storage", "Service/shop", "Deployment/shop-web",
          ]
          try await user.wait(until: "only the rest is left") { try await user.children(of: app) == rest }
          // Events: of an app that will not heal by itself.
          _ = try await user.applyForeignService("blog", namespace: namespace)
          let blog = try await user.apply(app: "blog", namespace: namespace)
          try await user.wait(blog, for: "WebAvailable", .false, reason: "OwnershipConflict")
          try await user.wait(until: "an Event is written") {
            try await !user.client.listAll(.events, namespace: namespace).items.isEmpty
          }
          try await running.waitUntilQuiet()
          #expect(try await running.requests(code: 403) == 0)
          #expect(try await running.requests(code: 401) == 0)
          #expect(try await running.requests(code: 200) > 0, "the requests are counted")
          let status = try await user.client.get(LaravelApp.resourceType, app)
          #expect(!status.conditions.contains { $0.reason == "Forbidden" }, "\(status.conditions)")
          try await live.deleteApps(in: namespace)
        }
      }
    }

    @Test("a verb that is missing is noticed: in the count of refusals, and in Ready")
    func missingVerb() async throws {
      let live = try await LiveCluster.connect()
      var role = try Self.clusterRole()
      role["metadata", "name"] = "without-services"
      let rules = (role["rules"]?.items ?? []).map { rule -> JSONValue in
        guard rule["resources"] == ["services"] else { return rule }
        var rule = rule
        rule["verbs"] = ["get", "list", "watch"]
        return rule
      }
      role["rules"] = .array(rules)
      try await Self.withAccount("without-services", role, live) { kubeconfig in
        try await live.running(kubeconfig: kubeconfig) { running in
          let namespace = try await live.makeNamespace()
          let app = try await live.user.apply(app: "shop", namespace: namespace)
          let web = try await live.user.wait(app, for: "WebAvailable", .false, reason: "Forbidden")
          #expect(web.message.contains("Service shop"), "\(web.message)")
          #expect(web.message.contains("cannot patch resource \"services\""), "\(web.message)")
          let ready = try await live.user.wait(app, .false)
          #expect(ready.message.contains("Service shop"), "\(ready.message)")
          #expect(try await running.requests(code: 403) > 0)
          let children = try await live.user.children(of: app)
          #expect(children.contains("Deployment/shop-web"), "its siblings are made")
          try await live.deleteApps(in: namespace)
        }
      }
    }

    private static func clusterRole() throws -> KubeObject {
      KubeObject(try #require(AppTable.documents("deploy/operator/cluster-role.yaml").first))
    }

    /// Makes a ServiceAccount with that role and nothing else, and a kubeconfig with a token of it.
    private static func withAccount(
      _ name: String, _ role: KubeObject, _ live: LiveCluster, _ body: (String) async throws -> Void
    ) async throws {
      let namespace = "laravel-system"
      try await live.user.apply(file: "deploy/operator/namespace.yaml")
      try await live.user.apply(KubeObject(.serviceAccounts, name: name, namespace: namespace))
      try await live.user.apply(role)
      var binding = KubeObject(
        try #require(AppTable.documents("deploy/operator/cluster-role-binding.yaml").first))
      binding["metadata", "name"] = JSONValue(name)
      binding["roleRef", "name"] = JSONValue(role.metadata.name)
      binding["subjects"] = [
        ["kind": "ServiceAccount", "name": JSONValue(name), "namespace": JSONValue(namespace)]
      ]
      try await live.user.apply(binding)
      let token = try await live.kubectl.run("create", "token", name, "-n", namespace)
      try #require(token.exitCode == 0, "\(token.errors)")
      // The authorizer learns of a new binding a moment later.
      try await live.user.wait(until: "the role is in force") {
        let account = "--as=system:serviceaccount:\(namespace):\(name)"
        return try await live.kubectl.run("auth", "can-i", "list", "deployments.apps", "-A", account).exitCode
          == 0
      }
      let path = FileManager.default.temporaryDirectory.appending(path: "kubeconfig-\(UUID().uuidString)")
        .path()
      defer { try? FileManager.default.removeItem(atPath: path) }
      var config = try #require(
        try JSONValue.documents(yaml: String(contentsOfFile: live.kubeconfig, encoding: .utf8)).first)
      let user = config["users"]?[0]?["name"] ?? ""
      let secret = token.output.trimmingCharacters(in: .whitespacesAndNewlines)
      config["users"] = [["name": user, "user": ["token": JSONValue(secret)]]]
      // JSON is YAML.
      try config.description.write(toFile: path, atomically: true, encoding: .utf8)
      try await body(path)
    }
  }
}
