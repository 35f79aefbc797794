import Logging

/// One line of the log: the text of an event in one of two forms, of bounded length.
struct LogLine: Sendable {
  /// Longest line in bytes, without the newline: a log collector cuts or drops longer ones.
  static let maximumLength = 16 << 10

  /// Longest text of one value in bytes, and most items of one list, at first and when the line is still too long.
  private struct Limits {
    let text: Int
    let items: Int
    static let usual = Limits(text: 4 << 10, items: 100)
    static let tight = Limits(text: 200, items: 10)
  }

  private static let reserved: Set<String> = ["ts", "level", "logger", "msg"]

  let time: MicroTime
  let level: Logger.Level
  let logger: String
  let message: String
  let metadata: Logger.Metadata

  func text(_ format: LogFormat) -> String {
    let usual = text(format, .usual)
    guard usual.utf8.count > Self.maximumLength else { return usual }
    let tight = text(format, .tight)
    guard tight.utf8.count > Self.maximumLength else { return tight }
    return LogLine(
      time: time, level: level, logger: logger, message: message,
      metadata: ["truncated": "\(metadata.count) fields left out"]
    ).text(format, .tight)
  }

  private func text(_ format: LogFormat, _ limits: Limits) -> String {
    switch format {
    case .json: json(limits)
    case .text: plain(limits)
    }
  }

  // MARK: JSON

  private func json(_ limits: Limits) -> String {
    var line = "{\"ts\":\"\(time.rfc3339(fractionDigits: 3))\",\"level\":\"\(level)\""
    line += ",\"logger\":\(JSONValue(Self.cut(logger, limits)))"
    line += ",\"msg\":\(JSONValue(Self.cut(message, limits)))"
    for (key, value) in fields { line += ",\(JSONValue(Self.cut(key, limits))):\(Self.json(value, limits))" }
    return line + "}"
  }

  /// Sorted, and without the names that every line has.
  private var fields: [(String, Logger.MetadataValue)] {
    metadata.map { (Self.reserved.contains($0.key) ? "\($0.key)_" : $0.key, $0.value) }
      .sorted { $0.0 < $1.0 }
  }

  private static func json(_ value: Logger.MetadataValue, _ limits: Limits) -> JSONValue {
    switch value {
    case .string(let text): JSONValue(cut(text, limits))
    case .stringConvertible(let value): json(convertible: value, limits)
    case .array(let items): .array(items.prefix(limits.items).map { json($0, limits) })
    case .dictionary(let members):
      .object(
        JSONObject(
          members.sorted { $0.key < $1.key }.prefix(limits.items)
            .map { (cut($0.key, limits), json($0.value, limits)) }))
    }
  }

  private static func json(
    convertible value: any CustomStringConvertible & Sendable, _ limits: Limits
  ) -> JSONValue {
    switch value {
    case let number as Int: JSONValue(number)
    case let number as Double: .double(number)
    case let flag as Bool: JSONValue(flag)
    default: JSONValue(cut(value.description, limits))
    }
  }

  // MARK: Text

  private func plain(_ limits: Limits) -> String {
    let name = "\(level)".uppercased()
    var line =
      "\(time.rfc3339(fractionDigits: 3)) \(name)\(String(repeating: " ", count: max(0, 8 - name.count)))"
    line += " \(Self.oneLine(Self.cut(logger, limits))): \(Self.oneLine(Self.cut(message, limits)))"
    for (key, value) in fields {
      line += " \(Self.oneLine(Self.cut(key, limits)))=\(Self.plain(Self.json(value, limits)))"
    }
    return line
  }

  /// Bare where that is unmistakable, else quoted as JSON.
  private static func plain(_ value: JSONValue) -> String {
    guard let text = value.string else { return value.description }
    let isBare = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") }
    return isBare ? text : value.description
  }

  /// A line break in a message must not look like the next line.
  private static func oneLine(_ text: String) -> String {
    text.utf8.contains { $0 < 0x20 } ? text.split { $0.isNewline }.joined(separator: " ⏎ ") : text
  }

  private static func cut(_ text: String, _ limits: Limits) -> String {
    guard text.utf8.count > limits.text else { return text }
    return text.prefix(bytes: limits.text) + "… (\(text.utf8.count) bytes)"
  }
}

extension String {
  /// As many whole characters from the start as fit into so many bytes of UTF-8.
  func prefix(bytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var end = utf8.index(utf8.startIndex, offsetBy: limit)
    while String.Index(end, within: self) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }
}
