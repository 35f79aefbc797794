import Foundation

/// The formats of strings that custom resource schemas may ask for; unknown ones accept everything, as in
/// `k8s.io/kube-openapi/pkg/validation/strfmt`.
enum StringFormat {
  static func accepts(_ text: String, format: String) -> Bool {
    switch format {
    case "date-time": Timestamp.date(text) != nil
    case "date": matches(text, #"^\d{4}-\d{2}-\d{2}$"#)
    case "uuid": UUID(uuidString: text) != nil
    case "ipv4": isIPv4(text)
    case "ipv6": text.contains(":") && matches(text, "^[0-9a-fA-F:.]+$")
    case "cidr": matches(text, #"^[0-9a-fA-F:.]+/\d{1,3}$"#)
    case "byte": Data(base64Encoded: text) != nil
    case "uri": URL(string: text)?.scheme != nil
    case "email": matches(text, #"^[^@\s]+@[^@\s]+$"#)
    case "hostname":
      text.count <= 253
        && matches(
          text,
          #"^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\.?$"#
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

/// Durations as Go reads them: `1h30m`, `1.5s`, `-10ms`.
enum GoDuration {
  static func isValid(_ text: String) -> Bool {
    text == "0"
      || PatternCache.shared.matches(
        text, pattern: #"^[-+]?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h)|\.\d+(ns|us|µs|ms|s|m|h))+$"#)
  }
}
