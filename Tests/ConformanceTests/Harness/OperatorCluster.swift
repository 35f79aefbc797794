import DevCluster
import Foundation
import KubeClient
import Logging
import OperatorRuntime
import Reconcilers

/// An embedded cluster with simulators, the CRDs and the operator at work on it, all in this process.
struct OperatorCluster: Sendable {
  let cluster: DevCluster
  /// What is to go wrong with pods.
  let failures: FailurePlan
  /// The operator that works on it.
  let process: OperatorProcess
  /// Whoever uses the cluster.
  let user: ClusterUser
  /// The path of the administrator's kubeconfig.
  let kubeconfig: String

  /// Runs a test on a cluster of its own, which ends with it.
  /// - Parameters:
  ///   - runsOperator: without, there is only the cluster with the CRDs.
  ///   - body: the test.
  static func run(
    runsOperator: Bool = true, _ body: (OperatorCluster) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "conformance-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var timing = SimulatorTiming()
    // A pod that recovers is tried again soon.
    timing.restartBackoff = 0.3
    timing.restartBackoffLimit = 1
    let failures = FailurePlan()
    var options = DevCluster.Options()
    options.simulators = [SimulatorRunner(timing: timing, failures: failures)]
    let cluster = try DevCluster(options)
    try await cluster.start()
    let kubeconfig = folder.appending(path: "kubeconfig").path()
    let transport = CurlTransport()
    let result: Result<Void, any Error>
    do {
      try cluster.writeKubeconfig(to: kubeconfig)
      let configuration = try ClientConfiguration.load(kubeconfig: kubeconfig)
      let user = ClusterUser(client: APIClient(configuration, transport: transport, userAgent: "tests"))
      try await user.applyCRDs()
      let process = OperatorProcess(configuration, logger: .silent)
      let operated = OperatorCluster(
        cluster: cluster, failures: failures, process: process, user: user, kubeconfig: kubeconfig)
      if runsOperator {
        try await process.running { try await body(operated) }
      } else {
        try await body(operated)
      }
      result = .success(())
    } catch {
      result = .failure(error)
    }
    // The server waits for its clients to close idle connections.
    await transport.shutdown()
    await cluster.stop()
    try result.get()
  }

  /// How many requests the cluster has seen from operators that could have changed something.
  var observedWrites: Int { cluster.requests.writeCount(userAgentPrefix: "laravel-operator") }

  /// The live pods of an app's component that are ready.
  func readyPods(of app: NamespacedName, component: String = "web") -> [KubeObject] {
    pods(of: app, component: component).filter { $0.condition("Ready")?.value == .true }
  }

  /// The pods of an app's component that are not on their way out.
  func pods(of app: NamespacedName, component: String = "web") -> [KubeObject] {
    let labels = [AppLabels.app: app.name, AppLabels.component: component]
    return cluster.store.list(.pods, namespace: app.namespace, labels: labels)
      .filter { !$0.metadata.isBeingDeleted }
  }
}

extension OperatorProcess {
  /// Runs the operator while `body` runs; then ends it and waits for its end.
  func running(_ body: () async throws -> Void) async throws {
    let running = Task { try await self.run() }
    do {
      try await body()
    } catch {
      running.cancel()
      _ = await running.result
      throw error
    }
    running.cancel()
    // A cancelled run may end with the cancellation; one that has failed before has made the test fail already.
    _ = await running.result
  }
}

extension Logger {
  /// What the operator says is not what these tests look at; `OPERATOR_LOG=1` shows it.
  static var silent: Logger {
    guard ProcessInfo.processInfo.environment["OPERATOR_LOG"] == "1" else {
      return Logger(label: "laravel-operator") { _ in SwiftLogNoOpLogHandler() }
    }
    return Logger(label: "laravel-operator") { StructuredLogHandler(label: $0, format: .text, level: .debug) }
  }
}
