import Foundation

/// How long the simulated parts of a cluster take, in seconds.
///
/// The defaults make a development cluster feel alive without making anybody wait; tests set what they look at.
/// Back-offs are those of the kubelet and of the Job controller.
public struct SimulatorTiming: Sendable, Hashable {
  /// From a node for the pod to its containers running: pulling and creating.
  public var start: TimeInterval = 0.12
  /// From running to the first successful readiness probe, where the container has one.
  public var ready: TimeInterval = 0.12
  /// From the deletion of a pod to its end, if its grace period is not shorter.
  public var stop: TimeInterval = 0.1
  /// How long the containers of a Job run.
  public var run: TimeInterval = 0.2
  /// From the start of a container that crashes to its end.
  public var crash: TimeInterval = 0.1
  /// From a claim's demand for a volume to the volume.
  public var provision: TimeInterval = 0.05
  /// From a Certificate to its Secret.
  public var issue: TimeInterval = 0.3
  /// First delay of CrashLoopBackOff and ImagePullBackOff; doubles up to `restartBackoffLimit`
  /// (pkg/kubelet: `containerBackOffPeriod`, `MaxContainerBackOff`).
  public var restartBackoff: TimeInterval = 10
  /// Longest delay of CrashLoopBackOff and ImagePullBackOff.
  public var restartBackoffLimit: TimeInterval = 300
  /// First delay before a Job's failed pod is replaced; doubles up to `jobBackoffLimit`
  /// (pkg/controller/job: `DefaultJobPodFailureBackOff`, `MaxJobPodFailureBackOff`).
  public var jobBackoff: TimeInterval = 10
  /// Longest delay before a Job's failed pod is replaced.
  public var jobBackoffLimit: TimeInterval = 600

  /// The defaults.
  public init() {}

  /// The delay after that many failures: nothing for none, then doubling from `base` up to `limit`.
  static func backoff(_ base: TimeInterval, limit: TimeInterval, failures: Int) -> TimeInterval {
    guard failures > 0 else { return 0 }
    return min(limit, base * pow(2, Double(min(failures - 1, 30))))
  }
}
