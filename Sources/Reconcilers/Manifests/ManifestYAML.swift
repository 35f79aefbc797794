import KubeClient

/// Writes manifests as YAML the way `kubectl get -o yaml` lays them out: block style, members sorted, list items
/// at the indentation of their key. Equal values give equal text.
public enum ManifestYAML {
  /// One YAML document per object, separated by `---`.
  public static func text(_ objects: [KubeObject]) -> String {
    objects.map { text($0.json) }.joined(separator: "---\n")
  }

  /// One YAML document, with a newline at its end.
  public static func text(_ value: JSONValue) -> String {
    var output = ""
    switch value {
    case .object(let members) where !members.isEmpty: write(members, indentation: 0, to: &output)
    case .array(let items) where !items.isEmpty: write(items, indentation: 0, to: &output)
    default: output = scalar(value) + "\n"
    }
    return output
  }

  private static func write(_ members: JSONObject, indentation: Int, to output: inout String) {
    for (index, member) in members.enumerated() {
      // The first member may follow a "- " on the same line.
      if index > 0 || !output.hasSuffix("- ") { output += String(repeating: " ", count: indentation) }
      output += string(member.key) + ":"
      switch member.value {
      case .object(let inner) where !inner.isEmpty:
        output += "\n"
        write(inner, indentation: indentation + 2, to: &output)
      case .array(let items) where !items.isEmpty:
        output += "\n"
        write(items, indentation: indentation, to: &output)
      default:
        output += " " + scalar(member.value) + "\n"
      }
    }
  }

  private static func write(_ items: [JSONValue], indentation: Int, to output: inout String) {
    for (index, item) in items.enumerated() {
      if index > 0 || !output.hasSuffix("- ") { output += String(repeating: " ", count: indentation) }
      output += "- "
      switch item {
      case .object(let members) where !members.isEmpty:
        write(members, indentation: indentation + 2, to: &output)
      case .array(let inner) where !inner.isEmpty:
        write(inner, indentation: indentation + 2, to: &output)
      default:
        output += scalar(item) + "\n"
      }
    }
  }

  /// Numbers, booleans, `null` and empty collections are written as in JSON, which YAML contains.
  private static func scalar(_ value: JSONValue) -> String {
    value.string.map(string) ?? value.description
  }

  private static func string(_ text: String) -> String {
    isPlain(text) ? text : JSONValue(text).description
  }

  /// Words that some version of YAML reads as something else than text.
  private static let reserved: Set<String> = [
    "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf",
  ]

  /// Whether every YAML parser reads the bare text as this very text. Only shapes that manifests are full of are
  /// written bare; whatever else there is gets quotes.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.allSatisfy(isPlain), !reserved.contains(text.lowercased()),
      !text.contains(": "), !text.contains(" #"), !text.hasSuffix(":"), !text.hasSuffix(" ")
    else { return false }
    let word = text.utf8.drop { $0 == UInt8(ascii: "-") }
    return word.first.map(isLetter) ?? false || first == UInt8(ascii: "/") || first == UInt8(ascii: "_")
      || isAmount(text)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || " _-./:@+=,%()".utf8.contains(byte)
  }

  /// `50m`, `128Mi`: digits, then letters that make no number of them.
  private static func isAmount(_ text: String) -> Bool {
    let unit = text.utf8.drop(while: isDigit)
    return unit.count < text.utf8.count && !unit.isEmpty
      && unit.allSatisfy { isLetter($0) && !"xXoObBeE".utf8.contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
