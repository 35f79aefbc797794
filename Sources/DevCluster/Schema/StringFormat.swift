import Foundation

/// The formats of strings that custom resource schemas may ask for; unknown ones accept everything, as in
/// `k8s.io/kube-openapi/pkg/validation/strfmt`.
enum StringFormat {
  static func accepts(_ text: String, format: String) -> Bool {
    switch format {
    case "date-time": Timestamp.date(text) != nil
    case "date": matches(text, #"^\d{4}-\d{2}-\d{2}$"#) && Timestamp.date("\(text)T00:00:00Z") != nil
    case "uuid": UUID(uuidString: text) != nil
    case "ipv4": isIPv4(text)
    case "ipv6": text.contains(":") && matches(text, "^[0-9a-fA-F:.]+$")
    case "cidr": matches(text, #"^[0-9a-fA-F:.]+/\d{1,3}$"#)
    case "byte": Data(base64Encoded: text) != nil
    case "uri": URL(string: text)?.scheme != nil
    case "email": matches(text, #"^[^@\s]+@[^@\s]+$"#)
    case "hostname":
      // One label, or labels and a top-level domain of letters.
      text.count <= 255
        && matches(
          text,
          "^([a-zA-Z0-9](-?[a-zA-Z0-9]{0,62})?|([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z]{2,63})$"
        )
    case "duration": GoDuration.isValid(text)
    default: true
    }
  }

  private static func isIPv4(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
  }

  private static func matches(_ text: String, _ pattern: String) -> Bool {
    PatternCache.shared.matches(text, pattern: pattern)
  }
}

/// Durations as `strfmt` reads them: Go's (`1h30m`), and numbers with longer units (`3 days`).
enum GoDuration {
  private static let units =
    "(ns|us|µs|ms|s|m|h|d|w|nano|nanos|nanosecond|nanoseconds|micro|micros|microsecond|microseconds|milli|millis|"
    + "millisecond|milliseconds|sec|secs|second|seconds|min|mins|minute|minutes|hr|hrs|hour|hours|day|days|wk|wks|"
    + "week|weeks)"

  static func isValid(_ text: String) -> Bool {
    text == "0"
      || PatternCache.shared.matches(
        text, pattern: #"^[-+]?(\d+(\.\d*)?|\.\d+)\s*\#(units)(\s*(\d+(\.\d*)?|\.\d+)\s*\#(units))*$"#)
  }
}
