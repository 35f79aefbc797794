import Foundation
import KubeClient

/// Runs the simulated controllers, the scheduler, the kubelet and the provisioners of a cluster.
///
/// Everything happens on one serial queue, driven by the store's changes and by one timer: when nothing
/// happens and nothing is due, nothing runs. It tells no difference between objects that it finds and objects
/// that are new, so it can be stopped and started again on the same store.
public final class SimulatorRunner: Simulator {
  /// Failures to inject while it runs.
  public let failures: FailurePlan
  private let timing: SimulatorTiming
  private let node: SimulatedNode

  /// Simulators that take that long for everything.
  public init(timing: SimulatorTiming = SimulatorTiming(), failures: FailurePlan = FailurePlan()) {
    self.timing = timing
    self.failures = failures
    node = .dev
  }

  /// Works until the task is cancelled or the store is closed.
  public func run(in cluster: SimulatorContext) async {
    let store = cluster.store
    // First the feed, then the present: a change in between is seen twice rather than never.
    let changes = store.changes()
    for (type, object) in SimulatorBootstrap.objects(node: node, at: store.now()) {
      // It is there already when the store was restored or somebody has brought another one.
      _ = try? store.create(type, object)
    }
    let worker = SimulatorWorker(
      engine: SimulatorEngine(
        store: store, timing: timing, failures: failures, node: node,
        certificates: SelfSignedCertificate.source),
      executor: SimulatorExecutor(store: store, logs: cluster.logs))
    let loop = SimulatorLoop(worker, now: store.now)
    failures.observe { [weak loop] in loop?.post(.failuresChanged) }
    for event in SimulatorEngine.present(in: store) { loop.post(.event(event)) }
    for await change in changes { loop.post(.event(change)) }
    loop.stop()
  }
}
