import KubeClient

/// The three conditions about the app as a whole.
enum SummaryConditions {
  /// Users can use the app.
  static let ready = "Ready"
  /// Something is on its way to what the spec asks for.
  static let progressing = "Progressing"
  /// Something is wrong that does not heal by itself.
  static let degraded = "Degraded"

  /// `Ready`, `Progressing` and `Degraded`.
  static func conditions(of app: LaravelApp, _ judgments: [Judgment], _ writer: ConditionWriter)
    -> [Condition]
  {
    [readiness(app, judgments, writer), progress(judgments, writer), degradation(judgments, writer)]
  }

  private static func readiness(_ app: LaravelApp, _ judgments: [Judgment], _ writer: ConditionWriter)
    -> Condition
  {
    let blocking = judgments.filter(\.blocksReady).sorted { $0.severity > $1.severity }
    if app.spec.isSuspended {
      return writer.condition(
        ready, .false, reason: "Suspended", message: "spec.suspend is true: nothing runs, the data is kept")
    }
    guard let worst = blocking.first else {
      return writer.condition(ready, .true, reason: "Ready", message: "the app can be used")
    }
    return writer.condition(ready, .false, reason: worst.reason, message: summary(blocking))
  }

  private static func progress(_ judgments: [Judgment], _ writer: ConditionWriter) -> Condition {
    let steps = judgments.compactMap(\.progress)
    guard steps.isEmpty else {
      return writer.condition(
        progressing, .true, reason: "RollingOut", message: steps.joined(separator: "; "))
    }
    if let stalled = judgments.first(where: { $0.reason == "ProgressDeadlineExceeded" }) {
      return writer.condition(progressing, .false, reason: stalled.reason, message: stalled.message)
    }
    return writer.condition(progressing, .false, reason: "Settled", message: "nothing is being rolled out")
  }

  private static func degradation(_ judgments: [Judgment], _ writer: ConditionWriter) -> Condition {
    let faults = judgments.filter(\.isFault).sorted { $0.severity > $1.severity }
    guard let worst = faults.first else {
      return writer.condition(degraded, .false, reason: "AsExpected", message: "nothing needs attention")
    }
    return writer.condition(degraded, .true, reason: worst.reason, message: summary(faults))
  }

  /// The part before each message tells which one it is about.
  private static func summary(_ judgments: [Judgment]) -> String {
    judgments.map { "\($0.part.rawValue): \($0.message)" }.joined(separator: "; ")
  }
}
