import Foundation
import KubeClient

/// The status of a Job while it is worked out.
struct JobStatus {
  /// Why a Job ends; reason and message as the controller writes them.
  struct End {
    let reason: String
    let message: String

    static let completionsReached = End(
      reason: "CompletionsReached", message: "Reached expected number of succeeded pods")
    static let backoffLimitExceeded = End(
      reason: "BackoffLimitExceeded", message: "Job has reached the specified backoff limit")
    static let deadlineExceeded = End(
      reason: "DeadlineExceeded", message: "Job was active longer than specified deadline")
  }

  var active: Int
  var ready: Int
  var terminating: Int
  var startTime: JSONValue?
  var completionTime: JSONValue?
  private var succeeded: Int
  private var failed: Int
  private var collectedSucceeded: [String]
  private var collectedFailed: [String]
  private var conditions: [JSONValue]

  init(_ json: JSONValue) {
    active = json["active"]?.int ?? 0
    ready = json["ready"]?.int ?? 0
    terminating = json["terminating"]?.int ?? 0
    startTime = json["startTime"]
    completionTime = json["completionTime"]
    succeeded = json["succeeded"]?.int ?? 0
    failed = json["failed"]?.int ?? 0
    let uncounted = json["uncountedTerminatedPods"]
    collectedSucceeded = (uncounted?["succeeded"]?.items ?? []).compactMap(\.string)
    collectedFailed = (uncounted?["failed"]?.items ?? []).compactMap(\.string)
    conditions = json["conditions"]?.items ?? []
  }

  /// Pods that have succeeded, counted or about to be.
  var allSucceeded: Int { succeeded + collectedSucceeded.count }
  /// Pods that have failed, counted or about to be.
  var allFailed: Int { failed + collectedFailed.count }
  var hasCollected: Bool { !collectedSucceeded.isEmpty || !collectedFailed.isEmpty }
  /// Whether the outcome is certain already.
  var isEnding: Bool { has("FailureTarget") || has("SuccessCriteriaMet") }

  func isCollected(_ uid: String) -> Bool {
    collectedSucceeded.contains(uid) || collectedFailed.contains(uid)
  }

  mutating func collect(_ uid: String, succeeded: Bool) {
    if succeeded { collectedSucceeded.append(uid) } else { collectedFailed.append(uid) }
  }

  /// Moves the named pods into the counts; whether there were any.
  mutating func countCollected() -> Bool {
    defer {
      succeeded += collectedSucceeded.count
      failed += collectedFailed.count
      collectedSucceeded = []
      collectedFailed = []
    }
    return hasCollected
  }

  // MARK: Conditions

  func has(_ type: String) -> Bool { condition(type)?["status"]?.string == "True" }

  /// The reason and message of a condition.
  func end(_ type: String) -> End? {
    condition(type).map { End(reason: $0["reason"]?.string ?? "", message: $0["message"]?.string ?? "") }
  }

  mutating func set(_ type: String, _ end: End, at now: Date) {
    guard !has(type) else { return }
    conditions.append(Self.condition(type, "True", end.reason, end.message, at: now))
  }

  /// Notes a suspension; whether it is new.
  mutating func suspend(at now: Date) -> Bool {
    startTime = nil
    return setSuspended("True", "JobSuspended", "Job suspended", at: now)
  }

  /// Notes the end of a suspension; whether there was one.
  mutating func resume(at now: Date) -> Bool {
    guard has("Suspended") else { return false }
    return setSuspended("False", "JobResumed", "Job resumed", at: now)
  }

  private mutating func setSuspended(_ value: String, _ reason: String, _ message: String, at now: Date)
    -> Bool
  {
    guard condition("Suspended")?["status"]?.string != value else { return false }
    conditions.removeAll { $0["type"]?.string == "Suspended" }
    conditions.append(Self.condition("Suspended", value, reason, message, at: now))
    return true
  }

  private func condition(_ type: String) -> JSONValue? { conditions.first { $0["type"]?.string == type } }

  private static func condition(
    _ type: String, _ value: String, _ reason: String, _ message: String, at now: Date
  ) -> JSONValue {
    let time = JSONValue(Timestamp.text(now))
    return [
      "type": JSONValue(type), "status": JSONValue(value), "lastProbeTime": time, "lastTransitionTime": time,
      "reason": JSONValue(reason), "message": JSONValue(message),
    ]
  }

  /// The status as the API has it.
  var json: JSONValue {
    .object([
      "startTime": startTime, "completionTime": completionTime,
      "active": StatusFields.omittingZero(active), "ready": JSONValue(ready),
      "terminating": JSONValue(terminating), "succeeded": StatusFields.omittingZero(succeeded),
      "failed": StatusFields.omittingZero(failed),
      "uncountedTerminatedPods": .object([
        "succeeded": collectedSucceeded.isEmpty ? nil : JSONValue(collectedSucceeded),
        "failed": collectedFailed.isEmpty ? nil : JSONValue(collectedFailed),
      ]),
      "conditions": conditions.isEmpty ? nil : .array(conditions),
    ])
  }
}
