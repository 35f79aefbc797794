import KubeClient

/// Requests and limits of a container, such as `cpu: 50m`.
public struct ResourcesSpec: Sendable, Hashable, Codable {
  /// What the scheduler sets aside; quantities by resource name.
  public var requests: [String: JSONValue]?
  /// What the container may use at most; quantities by resource name.
  public var limits: [String: JSONValue]?
}
