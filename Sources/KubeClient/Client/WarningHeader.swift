/// The texts of an answer's `Warning` fields: deprecated APIs, fields that are ignored, what an admission policy
/// would refuse.
enum WarningHeader {
  /// More text than that is no warning for people.
  static let maximumLength = 500

  /// The API server writes `299 - "text"`, one field for each warning (KEP-1693); anything else is left out.
  static func texts(_ headers: HTTPHeaders) -> [String] {
    headers.all("Warning").compactMap { value in
      let prefix = "299 - \""
      guard value.hasPrefix(prefix) else { return nil }
      var text = ""
      var isEscaped = false
      for character in value.dropFirst(prefix.count) {
        if isEscaped {
          text.append(character)
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          return String(text.prefix(maximumLength))
        } else {
          text.append(character)
        }
      }
      return nil
    }
  }
}
