/// The health checks of a workload that listens.
public struct ProbesSpec: Sendable, Hashable, Codable {
  /// Restarts a container that hangs.
  public var liveness: ProbeSpec?
  /// Takes a pod that cannot answer out of the Service.
  public var readiness: ProbeSpec?
  /// Gives a container time to start.
  public var startup: ProbeSpec?
}

/// One HTTP health check.
public struct ProbeSpec: Sendable, Hashable, Codable {
  /// The path asked for.
  public var path: String?
  /// The `Host` header, for apps that trust only some hosts; the first of `hosts` when missing.
  public var host: String?
  /// Seconds between two checks.
  public var periodSeconds: Int?
  /// Seconds until a check counts as failed.
  public var timeoutSeconds: Int?
  /// Failures in a row that count.
  public var failureThreshold: Int?
}
