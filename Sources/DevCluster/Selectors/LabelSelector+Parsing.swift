/// Reads the text of label selectors; messages are those of `k8s.io/apimachinery/pkg/labels`.
extension LabelSelector {
  /// The selector of a query parameter.
  /// - Throws: 400 with what was found and what was expected.
  init(parsing text: String) throws(APIError) {
    var parser = Parser(text)
    requirements = try parser.requirements()
  }

  private enum Token: Equatable {
    case word(String)
    case sign(String)
    case end

    var text: String {
      switch self {
      case .word(let text), .sign(let text): text
      case .end: ""
      }
    }
  }

  private struct Parser {
    private var rest: Substring
    private var current: Token = .end

    init(_ text: String) {
      rest = text[...]
      current = next()
    }

    private static let signs: Set<Character> = ["=", "!", "(", ")", ",", ">", "<"]

    private mutating func next() -> Token {
      rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" }
      guard let first = rest.first else { return .end }
      if Self.signs.contains(first) {
        for sign in ["==", "!=", "=", "!", "(", ")", ",", ">", "<"] where rest.hasPrefix(sign) {
          rest = rest.dropFirst(sign.count)
          return .sign(sign)
        }
      }
      let word = rest.prefix { !Self.signs.contains($0) && !$0.isWhitespace }
      rest = rest.dropFirst(word.count)
      return .word(String(word))
    }

    @discardableResult
    private mutating func take() -> Token {
      defer { current = next() }
      return current
    }

    private func failure(expected: String) -> APIError {
      .badRequest("found '\(current.text)', expected: \(expected)")
    }

    mutating func requirements() throws(APIError) -> [Requirement] {
      var result: [Requirement] = []
      if current == .end { return [] }
      while true {
        result.append(try requirement())
        switch take() {
        case .end: return result
        case .sign(","):
          if current == .end { throw failure(expected: "identifier after ','") }
        case let other: throw .badRequest("found '\(other.text)', expected: ',' or 'end of string'")
        }
      }
    }

    private mutating func requirement() throws(APIError) -> Requirement {
      if current == .sign("!") {
        take()
        return .isMissing(try word())
      }
      guard case .word(let key) = current else {
        throw failure(expected: "!, identifier, or 'end of string'")
      }
      take()
      switch current {
      case .end, .sign(","): return .exists(key)
      case .sign("="), .sign("=="):
        take()
        return .isIn(key, [value()])
      case .sign("!="):
        take()
        return .isNotIn(key, [value()])
      case .sign(">"), .sign("<"):
        let isGreater = take() == .sign(">")
        guard let limit = Int(value()) else {
          throw .badRequest("for 'Gt', 'Lt' operators, the value must be an integer")
        }
        return isGreater ? .isGreater(key, limit) : .isLess(key, limit)
      case .word("in"):
        take()
        return .isIn(key, try values())
      case .word("notin"):
        take()
        return .isNotIn(key, try values())
      default: throw failure(expected: "in, notin, =, ==, !=, gt, lt")
      }
    }

    private mutating func word() throws(APIError) -> String {
      guard case .word(let text) = current else { throw failure(expected: "identifier") }
      take()
      return text
    }

    /// A value, which may be empty.
    private mutating func value() -> String {
      guard case .word(let text) = current else { return "" }
      take()
      return text
    }

    private mutating func values() throws(APIError) -> Set<String> {
      guard current == .sign("(") else { throw failure(expected: "'('") }
      take()
      var result: Set<String> = []
      while true {
        result.insert(value())
        switch current {
        case .sign(","): take()
        case .sign(")"):
          take()
          return result
        default: throw failure(expected: "',', or ')'")
        }
      }
    }
  }
}
