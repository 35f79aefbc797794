import Foundation
import KubeClient

/// What one container does, as `status.containerStatuses` tells it.
enum ContainerState: Sendable, Hashable {
  case waiting(reason: String, message: String?)
  case running(since: String)
  case terminated(exitCode: Int, since: String, until: String)

  /// The state in a container's status; `nil` when it tells none.
  init?(_ json: JSONValue?) {
    if let waiting = json?["waiting"] {
      self = .waiting(reason: waiting["reason"]?.string ?? "", message: waiting["message"]?.string)
    } else if let running = json?["running"] {
      self = .running(since: running["startedAt"]?.string ?? "")
    } else if let terminated = json?["terminated"] {
      self = .terminated(
        exitCode: terminated["exitCode"]?.int ?? 0, since: terminated["startedAt"]?.string ?? "",
        until: terminated["finishedAt"]?.string ?? "")
    } else {
      return nil
    }
  }

  /// The state as the API tells it.
  func json(containerID: String) -> JSONValue {
    switch self {
    case .waiting(let reason, let message):
      ["waiting": .object(["reason": JSONValue(reason), "message": message.map { JSONValue($0) }])]
    case .running(let since): ["running": ["startedAt": JSONValue(since)]]
    case .terminated(let code, let since, let until):
      [
        "terminated": [
          "exitCode": JSONValue(code), "reason": JSONValue(Self.reason(code)), "startedAt": JSONValue(since),
          "finishedAt": JSONValue(until), "containerID": JSONValue(containerID),
        ]
      ]
    }
  }

  /// 137 is what the kernel's memory limit leaves (128 + SIGKILL).
  private static func reason(_ exitCode: Int) -> String {
    switch exitCode {
    case 0: "Completed"
    case 137: "OOMKilled"
    default: "Error"
    }
  }
}
