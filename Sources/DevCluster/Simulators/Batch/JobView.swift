import Foundation
import KubeClient

/// What a Job asks for, with the API's defaults.
struct JobView {
  let object: KubeObject

  var parallelism: Int { object["spec", "parallelism"]?.int ?? 1 }
  /// `nil` lets any success complete the Job.
  var completions: Int? {
    object["spec", "completions"]?.int ?? (object["spec", "parallelism"] == nil ? 1 : nil)
  }
  var backoffLimit: Int { object["spec", "backoffLimit"]?.int ?? 6 }
  var isSuspended: Bool { object["spec", "suspend"]?.bool ?? false }
  var restartsInPlace: Bool { object["spec", "template", "spec", "restartPolicy"]?.string == "OnFailure" }
  var startTime: Date? { object["status", "startTime"]?.string.flatMap(Timestamp.date) }

  /// When it has been active for too long.
  var deadline: Date? {
    guard let seconds = object["spec", "activeDeadlineSeconds"]?.int else { return nil }
    return startTime?.addingTimeInterval(Double(seconds))
  }

  /// The condition that says that it is over, `Complete` or `Failed`.
  var end: Condition? {
    object.conditions.first { ["Complete", "Failed"].contains($0.type) && $0.value == .true }
  }

  var isFinished: Bool { end != nil }
  var hasSucceeded: Bool { end?.type == "Complete" }

  /// When it ended.
  var finishedAt: Date? { end.flatMap { Timestamp.date($0.lastTransitionTime) } }

  /// When it is to be deleted.
  var expiresAt: Date? {
    guard let seconds = object["spec", "ttlSecondsAfterFinished"]?.int else { return nil }
    return finishedAt?.addingTimeInterval(Double(seconds))
  }
}
