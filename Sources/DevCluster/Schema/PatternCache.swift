import Foundation
import Synchronization

/// Compiled patterns of schemas.
final class PatternCache: Sendable {
  static let shared = PatternCache()

  private let compiled = Mutex<[String: NSRegularExpression?]>([:])

  /// Whether a pattern is found in a text; a pattern that cannot be compiled matches everything, as it is
  /// the definition that is wrong and not the object.
  func matches(_ text: String, pattern: String) -> Bool {
    compiled.withLock { cache in
      let expression: NSRegularExpression?
      if let known = cache[pattern] {
        expression = known
      } else {
        expression = try? NSRegularExpression(pattern: Self.translated(pattern))
        cache[pattern] = .some(expression)
      }
      guard let expression else { return true }
      let range = NSRange(text.startIndex..., in: text)
      return expression.firstMatch(in: text, range: range) != nil
    }
  }

  /// Go's `$` is the end of the text; ICU's is also before a line break there.
  private static func translated(_ pattern: String) -> String {
    guard pattern.contains("$") else { return pattern }
    var result = ""
    var isEscaped = false
    var isInClass = false
    for character in pattern {
      result.append(character)
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "[" {
        isInClass = true
      } else if character == "]" {
        isInClass = false
      } else if character == "$", !isInClass {
        result += "(?!\\n)"
      }
    }
    return result
  }
}
