import Hummingbird
import Logging
import ServiceLifecycle

/// Answers `/livez`, `/readyz` and `/healthz` on one address and `/metrics` on another.
public struct HealthServer: Service {
  private let health: BindAddress?
  private let metrics: BindAddress?
  private let liveness: [HealthCheck]
  private let readiness: [HealthCheck]
  private let renderMetrics: @Sendable () -> String
  private let logger: Logger

  /// A server; an address that is `nil` is not listened on.
  /// - Parameter renderMetrics: the Prometheus text exposition of now.
  public init(
    health: BindAddress?, metrics: BindAddress?, liveness: [HealthCheck], readiness: [HealthCheck],
    logger: Logger, renderMetrics: @escaping @Sendable () -> String
  ) {
    self.health = health
    self.metrics = metrics
    self.liveness = liveness
    self.readiness = readiness
    self.logger = logger
    self.renderMetrics = renderMetrics
  }

  /// Serves until the task is cancelled or a graceful shutdown is asked for.
  /// - Throws: when an address cannot be bound.
  public func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      if let health { group.addTask { try await healthApplication(health).run() } }
      if let metrics { group.addTask { try await metricsApplication(metrics).run() } }
      try await group.waitForAll()
    }
  }

  private func healthApplication(_ address: BindAddress) -> some ApplicationProtocol {
    let router = Router()
    for (endpoint, checks) in [("healthz", liveness), ("livez", liveness), ("readyz", readiness)] {
      router.get("/\(endpoint)") { request, _ in
        let verbose = request.uri.queryParameters.contains { $0.key == "verbose" }
        let report = HealthReport(endpoint: endpoint, checks: checks, verbose: verbose)
        return Response(
          status: report.isHealthy ? .ok : .internalServerError,
          headers: [.contentType: "text/plain; charset=utf-8"],
          body: ResponseBody(byteBuffer: ByteBuffer(string: report.text)))
      }
    }
    return Application(router: router, configuration: configuration(address), logger: quietLogger)
  }

  private func metricsApplication(_ address: BindAddress) -> some ApplicationProtocol {
    let router = Router()
    router.get("/metrics") { _, _ in
      Response(
        status: .ok,
        headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: renderMetrics())))
    }
    return Application(router: router, configuration: configuration(address), logger: quietLogger)
  }

  private func configuration(_ address: BindAddress) -> ApplicationConfiguration {
    ApplicationConfiguration(address: .hostname(address.host, port: address.port), serverName: nil)
  }

  /// The server's own lines are noise beside the operator's; an address that cannot be bound is thrown.
  private var quietLogger: Logger {
    var quiet = logger
    quiet.logLevel = .critical
    return quiet
  }
}
