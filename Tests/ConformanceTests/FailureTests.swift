import DevCluster
import KubeClient
import Reconcilers
import Testing

extension Conformance {
  @Suite("What goes wrong with pods shows in the conditions, and heals")
  struct FailureTests {
    /// A failure, and what the conditions must say of it.
    struct Case: CustomTestStringConvertible, Sendable {
      let failure: PodFailure
      let reason: String
      let message: String
      var isFault = true

      var testDescription: String { "\(failure)" }
    }

    static let cases = [
      Case(failure: .imagePull, reason: "ImagePullFailed", message: "registry.example.com/shop:1"),
      Case(failure: .crash(exitCode: 255), reason: "CrashLoopBackOff", message: "a fatal PHP error"),
      Case(failure: .crash(exitCode: 127), reason: "CrashLoopBackOff", message: "exit code 127"),
      Case(failure: .neverReady, reason: "ReadinessFailing", message: "GET /up", isFault: false),
      Case(failure: .unschedulable, reason: "Unschedulable", message: "no node can take a pod"),
    ]

    @Test("a failure of the web pods has a reason and a next step, and its end ends them", arguments: cases)
    func pods(row: Case) async throws {
      try await OperatorCluster.run { operated in
        operated.failures.set(row.failure, for: FailurePlan.Selector(labels: [AppLabels.app: "shop"]))
        let app = try await operated.user.apply(app: "shop", spec: ["scheduler": ["mode": "None"]])
        let ready = try await operated.user.wait(app, .false, reason: row.reason)
        #expect(ready.message.contains(row.message), "\(ready.message)")
        let web = try await operated.user.wait(app, for: "WebAvailable", .false, reason: row.reason)
        #expect(web.message.contains(row.message), "\(web.message)")
        if row.isFault { try await operated.user.wait(app, for: "Degraded", .true, reason: row.reason) }
        operated.failures.clear()
        try await operated.user.wait(app)
        try await operated.user.wait(app, for: "Degraded", .false)
        try await operated.user.waitUntilSettled(app)
      }
    }

    @Test("a worker that crashes degrades the app by its pool's name")
    func worker() async throws {
      try await OperatorCluster.run { operated in
        let selector = FailurePlan.Selector(labels: [AppLabels.pool: "mail"])
        operated.failures.set(.crash(exitCode: 12), for: selector)
        let app = try await operated.user.apply(app: "shop", spec: ["workers": [["name": "mail"]]])
        let degraded = try await operated.user.wait(app, for: "Degraded", .true, reason: "CrashLoopBackOff")
        #expect(degraded.message.contains("shop-worker-mail"), "\(degraded.message)")
        #expect(degraded.message.contains("raise the pool's memory"), "\(degraded.message)")
        try await operated.user.wait(app, for: "WebAvailable")
        operated.failures.clear()
        try await operated.user.wait(app)
        try await operated.user.wait(app, for: "Degraded", .false)
      }
    }

    @Test("a Secret that envFrom names and nobody has made is named, and making it heals the app")
    func missingSecret() async throws {
      try await OperatorCluster.run { operated in
        let app = try await operated.user.apply(
          app: "shop", spec: ["envFrom": [["secretRef": ["name": "credentials"]]]])
        let ready = try await operated.user.wait(app, .false, reason: "ConfigurationMissing")
        #expect(ready.message.contains("\"credentials\""), "\(ready.message)")
        var secret = KubeObject(.secrets, name: "credentials", namespace: app.namespace)
        secret["stringData"] = ["DB_PASSWORD": "secret"]
        try await operated.user.apply(secret)
        try await operated.user.wait(app)
      }
    }
  }
}
