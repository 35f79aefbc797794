import Foundation
import KubeClient
import Logging
import Synchronization

/// A Kubernetes cluster inside this process: an API server on a loopback port, garbage collection, and
/// simulators that play the controllers and the kubelet.
///
/// Nothing is stored on disk; stopping it forgets everything. `docs/dev-cluster.md` says what it is not.
public final class DevCluster: Sendable {
  /// What kind of cluster to start.
  public struct Options: Sendable {
    /// The loopback port; 0 takes a free one.
    public var port = 0
    /// Whether to serve HTTPS; without, everybody is administrator.
    public var usesTLS = true
    /// Users by bearer token, beside the administrator's certificate.
    public var tokens: [String: UserInfo] = [:]
    /// What plays controllers and kubelet.
    public var simulators: [any Simulator] = []
    /// Whether new namespaces get a service account `default`, as a controller would make it.
    public var createsServiceAccounts = true
    /// How many changes per kind watches can go back at least.
    public var historyLimit = ObjectStore.defaultHistoryLimit
    /// The log of the server itself.
    public var logger = Logger(label: "dev-cluster") { _ in SwiftLogNoOpLogHandler() }

    /// A cluster with TLS on a free port, without simulators.
    public init() {}
  }

  /// Why a cluster did not start.
  public struct StartError: Error, CustomStringConvertible {
    /// What went wrong.
    public let description: String
  }

  /// The objects; in-process users may read and write them directly.
  public let store: ObjectStore
  /// What containers have printed.
  public let logs: LogStore
  /// How often the API was asked for what.
  public let requests: RequestCounter

  private let options: Options
  private let server: APIServer
  private let frontend: HTTPFrontend
  private let certificates: ClusterCertificates?
  private let state = Mutex<State>(.initial)

  private enum State {
    case initial
    case running(port: Int, tasks: [Task<Void, Never>])
    case stopped
  }

  /// A cluster that does not run yet, with the namespaces that every cluster has.
  /// - Throws: when certificates cannot be made.
  public init(_ options: Options = Options()) throws {
    self.options = options
    store = ObjectStore(historyLimit: options.historyLimit)
    logs = LogStore()
    requests = RequestCounter()
    server = APIServer(store: store, logs: logs, requests: requests)
    certificates = options.usesTLS ? try ClusterCertificates() : nil
    frontend = HTTPFrontend(
      server: server,
      authenticator: Authenticator(tokens: options.tokens, trustsEveryone: !options.usesTLS),
      logger: options.logger)
    try Self.seed(store)
  }

  private static func seed(_ store: ObjectStore) throws {
    for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
      var namespace = KubeObject(
        .namespaces, name: name, labels: ["kubernetes.io/metadata.name": name])
      namespace["spec"] = ["finalizers": ["kubernetes"]]
      namespace["status"] = ["phase": "Active"]
      try store.create(.namespaces, namespace)
    }
    var service = KubeObject(
      .services, name: "kubernetes", namespace: "default",
      labels: ["component": "apiserver", "provider": "kubernetes"])
    service["spec"] = [
      "type": "ClusterIP", "clusterIP": "10.96.0.1", "clusterIPs": ["10.96.0.1"], "ipFamilies": ["IPv4"],
      "ipFamilyPolicy": "SingleStack", "internalTrafficPolicy": "Cluster", "sessionAffinity": "None",
      "ports": [["name": "https", "port": 443, "protocol": "TCP", "targetPort": 6443]],
    ]
    service["status"] = ["loadBalancer": [:]]
    try store.create(.services, service)
  }

  // MARK: Life

  /// Starts serving; returns when clients can connect.
  /// - Throws: `StartError` when the port is taken or the cluster has been started before.
  public func start() async throws {
    guard case .initial = state.withLock({ $0 }) else {
      throw StartError(description: "the cluster has been started before")
    }
    let tls = try certificates?.tls
    let (ports, bound) = AsyncThrowingStream<Int, any Error>.makeStream()
    let serving = Task { [frontend, options] in
      do {
        try await frontend.run(host: "127.0.0.1", port: options.port, tls: tls) { bound.yield($0) }
        bound.finish(throwing: StartError(description: "the server ended"))
      } catch {
        bound.finish(throwing: StartError(description: "cannot serve on 127.0.0.1:\(options.port): \(error)"))
      }
    }
    guard let port = try await ports.first(where: { _ in true }) else {
      throw StartError(description: "the server ended before it began")
    }
    state.withLock { $0 = .running(port: port, tasks: [serving] + controllers()) }
  }

  private func controllers() -> [Task<Void, Never>] {
    let registry = server.registry
    let collector = GarbageCollector(store: store, registry: registry)
    let namespaces = NamespaceController(
      store: store, registry: registry, createsServiceAccounts: options.createsServiceAccounts)
    let context = SimulatorContext(store: store, logs: logs)
    let definitions = server.definitions
    return [
      Task { await collector.run() }, Task { await namespaces.run() }, Task { await definitions.run() },
    ] + options.simulators.map { simulator in Task { await simulator.run(in: context) } }
  }

  /// Ends all watches, connections and simulators; the objects can still be read.
  public func stop() async {
    let tasks = state.withLock { state -> [Task<Void, Never>] in
      defer { state = .stopped }
      if case .running(_, let tasks) = state { return tasks }
      return []
    }
    frontend.endWatches()
    store.close()
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }

  // MARK: Access

  /// The port that is served; 0 before `start`.
  public var port: Int {
    if case .running(let port, _) = state.withLock({ $0 }) { port } else { 0 }
  }

  /// The address of the API, such as `https://127.0.0.1:6443`.
  public var url: String { "\(options.usesTLS ? "https" : "http")://127.0.0.1:\(port)" }

  /// A kubeconfig of the administrator, with certificates in it.
  public var kubeconfigYAML: String {
    Kubeconfig.yaml(url: url, certificates: certificates, token: options.tokens.keys.sorted().first)
  }

  /// The certificate of the cluster's authority, as PEM; `nil` without TLS.
  public var certificateAuthority: String? { certificates?.authority }

  /// Writes the kubeconfig to a file that only its owner can read.
  public func writeKubeconfig(to path: String) throws {
    let data = Data(kubeconfigYAML.utf8)
    guard FileManager.default.createFile(atPath: path, contents: data, attributes: [.posixPermissions: 0o600])
    else { throw StartError(description: "cannot write \(path)") }
  }
}
