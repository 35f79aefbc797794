/// The names that DNS and Kubernetes share.
enum DNSName {
  /// RFC 1035: what every label of a name may have at most.
  private static let maximumLabel = 63

  /// Lower-case letters, digits and `-`, starting with a letter: the name of a Service (RFC 1035).
  static func isLabel(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, first.isASCIILowercase else { return false }
    return isSegment(text)
  }

  /// Segments with dots between them: the name of most objects of Kubernetes (RFC 1123).
  static func isSubdomain(_ text: Substring) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isSegment)
  }

  /// The name of a host. Its last label starts with a letter, so an IP address is none.
  static func isHost(_ text: Substring) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let last = labels.last, let first = last.utf8.first, first.isASCIILowercase else { return false }
    return labels.allSatisfy { $0.utf8.count <= maximumLabel && isSegment($0) }
  }

  /// The name of a host, or `*.` and one.
  static func isHostOrWildcard(_ text: Substring) -> Bool {
    isHost(text.hasPrefix("*.") ? text.dropFirst(2) : text)
  }

  private static func isSegment(_ text: Substring) -> Bool {
    TextScan.isJoined(text, letters: { $0.isASCIILowercase || $0.isASCIIDigit }, joints: "-")
  }
}
