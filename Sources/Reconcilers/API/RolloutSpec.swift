/// What happens when a release fails.
public struct RolloutSpec: Sendable, Hashable, Codable {
  /// What happens when a release fails.
  public enum OnFailure: String, Sendable, Hashable, Codable, CaseIterable {
    /// The old release keeps serving until the spec changes.
    case hold = "Hold"
    /// The workloads return to the last good release.
    case rollback = "Rollback"
  }

  /// What happens when a release fails.
  public var onFailure: OnFailure?
  /// The time a rollout may take without progress; a duration.
  public var progressDeadline: String?
}
