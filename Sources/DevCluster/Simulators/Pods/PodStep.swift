import Foundation
import KubeClient

/// One look at one pod: the actions that lead to its next stage.
struct PodStep {
  private static let kubelet = "kubelet"
  private static let scheduler = "default-scheduler"

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
  private(set) var nextStage: PodSimulator.Stage?
  private(set) var actions: [SimulatorAction] = []
  private let node: SimulatedNode
  private let address: String

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

  // MARK: Scheduling

  private mutating func schedule() {
    var waiting = false
    for volume in pod["spec", "volumes"]?.items ?? [] {
      guard let name = volume["persistentVolumeClaim", "claimName"]?.string else { continue }
      guard let claim = lookup(.persistentVolumeClaims, name) else {
        return refuse("0/1 nodes are available: persistentvolumeclaim \"\(name)\" not found.")
      }
      if claim["status", "phase"]?.string == "Bound" { continue }
      guard PersistentVolumeClaimSimulator.waitsForConsumer(claim, lookup: lookup) else {
        return refuse("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.")
      }
      waiting = true
      let annotation = PersistentVolumeClaimSimulator.Annotation.selectedNode
      guard claim.metadata.annotations[annotation] == nil else { continue }
      var changed = claim
      changed["metadata", "annotations", annotation] = JSONValue(node.name)
      actions.append(.update(.persistentVolumeClaims, changed))
    }
    if failure == .unschedulable {
      return refuse("0/1 nodes are available: 1 Insufficient memory.")
    }
    if waiting { return }
    var bound = pod
    bound["spec", "nodeName"] = JSONValue(node.name)
    bound["status"] = PodStatus(bound, node: node, ip: address).json(at: now)
    actions.append(.updateStatus(.pods, bound))
    let meta = pod.metadata
    actions.event(
      pod, "Scheduled", "Successfully assigned \(meta.namespace)/\(meta.name) to \(node.name)",
      from: Self.scheduler)
    enter(.starting, lookAgainIn: startTime)
  }

  private mutating func refuse(_ reason: String) {
    let message =
      reason + " preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
    var status = pod.status
    status["phase"] = "Pending"
    status["conditions"] = [
      PodStatus.condition("PodScheduled", false, "Unschedulable", message, of: pod, at: now)
    ]
    guard status != pod.status else { return }
    actions.updateStatus(.pods, of: pod, to: status)
    actions.warn(pod, "FailedScheduling", message, from: Self.scheduler)
  }

  // MARK: Starting

  private var startTime: TimeInterval {
    if case .slow(let seconds) = failure { return Double(seconds) }
    return timing.start
  }

  private mutating func start() {
    guard isDue(startTime) else { return }
    if let message = PodDependencies(pod.spec).missingVolume(lookup: lookup) {
      if !hasFailedMount {
        actions.warn(pod, "FailedMount", message, from: Self.kubelet)
      }
      hasFailedMount = true
      return
    }
    if failure == .imagePull { return failPull() }
    launch()
  }

  private var image: String { pod["spec", "containers"]?[0]?["image"]?.string ?? "" }

  private var pullError: String {
    "failed to pull and unpack image \"\(image)\": failed to resolve reference \"\(image)\": "
      + "\(image): not found"
  }

  private mutating func failPull() {
    pulls += 1
    wait("ErrImagePull", pullError)
    actions.warn(pod, "Failed", "Failed to pull image \"\(image)\": \(pullError)", from: Self.kubelet)
    // The kubelet's next look at the pod, about a second later, finds the back-off.
    enter(.pullFailing, lookAgainIn: 1)
  }

  private mutating func retryPull() {
    guard failure == .imagePull else {
      pulls = 0
      return launch()
    }
    let backoff = backoff(restarts: pulls)
    let isShown = pod["status", "containerStatuses"]?.items.contains {
      $0["state", "waiting", "reason"]?.string == "ImagePullBackOff"
    }
    if isShown != true {
      guard isDue(min(1, backoff)) else { return }
      wait("ImagePullBackOff", "Back-off pulling image \"\(image)\": ErrImagePull: \(pullError)")
      actions.event(pod, "BackOff", "Back-off pulling image \"\(image)\"", from: Self.kubelet)
    }
    // Nothing changes while the image stays away; a plan that changes calls for another look.
  }

  /// Starts the containers unless their configuration cannot be made.
  private mutating func launch() {
    let meta = pod.metadata
    if let message = PodDependencies(pod.spec).missingEnvironment(namespace: meta.namespace, lookup: lookup) {
      let isKnown = pod["status", "containerStatuses"]?[0]?["state", "waiting", "message"]?.string == message
      guard !isKnown else { return }
      wait("CreateContainerConfigError", message)
      actions.warn(pod, "Failed", "Error: \(message)", from: Self.kubelet)
      return enter(.misconfigured)
    }
    var status = newStatus
    for index in status.containers.indices { begin(&status.containers[index]) }
    write(status)
    actions.event(pod, "Started", "Container started", from: Self.kubelet)
    enter(.running, lookAgainIn: timeToNextChange)
  }

  private func begin(_ container: inout PodStatus.Container) {
    container.state = .running(since: Timestamp.text(now))
    container.isReady = isReadyAtOnce(container.name)
  }

  /// Containers without a readiness probe are ready as soon as they run.
  private func isReadyAtOnce(_ container: String) -> Bool {
    guard failure != .neverReady, !(isFailing(container) && isCrashing) else { return false }
    let spec = pod["spec", "containers"]?.items.first { $0["name"]?.string == container }
    return spec?["readinessProbe"] == nil && spec?["startupProbe"] == nil
  }

  // MARK: Running

  /// Containers of a pod that is to end at some time.
  private var runsToCompletion: Bool {
    let policy = pod["spec", "restartPolicy"]?.string ?? "Always"
    return policy != "Always" && failure != .hang
  }

  private var isCrashing: Bool {
    switch failure {
    case .crash: true
    case .flaky(let times): PodView(object: pod).restarts + failuresOfOwner < times
    default: false
    }
  }

  private var exitCode: Int {
    if case .crash(let code) = failure { return code }
    return 1
  }

  /// Pods of the same Job that have failed already.
  private var failuresOfOwner: Int {
    guard let owner = pod.metadata.controller, owner.kind == "Job" else { return 0 }
    return lookup(.jobs, owner.name)?["status", "failed"]?.int ?? 0
  }

  /// A failure that an image asks for is this container's, any other one is the first container's.
  private func isFailing(_ container: String) -> Bool {
    let containers = pod["spec", "containers"]?.items ?? []
    let asking = containers.first { $0["image"]?.string.flatMap(PodFailure.init(image:)) != nil }
    return (asking ?? containers.first)?["name"]?.string == container
  }

  private var timeToNextChange: TimeInterval {
    if isCrashing { return timing.crash }
    return runsToCompletion ? timing.run : timing.ready
  }

  private mutating func observe() {
    if isCrashing {
      guard isDue(timing.crash) else { return }
      return crash()
    }
    if runsToCompletion {
      guard isDue(timing.run) else { return }
      return complete()
    }
    var status = newStatus
    let isReady = failure != .neverReady
    if status.containers.allSatisfy({ $0.isReady == isReady }) { return }
    guard isDue(timing.ready) else { return }
    if !isReady {
      actions.warn(
        pod, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503",
        from: Self.kubelet)
    }
    for index in status.containers.indices { status.containers[index].isReady = isReady }
    write(status)
  }

  private mutating func crash() {
    var status = newStatus
    let ends = pod["spec", "restartPolicy"]?.string == "Never"
    for index in status.containers.indices {
      let isFailing = isFailing(status.containers[index].name)
      guard isFailing || ends else { continue }
      end(&status.containers[index], exitCode: isFailing ? exitCode : 0)
      if isFailing { log(PodLogScript.crash(exitCode: exitCode), of: status.containers[index].name) }
    }
    write(status)
    enter(ends ? .ended : .crashed, lookAgainIn: ends ? nil : 0)
  }

  private mutating func complete() {
    var status = newStatus
    for index in status.containers.indices {
      end(&status.containers[index], exitCode: 0)
      let name = status.containers[index].name
      log(PodLogScript.completion(of: containerSpec(name)), of: name)
    }
    write(status, logging: false)
    enter(.ended)
  }

  private func end(_ container: inout PodStatus.Container, exitCode: Int) {
    var start = Timestamp.text(now)
    if case .running(let since) = container.state { start = since }
    container.state = .terminated(exitCode: exitCode, since: start, until: Timestamp.text(now))
    container.isReady = false
  }

  // MARK: Restarting

  /// The first restart comes at once, the next ones after a back-off that doubles.
  private mutating func afterCrash() {
    var status = newStatus
    guard let index = failedIndex(status) else { return }
    let container = status.containers[index]
    guard container.restarts > 0 else { return restart() }
    let delay = Self.duration(seconds: Int(backoff(restarts: container.restarts)))
    let meta = pod.metadata
    let message =
      "back-off \(delay) restarting failed container=\(container.name) "
      + "pod=\(meta.name)_\(meta.namespace)(\(meta.uid))"
    status.containers[index].last = container.state.json(containerID: "")
    status.containers[index].state = .waiting(reason: "CrashLoopBackOff", message: message)
    write(status)
    actions.warn(
      pod, "BackOff",
      "Back-off restarting failed container \(container.name) in pod "
        + "\(meta.name)_\(meta.namespace)(\(meta.uid))",
      from: Self.kubelet)
    enter(.backingOff, lookAgainIn: backoff(restarts: container.restarts))
  }

  private mutating func restart() {
    var status = newStatus
    guard let index = failedIndex(status) else { return }
    let restarts = status.containers[index].restarts
    guard isDue(restarts == 0 ? 0 : backoff(restarts: restarts)) else { return }
    if case .terminated = status.containers[index].state {
      status.containers[index].last = status.containers[index].state.json(containerID: "")
    }
    begin(&status.containers[index])
    status.containers[index].restarts += 1
    write(status)
    enter(.running, lookAgainIn: timeToNextChange)
  }

  private func backoff(restarts: Int) -> TimeInterval {
    SimulatorTiming.backoff(timing.restartBackoff, limit: timing.restartBackoffLimit, failures: restarts)
  }

  private func failedIndex(_ status: PodStatus) -> Int? {
    status.containers.firstIndex { container in
      switch container.state {
      case .waiting("CrashLoopBackOff", _): true
      case .terminated(let code, _, _): code != 0
      case .waiting, .running: false
      }
    }
  }

  /// Whole seconds as Go prints a duration: `10s`, `2m40s`, `5m0s`.
  static func duration(seconds: Int) -> String {
    seconds < 60 ? "\(seconds)s" : "\(seconds / 60)m\(seconds % 60)s"
  }

  // MARK: Stopping

  private mutating func stop() {
    let grace = Double(pod["metadata", "deletionGracePeriodSeconds"]?.int ?? 0)
    // What is left are finalizers, or the pod never ran.
    guard grace > 0 else { return }
    guard isDue(failure == .ignoresStop ? grace : min(grace, timing.stop)) else { return }
    actions.append(.delete(.pods, pod, gracePeriodSeconds: 0))
  }

  // MARK: Writing

  private var newStatus: PodStatus { PodStatus(pod, node: node, ip: address) }

  private mutating func wait(_ reason: String, _ message: String) {
    var status = newStatus
    for index in status.containers.indices {
      status.containers[index].state = .waiting(reason: reason, message: message)
    }
    write(status)
  }

  /// Writes the status; containers that it starts print their first lines.
  private mutating func write(_ status: PodStatus, logging: Bool = true) {
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

  private func containerSpec(_ name: String) -> JSONValue {
    pod["spec", "containers"]?.items.first { $0["name"]?.string == name } ?? .null
  }

  private mutating func log(_ lines: [String], of container: String) {
    for line in lines { actions.append(.log(line, pod: pod.metadata.uid, container: container)) }
  }

  /// Whether that time has passed in this stage; when it has not, another look is asked for.
  private mutating func isDue(_ time: TimeInterval) -> Bool {
    let due = since.addingTimeInterval(time)
    if due <= now { return true }
    actions.append(.requeue(at: due))
    return false
  }

  private mutating func enter(_ stage: PodSimulator.Stage, lookAgainIn time: TimeInterval? = nil) {
    nextStage = stage
    if let time { actions.append(.requeue(at: now.addingTimeInterval(time))) }
  }
}
