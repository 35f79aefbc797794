import Foundation
import KubeClient

/// The kubelet while containers run, end, crash and start again.
extension PodStep {
  // MARK: Running

  /// Containers of a pod that is to end at some time.
  var runsToCompletion: Bool {
    let policy = pod["spec", "restartPolicy"]?.string ?? "Always"
    return policy != "Always" && failure != .hang
  }

  var isCrashing: Bool {
    switch failure {
    case .crash: true
    case .flaky(let times): PodView(object: pod).restarts + failuresOfOwner < times
    default: false
    }
  }

  var exitCode: Int {
    if case .crash(let code) = failure { return code }
    return 1
  }

  /// Pods of the same Job that have failed already.
  var failuresOfOwner: Int {
    guard let owner = pod.metadata.controller, owner.kind == "Job" else { return 0 }
    return lookup(.jobs, owner.name)?["status", "failed"]?.int ?? 0
  }

  /// A failure that an image asks for is this container's, any other one is the first container's.
  func isFailing(_ container: String) -> Bool {
    let containers = pod["spec", "containers"]?.items ?? []
    let asking = containers.first { $0["image"]?.string.flatMap(PodFailure.init(image:)) != nil }
    return (asking ?? containers.first)?["name"]?.string == container
  }

  var timeToNextChange: TimeInterval {
    if isCrashing { return timing.crash }
    return runsToCompletion ? timing.run : timing.ready
  }

  mutating func observe() {
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

  mutating func crash() {
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

  mutating func complete() {
    var status = newStatus
    for index in status.containers.indices {
      end(&status.containers[index], exitCode: 0)
      let name = status.containers[index].name
      log(PodLogScript.completion(of: containerSpec(name)), of: name)
    }
    write(status, logging: false)
    enter(.ended)
  }

  func end(_ container: inout PodStatus.Container, exitCode: Int) {
    var start = Timestamp.text(now)
    if case .running(let since) = container.state { start = since }
    container.state = .terminated(exitCode: exitCode, since: start, until: Timestamp.text(now))
    container.isReady = false
  }

  // MARK: Restarting

  /// The first restart comes at once, the next ones after a back-off that doubles.
  mutating func afterCrash() {
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

  mutating func restart() {
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

  func backoff(restarts: Int) -> TimeInterval {
    SimulatorTiming.backoff(timing.restartBackoff, limit: timing.restartBackoffLimit, failures: restarts)
  }

  func failedIndex(_ status: PodStatus) -> Int? {
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
}
