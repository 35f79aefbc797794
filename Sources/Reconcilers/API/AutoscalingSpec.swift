/// Replicas by load: a HorizontalPodAutoscaler.
public struct AutoscalingSpec: Sendable, Hashable, Codable {
  /// The fewest pods.
  public var minReplicas: Int?
  /// The most pods.
  public var maxReplicas: Int
  /// The share of the CPU request that is aimed at, in percent.
  public var targetCPUUtilizationPercentage: Int?
}
