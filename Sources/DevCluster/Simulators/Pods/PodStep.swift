import Foundation
import KubeClient

/// One look at one pod: the actions that lead to its next stage.
struct PodStep {
  static let kubelet = "kubelet"
  static let scheduler = "default-scheduler"

  let pod: KubeObject
  let lookup: (ResourceType, String) -> KubeObject?
  let failure: PodFailure?
  let timing: SimulatorTiming
  let now: Date
  /// Since when the pod is in its stage.
  var since: Date
  var pulls = 0
  var hasFailedMount = false
  /// Set when the pod enters another stage.
  var nextStage: PodSimulator.Stage?
  var actions: [SimulatorAction] = []
  let node: SimulatedNode
  let address: String

  init(_ snapshot: PodSimulator.Snapshot, simulator: PodSimulator, address: String, now: Date) {
    pod = snapshot.pod
    lookup = snapshot.lookup
    failure = snapshot.failure
    timing = simulator.timing
    node = simulator.node
    self.address = address
    self.now = now
    since = now
  }

  mutating func run(_ stage: PodSimulator.Stage) {
    switch stage {
    case .unscheduled: schedule()
    case .starting: start()
    case .pullFailing: retryPull()
    case .misconfigured: launch()
    case .running: observe()
    case .crashed: afterCrash()
    case .backingOff: restart()
    case .ended: break
    case .stopping: stop()
    }
  }

  // MARK: Stopping

  mutating func stop() {
    let grace = Double(pod["metadata", "deletionGracePeriodSeconds"]?.int ?? 0)
    // What is left are finalizers, or the pod never ran.
    guard grace > 0 else { return }
    guard isDue(failure == .ignoresStop ? grace : min(grace, timing.stop)) else { return }
    actions.append(.delete(.pods, pod, gracePeriodSeconds: 0))
  }

  // MARK: Writing

  var newStatus: PodStatus { PodStatus(pod, node: node, ip: address) }

  mutating func wait(_ reason: String, _ message: String) {
    var status = newStatus
    for index in status.containers.indices {
      status.containers[index].state = .waiting(reason: reason, message: message)
    }
    write(status)
  }

  /// Writes the status; containers that it starts print their first lines.
  mutating func write(_ status: PodStatus, logging: Bool = true) {
    let json = status.json(at: now)
    guard json != pod.status else { return }
    actions.updateStatus(.pods, of: pod, to: json)
    guard logging else { return }
    for container in status.containers {
      let old = pod["status", "containerStatuses"]?.items.first { $0["name"]?.string == container.name }
      guard case .running = container.state, old?["state", "running"] == nil else { continue }
      log(PodLogScript.start(of: containerSpec(container.name)), of: container.name)
    }
  }

  func containerSpec(_ name: String) -> JSONValue {
    pod["spec", "containers"]?.items.first { $0["name"]?.string == name } ?? .null
  }

  mutating func log(_ lines: [String], of container: String) {
    for line in lines { actions.append(.log(line, pod: pod.metadata.uid, container: container)) }
  }

  /// Whether that time has passed in this stage; when it has not, another look is asked for.
  mutating func isDue(_ time: TimeInterval) -> Bool {
    let due = since.addingTimeInterval(time)
    if due <= now { return true }
    actions.append(.requeue(at: due))
    return false
  }

  mutating func enter(_ stage: PodSimulator.Stage, lookAgainIn time: TimeInterval? = nil) {
    nextStage = stage
    if let time { actions.append(.requeue(at: now.addingTimeInterval(time))) }
  }
}
