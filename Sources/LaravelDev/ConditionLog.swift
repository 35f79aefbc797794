import KubeClient

/// Turns the states of an app into lines, one for each condition that changed. Pure.
struct ConditionLog {
  private var last: [String: Condition] = [:]

  /// The lines for what is new in this state.
  /// - Parameter elapsed: since the app was applied.
  mutating func lines(for app: KubeObject, elapsed: Duration) -> [String] {
    var lines: [String] = []
    for condition in app.conditions {
      let before = last[condition.type]
      guard before?.value != condition.value || before?.reason != condition.reason else { continue }
      last[condition.type] = condition
      let message = condition.message.isEmpty ? "" : "  \(condition.message)"
      lines.append(
        Self.seconds(elapsed).leftPadded(to: 7) + "  " + condition.type.padded(to: 22)
          + condition.value.rawValue.padded(to: 9) + condition.reason.padded(to: 24) + message)
    }
    return lines
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
