import KubeClient

/// A view of one item of a pod's `containerStatuses` or `initContainerStatuses`.
struct ContainerState: Sendable {
  /// The container's name.
  let name: String
  /// Whether it is an init container.
  let isInit: Bool
  private let json: JSONValue

  /// How a container ended.
  struct Exit: Sendable, Hashable {
    /// The exit code; above 128 a signal ended it.
    let code: Int
    /// The kubelet's word, such as `OOMKilled`, `Error`, `StartError`.
    let reason: String
  }

  /// The containers of a pod, init containers first.
  static func all(of pod: KubeObject) -> [ContainerState] {
    [("initContainerStatuses", true), ("containerStatuses", false)].flatMap { list, isInit in
      (pod.status[list]?.items ?? []).map {
        ContainerState(name: $0["name"]?.string ?? "", isInit: isInit, json: $0)
      }
    }
  }

  /// The image as the pod names it.
  var image: String { json["image"]?.string ?? "" }
  /// Why it waits; empty when it does not.
  var waitingReason: String { json["state", "waiting", "reason"]?.string ?? "" }
  /// The kubelet's words on that.
  var waitingMessage: String { json["state", "waiting", "message"]?.string ?? "no details" }
  /// Whether it runs and has passed its startup probe.
  var isStarted: Bool { json["started"]?.bool ?? false }
  /// Whether it is ready.
  var isReady: Bool { json["ready"]?.bool ?? false }

  /// How it ended last, when it keeps ending: backing off, or running once more without having become ready.
  /// A single restart is none: nodes and dependencies come and go.
  var crash: Exit? {
    let restarts = json["restartCount"]?.int ?? 0
    let last = exit(json["lastState", "terminated"])
    if waitingReason == "CrashLoopBackOff" { return last ?? Exit(code: 1, reason: "Error") }
    guard restarts >= 2, !isReady else { return nil }
    if let now = exit(json["state", "terminated"]) { return now.code == 0 && isInit ? nil : now }
    return last
  }

  private func exit(_ terminated: JSONValue?) -> Exit? {
    guard let code = terminated?["exitCode"]?.int else { return nil }
    return Exit(code: code, reason: terminated?["reason"]?.string ?? "")
  }
}
