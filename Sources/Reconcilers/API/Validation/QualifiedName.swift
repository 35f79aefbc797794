/// The keys of labels, annotations and extended resources: `[prefix/]name`.
enum QualifiedName {
  /// A DNS name of at most 253 characters, a slash, and a name of at most 63 (apimachinery, validation).
  static let maximumLength = 317

  /// Whether that text is a qualified name.
  static func isValid(_ text: Substring) -> Bool {
    guard text.utf8.count <= maximumLength else { return false }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.last, parts.count <= 2 else { return false }
    if parts.count == 2,
      !TextScan.isJoined(parts[0], letters: { $0.isASCIILowercase || $0.isASCIIDigit }, joints: "-.")
    {
      return false
    }
    return TextScan.isJoined(name, letters: { $0.isASCIIAlphanumeric }, joints: "-_.")
  }
}
