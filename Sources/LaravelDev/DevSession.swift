import DevCluster
import Foundation
import KubeClient
import Logging
import OperatorRuntime

/// An embedded cluster with the CRDs in it, and the operator working on it, in this process.
struct DevSession: Sendable {
  private let cluster: DevCluster
  private let configuration: ClientConfiguration
  private let transport = CurlTransport()
  let client: APIClient
  private let logger: Logger

  /// Starts the cluster and loads the CRDs.
  init(port: Int, kubeconfig: String, logger: Logger) async throws {
    self.logger = logger
    var options = DevCluster.Options()
    options.port = port
    options.simulators = [SimulatorRunner()]
    cluster = try DevCluster(options)
    try await cluster.start()
    try? FileManager.default.createDirectory(
      at: URL(fileURLWithPath: kubeconfig).deletingLastPathComponent(), withIntermediateDirectories: true)
    try cluster.writeKubeconfig(to: kubeconfig)
    configuration = try ClientConfiguration.load(kubeconfig: kubeconfig)
    client = APIClient(
      configuration, transport: transport, userAgent: "laravel-dev/\(OperatorVersion.current)")
    for file in try SourceTree.files(in: "deploy/crds") { try await apply(file: file) }
  }

  /// The address of the cluster's API.
  var url: String { cluster.url }

  /// Ends the cluster.
  func stop() async {
    await transport.shutdown()
    await cluster.stop()
  }

  /// Applies every object of a YAML file.
  @discardableResult
  func apply(file: String) async throws -> [KubeObject] {
    let text: String
    do {
      text = try String(contentsOfFile: file, encoding: .utf8)
    } catch {
      throw CommandFailure("\(file): cannot be read")
    }
    var applied: [KubeObject] = []
    for json in try JSONValue.documents(yaml: text) {
      let object = KubeObject(json)
      guard object.kind != "Kustomization" else { continue }
      applied.append(try await client.apply(type(of: object), object, fieldManager: "laravel-dev"))
    }
    return applied
  }

  /// Where the cluster serves objects of that kind.
  private func type(of object: KubeObject) async throws -> ResourceType {
    let version = object.apiVersion.split(separator: "/").last.map(String.init) ?? ""
    let served = try await client.resources(group: object.group, version: version)
    guard let resource = served.first(where: { $0.kind == object.kind && !$0.name.contains("/") }) else {
      throw CommandFailure("the cluster serves no \(object.apiVersion) \(object.kind)")
    }
    return ResourceType(
      group: object.group, version: version, kind: object.kind, plural: resource.name,
      isNamespaced: resource.isNamespaced)
  }

  /// Runs the operator on the cluster until the task is cancelled.
  func runOperator(options: OperatorOptions = OperatorOptions()) async throws {
    try await OperatorProcess(configuration, options: options, logger: logger).run()
  }
}
