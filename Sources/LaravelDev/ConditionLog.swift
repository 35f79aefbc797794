import KubeClient

/// Turns the states of an app into lines, one for each condition that changed. Pure.
struct ConditionLog {
  /// The line above the others.
  static let heading = line("TIME", "CONDITION", "STATUS", "REASON", "MESSAGE")

  private var last: [String: Condition] = [:]

  /// The lines for what is new in this state.
  /// - Parameter elapsed: since the app was applied.
  mutating func lines(for app: KubeObject, elapsed: Duration) -> [String] {
    var lines: [String] = []
    for condition in app.conditions {
      let before = last[condition.type]
      guard before?.value != condition.value || before?.reason != condition.reason else { continue }
      last[condition.type] = condition
      lines.append(
        Self.line(
          Self.seconds(elapsed), condition.type, condition.value.rawValue, condition.reason, condition.message
        ))
    }
    return lines
  }

  private static func line(
    _ time: String, _ type: String, _ status: String, _ reason: String, _ message: String
  ) -> String {
    time.leftPadded(to: 6) + "  " + type.padded(to: 22) + status.padded(to: 9) + reason.padded(to: 22)
      + message
  }

  private static func seconds(_ duration: Duration) -> String {
    let tenths = Int(duration / .milliseconds(100))
    return "\(tenths / 10).\(tenths % 10)s"
  }
}

extension String {
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

  func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
