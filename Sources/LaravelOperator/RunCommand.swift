import ArgumentParser
import KubeClient
import Logging
import OperatorRuntime
import ServiceLifecycle
import UnixSignals

/// `laravel-operator run`
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the controller until SIGTERM.",
    discussion: """
      Finds the API server as controller-runtime does: --kubeconfig, the KUBECONFIG variable, the service account of
      the pod, ~/.kube/config. On SIGTERM or SIGINT it finishes the reconciles in hand and exits with 0.
      """)

  @Option(help: ArgumentHelp("A kubeconfig file instead of the usual places.", valueName: "path"))
  var kubeconfig: String?

  @Option(help: ArgumentHelp("The kubeconfig's context instead of its current one.", valueName: "name"))
  var context: String?

  @Option(help: "How many apps are reconciled at the same time.")
  var workers = 4

  @Option(help: ArgumentHelp("Where /metrics is served; 0 turns it off.", valueName: "address"))
  var metricsBindAddress = ":8080"

  @Option(help: ArgumentHelp("Where /livez and /readyz are served; 0 turns them off.", valueName: "address"))
  var healthProbeBindAddress = ":8081"

  @OptionGroup var logging: LogOptions

  func validate() throws {
    guard (1...256).contains(workers) else { throw ValidationError("--workers must be between 1 and 256") }
    _ = try Self.address(metricsBindAddress, flag: "--metrics-bind-address")
    _ = try Self.address(healthProbeBindAddress, flag: "--health-probe-bind-address")
  }

  func run() async throws {
    let logger = logging.makeLogger("laravel-operator")
    do {
      let configuration = try ClientConfiguration.load(kubeconfig: kubeconfig, context: context)
      var options = OperatorOptions()
      options.workers = workers
      options.metrics = try Self.address(metricsBindAddress, flag: "--metrics-bind-address")
      options.health = try Self.address(healthProbeBindAddress, flag: "--health-probe-bind-address")
      let process = OperatorProcess(configuration, options: options, logger: logger)
      let version = try await process.checkServer()
      logger.info(
        "starting",
        metadata: [
          "version": "\(OperatorVersion.current)", "server": "\(configuration.server)",
          "kubernetes": "\(version)",
        ])
      let group = ServiceGroup(
        configuration: .init(
          services: [.init(service: process, successTerminationBehavior: .gracefullyShutdownGroup)],
          gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
      try await group.run()
    } catch let error as KubeError {
      throw CommandFailure(error.description)
    }
  }

  private static func address(_ text: String, flag: String) throws -> BindAddress? {
    switch BindAddress.parse(text) {
    case .address(let address): return address
    case .off: return nil
    case nil: throw ValidationError("\(flag) must be an address such as :8080 or 127.0.0.1:8080, or 0")
    }
  }
}
