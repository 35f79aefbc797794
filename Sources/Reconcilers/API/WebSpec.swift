import KubeClient

/// The web workload.
public struct WebSpec: Sendable, Hashable, Codable {
  /// How many pods; ignored where `autoscaling` is set.
  public var replicas: Int?
  /// The port that the image listens on.
  public var port: Int?
  /// Replaces the image's entrypoint: Octane, FrankenPHP and the like.
  public var command: [String]?
  /// Replaces the image's arguments.
  public var args: [String]?
  /// Health checks.
  public var probes: ProbesSpec?
  /// Requests and limits, as in a container.
  public var resources: ResourcesSpec?
  /// Replicas by load.
  public var autoscaling: AutoscalingSpec?
  /// The time that requests in flight have at a stop; a duration.
  public var terminationGracePeriod: String?
  /// Merged over the generated pod template, lists by name.
  public var podTemplate: JSONValue?
}
