import Foundation
import KubeClient

/// What controllers ask of a pod.
struct PodView {
  let object: KubeObject

  var uid: String { object.metadata.uid }
  var phase: String { object["status", "phase"]?.string ?? "Pending" }
  var nodeName: String { object["spec", "nodeName"]?.string ?? "" }
  var ip: String { object["status", "podIP"]?.string ?? "" }
  var isTerminating: Bool { object.metadata.isBeingDeleted }
  var hasSucceeded: Bool { phase == "Succeeded" }
  var hasFailed: Bool { phase == "Failed" }
  var hasEnded: Bool { hasSucceeded || hasFailed }
  /// Neither ended nor on its way out.
  var isActive: Bool { !hasEnded && !isTerminating }
  var isReady: Bool { condition("Ready")?["status"]?.string == "True" }

  /// Whether it has been ready for that many seconds.
  func isAvailable(minReadySeconds: Int, at now: Date) -> Bool {
    guard isReady else { return false }
    if minReadySeconds <= 0 { return true }
    guard let since = readySince else { return false }
    return since.addingTimeInterval(Double(minReadySeconds)) <= now
  }

  var readySince: Date? {
    isReady ? condition("Ready")?["lastTransitionTime"]?.string.flatMap(Timestamp.date) : nil
  }

  func condition(_ type: String) -> JSONValue? {
    object["status", "conditions"]?.items.first { $0["type"]?.string == type }
  }

  /// Restarts of all its containers.
  var restarts: Int {
    (object["status", "containerStatuses"]?.items ?? []).reduce(0) { $0 + ($1["restartCount"]?.int ?? 0) }
  }

  /// When the last of its containers ended.
  var finishedAt: Date? {
    (object["status", "containerStatuses"]?.items ?? [])
      .compactMap { $0["state", "terminated", "finishedAt"]?.string.flatMap(Timestamp.date) }.max()
  }
}
