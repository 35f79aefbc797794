import Foundation
import KubeClient

/// Writes the status of a pod as the kubelet does: from the states of its containers.
struct PodStatus {
  /// The state of one container with its past.
  struct Container {
    let name: String
    let image: String
    var state: ContainerState
    var last: JSONValue
    var isReady = false
    var restarts: Int
  }

  let pod: KubeObject
  var containers: [Container]
  let node: SimulatedNode
  let ip: String

  /// The status as it is now; containers without one wait for their creation.
  init(_ pod: KubeObject, node: SimulatedNode, ip: String) {
    self.pod = pod
    self.node = node
    self.ip = pod["status", "podIP"]?.string ?? ip
    let known = pod["status", "containerStatuses"]?.items ?? []
    containers = (pod["spec", "containers"]?.items ?? []).map { container in
      let name = container["name"]?.string ?? ""
      let status = known.first { $0["name"]?.string == name }
      return Container(
        name: name, image: container["image"]?.string ?? "",
        state: ContainerState(status?["state"]) ?? .waiting(reason: "ContainerCreating", message: nil),
        last: status?["lastState"] ?? [:], isReady: status?["ready"]?.bool ?? false,
        restarts: status?["restartCount"]?.int ?? 0)
    }
  }

  /// The phase that the containers make (`getPhase` of the kubelet).
  private var phase: String {
    let policy = pod["spec", "restartPolicy"]?.string ?? "Always"
    var isWaiting = false
    var ended = 0
    var failed = 0
    for container in containers {
      switch container.state {
      case .running: break
      case .waiting: isWaiting = isWaiting || container.restarts == 0
      case .terminated(let code, _, _):
        ended += 1
        failed += code == 0 ? 0 : 1
      }
    }
    if isWaiting { return "Pending" }
    if ended == containers.count, policy != "Always", policy == "Never" || failed == 0 {
      return failed == 0 ? "Succeeded" : "Failed"
    }
    return "Running"
  }

  /// The whole status.
  func json(at now: Date) -> JSONValue {
    let old = pod.status
    let phase = phase
    let isInitialized = containers.contains { container in
      if case .waiting(let reason, _) = container.state {
        return reason != "ContainerCreating" && reason != "PodInitializing"
      }
      return true
    }
    return .object([
      "phase": JSONValue(phase), "qosClass": old["qosClass"],
      "observedGeneration": pod.metadata.generation > 0 ? JSONValue(pod.metadata.generation) : nil,
      "hostIP": JSONValue(node.ip), "hostIPs": [["ip": JSONValue(node.ip)]],
      "podIP": isInitialized ? JSONValue(ip) : nil,
      "podIPs": isInitialized ? [["ip": JSONValue(ip)]] : nil,
      "startTime": old["startTime"] ?? JSONValue(Timestamp.text(now)),
      "conditions": conditions(phase: phase, isInitialized: isInitialized, at: now),
      "initContainerStatuses": initStatuses(isInitialized, at: now),
      "containerStatuses": .array(containers.map(statusJSON)),
    ])
  }

  private func statusJSON(_ container: Container) -> JSONValue {
    var isStarted = false
    if case .running = container.state { isStarted = true }
    var isWaiting = false
    if case .waiting = container.state, container.restarts == 0 { isWaiting = true }
    let id = containerID(container)
    return .object([
      "name": JSONValue(container.name), "state": container.state.json(containerID: id),
      "lastState": container.last, "ready": JSONValue(container.isReady),
      "restartCount": JSONValue(container.restarts), "image": JSONValue(container.image),
      "imageID": JSONValue(isWaiting ? "" : container.image), "started": JSONValue(isStarted),
      "containerID": isWaiting ? nil : JSONValue(id),
    ])
  }

  private func containerID(_ container: Container) -> String {
    let hex = pod.metadata.uid.filter { $0 != "-" }
    return "containerd://\(hex)\(container.name.utf8.map { String($0, radix: 16) }.joined())"
  }

  /// Init containers end well before the others start; those with restartPolicy Always (sidecars) stay.
  private func initStatuses(_ isInitialized: Bool, at now: Date) -> JSONValue? {
    let specs = pod["spec", "initContainers"]?.items ?? []
    guard !specs.isEmpty else { return nil }
    if let known = pod["status", "initContainerStatuses"]?.array, !known.isEmpty,
      known.allSatisfy({ $0["state", "waiting"] == nil })
    {
      return .array(known)
    }
    let time = Timestamp.text(now)
    return .array(
      specs.map { spec in
        let isSidecar = spec["restartPolicy"]?.string == "Always"
        let state: ContainerState =
          !isInitialized
          ? .waiting(reason: "PodInitializing", message: nil)
          : isSidecar ? .running(since: time) : .terminated(exitCode: 0, since: time, until: time)
        var container = Container(
          name: spec["name"]?.string ?? "", image: spec["image"]?.string ?? "", state: state, last: [:],
          restarts: 0)
        container.isReady = isInitialized
        return statusJSON(container)
      })
  }

  // MARK: Conditions

  private func conditions(phase: String, isInitialized: Bool, at now: Date) -> JSONValue {
    let unready = containers.filter { !$0.isReady }.map(\.name)
    var reason: String?
    var message: String?
    if phase == "Succeeded" {
      reason = "PodCompleted"
    } else if phase == "Failed" {
      reason = "PodFailed"
    } else if !unready.isEmpty {
      reason = "ContainersNotReady"
      message = "containers with unready status: [\(unready.joined(separator: " "))]"
    }
    let isReady = unready.isEmpty && phase == "Running"
    let hasSandbox = isInitialized && phase != "Succeeded" && phase != "Failed"
    return .array([
      Self.condition("PodReadyToStartContainers", hasSandbox, of: pod, at: now),
      Self.condition("Initialized", isInitialized, of: pod, at: now),
      Self.condition("Ready", isReady, reason, message, of: pod, at: now),
      Self.condition("ContainersReady", isReady, reason, message, of: pod, at: now),
      Self.condition("PodScheduled", true, of: pod, at: now),
    ])
  }

  /// A condition that keeps its transition time while its value stays.
  static func condition(
    _ type: String, _ value: Bool, _ reason: String? = nil, _ message: String? = nil, of pod: KubeObject,
    at now: Date
  ) -> JSONValue {
    let old = pod["status", "conditions"]?.items.first { $0["type"]?.string == type }
    let text = value ? "True" : "False"
    let isSame = old?["status"]?.string == text
    return .object([
      "type": JSONValue(type), "status": JSONValue(text), "lastProbeTime": .null,
      "lastTransitionTime": (isSame ? old?["lastTransitionTime"] : nil) ?? JSONValue(Timestamp.text(now)),
      "reason": reason.map { JSONValue($0) }, "message": message.map { JSONValue($0) },
      "observedGeneration": pod.metadata.generation > 0 ? JSONValue(pod.metadata.generation) : nil,
    ])
  }
}
