import KubeClient

/// The part of kubectl's JSONPath that printer columns use: fields, indexes, `[*]` and `[?(@.a=='b')]`.
struct JSONPath: Sendable {
  private enum Step: Sendable {
    case field(String)
    case index(Int)
    case all
    case matching(path: [String], equals: JSONValue, isNegated: Bool)
  }

  private let steps: [Step]

  /// A path such as `.status.conditions[?(@.type=="Ready")].status`; `nil` when it is not understood.
  init?(_ text: String) {
    var rest = text[...]
    if rest.hasPrefix("{"), rest.hasSuffix("}") { rest = rest.dropFirst().dropLast() }
    if rest.hasPrefix("$") { rest = rest.dropFirst() }
    var steps: [Step] = []
    while let first = rest.first {
      if first == "." {
        let (name, tail) = Self.name(rest.dropFirst())
        if !name.isEmpty { steps.append(name == "*" ? .all : .field(name)) }
        rest = tail
      } else if first == "[" {
        guard let end = Self.closing(rest),
          let step = Self.bracket(rest[rest.index(after: rest.startIndex)..<end])
        else { return nil }
        steps.append(step)
        rest = rest[rest.index(after: end)...]
      } else {
        return nil
      }
    }
    self.steps = steps
  }

  /// The values at the path; empty when there are none.
  func values(in value: JSONValue) -> [JSONValue] {
    var found = [value]
    for step in steps {
      found = found.flatMap { value -> [JSONValue] in
        switch step {
        case .field(let name): return value[name].map { [$0] } ?? []
        case .index(let index):
          let items = value.items
          let position = index < 0 ? items.count + index : index
          return items.indices.contains(position) ? [items[position]] : []
        case .all: return value.array ?? value.object?.map(\.value) ?? []
        case .matching(let path, let expected, let isNegated):
          return value.items.filter { (($0[path: path] ?? .null) == expected) != isNegated }
        }
      }
    }
    return found
  }

  /// A field's name; dots in it are written `\.`.
  private static func name(_ text: Substring) -> (String, Substring) {
    var name = ""
    var rest = text
    while let character = rest.first, character != ".", character != "[" {
      rest = rest.dropFirst()
      if character == "\\", let escaped = rest.first {
        name.append(escaped)
        rest = rest.dropFirst()
      } else {
        name.append(character)
      }
    }
    return (name, rest)
  }

  private static func closing(_ text: Substring) -> Substring.Index? {
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == "]" {
        return index
      }
    }
    return nil
  }

  private static func bracket(_ text: Substring) -> Step? {
    if text == "*" { return .all }
    if let index = Int(text) { return .index(index) }
    if let name = quoted(text) { return .field(name) }
    guard text.hasPrefix("?("), text.hasSuffix(")") else { return nil }
    let condition = text.dropFirst(2).dropLast()
    for (sign, isNegated) in [("==", false), ("!=", true)] {
      guard let range = condition.firstRange(of: sign) else { continue }
      let left = condition[..<range.lowerBound].filter { $0 != " " }
      let right = condition[range.upperBound...].drop { $0 == " " }
      guard left.hasPrefix("@.") else { return nil }
      let trimmed = right.reversed().drop { $0 == " " }.reversed()
      let literal = Substring(String(trimmed))
      let value: JSONValue? =
        quoted(literal).map { .string($0) } ?? (try? JSONValue(parsing: String(literal)))
      guard let value else { return nil }
      return .matching(
        path: left.dropFirst(2).split(separator: ".").map(String.init), equals: value, isNegated: isNegated)
    }
    return nil
  }

  private static func quoted(_ text: Substring) -> String? {
    guard text.count >= 2, let first = text.first, first == "'" || first == "\"", text.last == first else {
      return nil
    }
    return String(text.dropFirst().dropLast())
  }
}
