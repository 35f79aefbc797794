import KubeClient

/// Any other long-running process: Reverb, SSR, Pulse.
public struct ProcessSpec: Sendable, Hashable, Codable {
  /// The process's name: part of the Deployment's.
  public var name: String
  /// What runs, in exec form.
  public var command: [String]
  /// Arguments after the command.
  public var args: [String]?
  /// How many pods.
  public var replicas: Int?
  /// The port that it listens on; with it comes a Service.
  public var port: Int?
  /// Health checks; need a port.
  public var probes: ProbesSpec?
  /// The time that it has to stop; a duration.
  public var terminationGracePeriod: String?
  /// Requests and limits, as in a container.
  public var resources: ResourcesSpec?
  /// Merged over the generated pod template, lists by name.
  public var podTemplate: JSONValue?
}
