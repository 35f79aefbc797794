import Foundation
import KubeClient

/// The kubelet until the containers run: volumes, image, configuration.
extension PodStep {
  var startTime: TimeInterval {
    if case .slow(let seconds) = failure { return Double(seconds) }
    return timing.start
  }

  mutating func start() {
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

  var image: String { pod["spec", "containers"]?[0]?["image"]?.string ?? "" }

  var pullError: String {
    "failed to pull and unpack image \"\(image)\": failed to resolve reference \"\(image)\": "
      + "\(image): not found"
  }

  mutating func failPull() {
    pulls += 1
    wait("ErrImagePull", pullError)
    actions.warn(pod, "Failed", "Failed to pull image \"\(image)\": \(pullError)", from: Self.kubelet)
    // The kubelet's next look at the pod, about a second later, finds the back-off.
    enter(.pullFailing, lookAgainIn: 1)
  }

  mutating func retryPull() {
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
  mutating func launch() {
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

  func begin(_ container: inout PodStatus.Container) {
    container.state = .running(since: Timestamp.text(now))
    container.isReady = isReadyAtOnce(container.name)
  }

  /// Containers without a readiness probe are ready as soon as they run.
  func isReadyAtOnce(_ container: String) -> Bool {
    guard failure != .neverReady, !(isFailing(container) && isCrashing) else { return false }
    let spec = pod["spec", "containers"]?.items.first { $0["name"]?.string == container }
    return spec?["readinessProbe"] == nil && spec?["startupProbe"] == nil
  }
}
