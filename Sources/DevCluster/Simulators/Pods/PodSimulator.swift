import Foundation
import KubeClient

/// The scheduler and the kubelet: takes every pod from its creation to its end.
///
/// What a pod does is read from its status, so it goes on after a restart; what the status is too coarse for
/// (times below a second) is remembered per pod.
struct PodSimulator {
  /// What the scheduler and the kubelet see of the world around a pod.
  struct Snapshot {
    let pod: KubeObject
    /// Reads an object of the pod's namespace (or a cluster-scoped one).
    let lookup: (ResourceType, String) -> KubeObject?
    let failure: PodFailure?
  }

  /// Where a pod is in its life.
  enum Stage: Sendable, Hashable {
    case unscheduled
    case starting
    case pullFailing
    case misconfigured
    case running
    case crashed
    case backingOff
    case ended
    case stopping
  }

  private struct Memory {
    var stage: Stage
    var since: Date
    /// Failed pulls in a row.
    var pulls = 0
    var hasFailedMount = false
  }

  let timing: SimulatorTiming
  let node: SimulatedNode
  private var memories: [String: Memory] = [:]
  private var addresses: [String: String] = [:]
  private var nextAddress = 0

  init(timing: SimulatorTiming, node: SimulatedNode = .dev) {
    self.timing = timing
    self.node = node
  }

  /// Forgets a pod that is gone.
  mutating func remove(uid: String) {
    memories[uid] = nil
    addresses[uid] = nil
  }

  /// What happens to the pod now, and when to look again; no action when it waits for somebody else.
  mutating func reconcile(_ snapshot: Snapshot, now: Date) -> [SimulatorAction] {
    let pod = snapshot.pod
    let stage = Self.stage(of: pod)
    var memory = memories[pod.metadata.uid] ?? Memory(stage: stage, since: now)
    if memory.stage != stage { memory = Memory(stage: stage, since: now, pulls: memory.pulls) }
    var step = PodStep(snapshot, simulator: self, address: address(of: pod), now: now)
    step.since = memory.since
    step.pulls = memory.pulls
    step.hasFailedMount = memory.hasFailedMount
    step.run(stage)
    memory.pulls = step.pulls
    memory.hasFailedMount = step.hasFailedMount
    if let next = step.nextStage { memory = Memory(stage: next, since: now, pulls: step.pulls) }
    memories[pod.metadata.uid] = memory
    return step.actions
  }

  private mutating func address(of pod: KubeObject) -> String {
    if let known = addresses[pod.metadata.uid] { return known }
    let text = SimulatedNode.podIP(number: nextAddress)
    nextAddress += 1
    addresses[pod.metadata.uid] = text
    return text
  }

  /// Where the status says that the pod is.
  static func stage(of pod: KubeObject) -> Stage {
    let view = PodView(object: pod)
    if view.isTerminating { return .stopping }
    if view.hasEnded { return .ended }
    if view.nodeName.isEmpty { return .unscheduled }
    var isStarting = pod["status", "containerStatuses"]?.items.isEmpty ?? true
    for status in pod["status", "containerStatuses"]?.items ?? [] {
      switch ContainerState(status["state"]) {
      case .waiting("ErrImagePull", _), .waiting("ImagePullBackOff", _): return .pullFailing
      case .waiting("CreateContainerConfigError", _): return .misconfigured
      case .waiting("CrashLoopBackOff", _): return .backingOff
      case .terminated(let code, _, _) where code != 0: return .crashed
      case .waiting, nil: isStarting = true
      case .running, .terminated: break
      }
    }
    return isStarting ? .starting : .running
  }
}
