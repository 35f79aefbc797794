import Foundation
import KubeClient

/// One column of a table.
struct TableColumn: Sendable {
  var name: String
  var type = "string"
  var format = ""
  /// 0 is always shown, more only with `-o wide`.
  var priority = 0
  var description = ""

  var json: JSONValue {
    [
      "name": JSONValue(name), "type": JSONValue(type), "format": JSONValue(format),
      "description": JSONValue(description), "priority": JSONValue(priority),
    ]
  }
}

/// Times as kubectl shows them: `k8s.io/apimachinery/pkg/util/duration`.
enum HumanDuration {
  /// The time since a timestamp; `<unknown>` without one.
  static func since(_ timestamp: String?, now: Double) -> String {
    guard let timestamp, let date = Timestamp.date(timestamp) else { return "<unknown>" }
    return text(seconds: Int(now - date.timeIntervalSince1970))
  }

  /// At most two units, and only one where the second says little.
  static func text(seconds: Int) -> String {
    if seconds < -1 { return "<invalid>" }
    if seconds < 0 { return "0s" }
    if seconds < 120 { return "\(seconds)s" }
    let minutes = seconds / 60
    if minutes < 10 { return seconds % 60 == 0 ? "\(minutes)m" : "\(minutes)m\(seconds % 60)s" }
    if minutes < 180 { return "\(minutes)m" }
    let hours = minutes / 60
    if hours < 8 { return minutes % 60 == 0 ? "\(hours)h" : "\(hours)h\(minutes % 60)m" }
    if hours < 48 { return "\(hours)h" }
    let days = hours / 24
    if days < 8 { return hours % 24 == 0 ? "\(days)d" : "\(days)d\(hours % 24)h" }
    if days < 730 { return "\(days)d" }
    let years = days / 365
    if days < 8 * 365 { return days % 365 == 0 ? "\(years)y" : "\(years)y\(days % 365)d" }
    return "\(years)y"
  }
}
