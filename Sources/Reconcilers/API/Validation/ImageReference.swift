/// The grammar of image references: `[registry[:port]/]path[:tag][@digest]`, as the container runtimes read it
/// (distribution/reference), without the abbreviations that depend on a runtime's configuration.
enum ImageReference {
  private static let maximumTag = 128
  private static let digestDigits = 32...128

  /// Whether that text is an image reference.
  static func isValid(_ text: Substring) -> Bool {
    let atSign = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard var name = atSign.first else { return false }
    if atSign.count == 2, !isDigest(atSign[1]) { return false }
    // A colon after the last slash starts the tag; one before it belongs to the registry's port.
    let lastSegment = name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex
    if let colon = name[lastSegment...].lastIndex(of: ":") {
      guard isTag(name[name.index(after: colon)...]) else { return false }
      name = name[..<colon]
    }
    let segments = name.split(separator: "/", omittingEmptySubsequences: false)
    let hasRegistry = segments.count > 1 && isRegistry(segments[0])
    return segments.dropFirst(hasRegistry ? 1 : 0).allSatisfy(isPathComponent)
  }

  private static func isRegistry(_ text: Substring) -> Bool {
    var host = text
    if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
      let port = text[text.index(after: colon)...]
      guard (1...5).contains(port.count), port.allSatisfy({ $0.isASCII && $0.isNumber }) else { return false }
      host = text[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]"), host.count > 2 {
      return host.dropFirst().dropLast().allSatisfy { $0.isASCII && ($0.isHexDigit || $0 == ":") }
    }
    return TextScan.isJoined(host, letters: { $0.isASCIIAlphanumeric }, joints: "-.")
  }

  /// Lower-case runs joined by any number of `.`, `_` and `-`.
  private static func isPathComponent(_ text: Substring) -> Bool {
    TextScan.isJoined(text, letters: { $0.isASCIILowercase || $0.isASCIIDigit }, joints: "._-")
  }

  private static func isTag(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= maximumTag else { return false }
    return (first.isASCIIAlphanumeric || first == UInt8(ascii: "_"))
      && TextScan.consists(text, of: { $0.isASCIIAlphanumeric }, or: "_.-")
  }

  private static func isDigest(_ text: Substring) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, digestDigits.contains(parts[1].utf8.count) else { return false }
    return isAlgorithm(parts[0])
      && TextScan.consists(
        parts[1], of: { $0.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) })
  }

  /// Lower-case runs joined by single `+`, `.`, `_` and `-`.
  private static func isAlgorithm(_ text: Substring) -> Bool {
    text.split(omittingEmptySubsequences: false, whereSeparator: { "+._-".contains($0) }).allSatisfy {
      !$0.isEmpty && TextScan.consists($0, of: { $0.isASCIILowercase || $0.isASCIIDigit })
    }
  }
}
