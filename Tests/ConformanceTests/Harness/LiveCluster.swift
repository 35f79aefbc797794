import ClusterTesting
import Foundation
import KubeClient
import Logging
import OperatorRuntime
import Reconcilers
import Subprocess

/// A real API server with the CRDs in it, without any controllers; operators are started on it by tests.
struct LiveCluster: Sendable {
  let kubeconfig: String
  let user: ClusterUser
  let kubectl: Kubectl

  /// The server that all tests of operators share; each test uses a namespace of its own.
  static func connect() async throws -> LiveCluster {
    let kubeconfig = try await RealAPIServer.operatorKubeconfig()
    let configuration = try ClientConfiguration.load(kubeconfig: kubeconfig)
    let user = ClusterUser(client: APIClient(configuration, userAgent: "tests"))
    try await user.applyCRDs()
    return LiveCluster(kubeconfig: kubeconfig, user: user, kubectl: Kubectl(kubeconfig: kubeconfig))
  }

  /// A name that no other test has.
  static func uniqueNamespace() -> String { "conformance-\(UInt32.random(in: 0...UInt32.max))" }

  /// Makes a namespace that no other test has.
  func makeNamespace() async throws -> String {
    let name = Self.uniqueNamespace()
    try await user.apply(KubeObject(.namespaces, name: name))
    return name
  }

  /// Runs an operator on the server while `body` runs.
  /// - Parameter kubeconfig: whose rights it has; the administrator's when `nil`.
  func running(kubeconfig: String? = nil, _ body: (LiveOperator) async throws -> Void) async throws {
    let configuration = try ClientConfiguration.load(kubeconfig: kubeconfig ?? self.kubeconfig)
    var options = OperatorOptions()
    let port = try FreePort.find()
    options.metrics = BindAddress(host: "127.0.0.1", port: port)
    let process = OperatorProcess(configuration, options: options, logger: .silent)
    try await process.running {
      try await body(LiveOperator(process: process, metricsPort: port, user: user))
    }
  }

  /// Deletes all apps of a namespace: operators of later tests have nothing to do with them.
  func deleteApps(in namespace: String) async throws {
    for app in try await user.client.listAll(LaravelApp.resourceType, namespace: namespace).items {
      try await user.client.delete(LaravelApp.resourceType, app.key)
    }
  }
}

/// An operator that runs in this process, as its metrics show it.
struct LiveOperator: Sendable {
  let process: OperatorProcess
  let metricsPort: Int
  let user: ClusterUser

  /// Requests that the server has answered with that code.
  func requests(code: Int) async throws -> Int {
    try await sum(of: "rest_client_requests_total") { $0.contains("code=\"\(code)\"") }
  }

  /// Reconciles that have ended, however they did.
  func reconciles() async throws -> Int { try await sum(of: "controller_runtime_reconcile_total") }

  /// Waits until every app in the cluster has been reconciled at least once, and no reconcile has ended nor any
  /// write been sent for a second.
  func waitUntilQuiet() async throws {
    let apps = try await user.client.listAll(LaravelApp.resourceType).items.count
    try await user.wait(until: "\(apps) apps are reconciled") { try await reconciles() >= apps }
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
      let before = (try await reconciles(), process.writeCount)
      try await Task.sleep(for: .seconds(1))
      if before == (try await reconciles(), process.writeCount) { return }
    }
    throw ClusterUser.Failure(description: "the operator never came to rest")
  }

  private func sum(of metric: String, where isCounted: (Substring) -> Bool = { _ in true }) async throws
    -> Int
  {
    try await scrape().split(separator: "\n").filter { $0.hasPrefix(metric + "{") && isCounted($0) }
      .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0) { $0 + Int($1) }
  }

  /// The exposition; empty while the server does not listen yet.
  private func scrape() async throws -> String {
    try await Subprocess.run(
      .name("curl"),
      arguments: ["--silent", "--max-time", "5", "http://127.0.0.1:\(metricsPort)/metrics"],
      output: .string(limit: 4 << 20), error: .discarded
    ).standardOutput
  }
}
