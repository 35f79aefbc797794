/// A strict RFC 8259 parser from UTF-8 bytes to `JSONValue`.
///
/// Why not Foundation's: `JSONSerialization` takes ten times the memory, and `JSONDecoder` cannot look at a
/// value's type, so decoding an arbitrary tree with it means failing on five types per value. This one also
/// drops `metadata.managedFields` (often half of an object) before anything is allocated for it.
public struct JSONParser: Sendable {
  /// Why the text is no JSON, and at which byte.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was expected or is wrong.
    public let reason: String
    /// Bytes from the start of the text.
    public let offset: Int

    /// "invalid JSON at byte 17: ..."
    public var description: String { "invalid JSON at byte \(offset): \(reason)" }
  }

  /// Deeper nesting is refused: no Kubernetes object needs it, and recursion must not run out of stack.
  public static let maximumDepth = 200

  private let dropManagedFields: Bool
  /// Long keys repeat in every object of a list; one copy of each is kept. Short ones (15 bytes) need no memory.
  private var keys: [String] = Array(repeating: "", count: 512)

  /// A parser that may be used for many texts; it remembers keys, so texts of one kind share theirs.
  /// - Parameter dropManagedFields: leave out `managedFields` of every `metadata`.
  public init(dropManagedFields: Bool = false) {
    self.dropManagedFields = dropManagedFields
  }

  /// The value of a whole text.
  /// - Throws: `ParseError` when the bytes are not exactly one JSON value in valid UTF-8.
  public mutating func parse(_ bytes: some Sequence<UInt8>) throws(ParseError) -> JSONValue {
    let direct = bytes.withContiguousStorageIfAvailable { buffer in
      Result { () throws(ParseError) in try self.parse(buffer: buffer) }
    }
    if let direct { return try direct.get() }
    let copy = Array(bytes)
    let result = copy.withUnsafeBufferPointer { buffer in
      Result { () throws(ParseError) in try self.parse(buffer: buffer) }
    }
    return try result.get()
  }

  private mutating func parse(buffer: UnsafeBufferPointer<UInt8>) throws(ParseError) -> JSONValue {
    var reader = Reader(bytes: buffer, keys: keys, dropManagedFields: dropManagedFields)
    keys = []
    defer { keys = reader.keys }
    let value = try reader.value(depth: 0, parentKey: "")
    reader.skipWhitespace()
    guard reader.position == buffer.count else { throw reader.failure("text after the end of the value") }
    return value
  }
}

extension JSONValue {
  /// The value of a JSON text.
  /// - Throws: `JSONParser.ParseError` when the bytes are not exactly one JSON value.
  public init(parsing bytes: some Sequence<UInt8>) throws(JSONParser.ParseError) {
    var parser = JSONParser()
    self = try parser.parse(bytes)
  }

  /// The value of a JSON text.
  /// - Throws: `JSONParser.ParseError` when the text is not exactly one JSON value.
  public init(parsing text: String) throws(JSONParser.ParseError) {
    try self.init(parsing: text.utf8)
  }
}

/// Reads one text; every access to the bytes is checked against their count.
private struct Reader {
  let bytes: UnsafeBufferPointer<UInt8>
  var keys: [String]
  let dropManagedFields: Bool
  var position = 0

  init(bytes: UnsafeBufferPointer<UInt8>, keys: [String], dropManagedFields: Bool) {
    self.bytes = bytes
    self.keys = keys
    self.dropManagedFields = dropManagedFields
  }

  func failure(_ reason: String) -> JSONParser.ParseError {
    JSONParser.ParseError(reason: reason, offset: position)
  }

  /// 0 stands for the end: it is no byte that JSON allows outside strings.
  func peek() -> UInt8 { position < bytes.count ? bytes[position] : 0 }

  mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
      default: return
      }
    }
  }

  mutating func expect(_ byte: UInt8) throws(JSONParser.ParseError) {
    guard peek() == byte else { throw failure("expected '\(Character(UnicodeScalar(byte)))'") }
    position += 1
  }

  mutating func value(depth: Int, parentKey: String) throws(JSONParser.ParseError) -> JSONValue {
    guard depth < JSONParser.maximumDepth else { throw failure("nested too deeply") }
    skipWhitespace()
    switch peek() {
    case UInt8(ascii: "{"): return try object(depth: depth, parentKey: parentKey)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case 0 where position >= bytes.count: throw failure("unexpected end")
    default: throw failure("expected a value")
    }
  }

  mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONParser.ParseError) -> JSONValue {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count,
      text.withUTF8Buffer({ $0.elementsEqual(bytes[position..<position + count]) })
    else { throw failure("expected \(text)") }
    position += count
    return value
  }

  mutating func object(depth: Int, parentKey: String) throws(JSONParser.ParseError) -> JSONValue {
    position += 1
    var members: [JSONObject.Member] = []
    skipWhitespace()
    if peek() == UInt8(ascii: "}") {
      position += 1
      return .object(JSONObject())
    }
    while true {
      skipWhitespace()
      let name = try key()
      skipWhitespace()
      try expect(UInt8(ascii: ":"))
      let member = try value(depth: depth + 1, parentKey: name)
      // Parsed and let go at once: nothing of it stays.
      if !(dropManagedFields && name == "managedFields" && parentKey == "metadata") {
        members.append(JSONObject.Member(key: name, value: member))
      }
      skipWhitespace()
      if peek() == UInt8(ascii: ",") {
        position += 1
        continue
      }
      guard peek() == UInt8(ascii: "}") else { throw failure("expected ',' or '}'") }
      position += 1
      return .object(JSONObject(unsorted: members))
    }
  }

  mutating func array(depth: Int) throws(JSONParser.ParseError) -> JSONValue {
    position += 1
    var items: [JSONValue] = []
    skipWhitespace()
    if peek() == UInt8(ascii: "]") {
      position += 1
      return .array(items)
    }
    while true {
      items.append(try value(depth: depth + 1, parentKey: ""))
      skipWhitespace()
      if peek() == UInt8(ascii: ",") {
        position += 1
        continue
      }
      guard peek() == UInt8(ascii: "]") else { throw failure("expected ',' or ']'") }
      position += 1
      return .array(items)
    }
  }

  mutating func number() throws(JSONParser.ParseError) -> JSONValue {
    let start = position
    var isInteger = true
    if peek() == UInt8(ascii: "-") { position += 1 }
    if peek() == UInt8(ascii: "0") {
      position += 1
    } else if !skipDigits() {
      throw failure("expected a digit")
    }
    if peek() == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      guard skipDigits() else { throw failure("expected a digit") }
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
      guard skipDigits() else { throw failure("expected a digit") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let value = Int64(text) { return .int(value) }
    guard let value = Double(text), value.isFinite else { throw failure("number out of range") }
    return .double(value)
  }

  mutating func skipDigits() -> Bool {
    let start = position
    while position < bytes.count, bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") {
      position += 1
    }
    return position > start
  }

  mutating func key() throws(JSONParser.ParseError) -> String {
    guard let run = try plainRun() else { return try string() }
    defer { position = run.upperBound + 1 }
    guard run.count > 15 else { return try text(of: run) }
    var hash = UInt32(2_166_136_261)
    for index in run { hash = (hash ^ UInt32(bytes[index])) &* 16_777_619 }
    let slot = Int(hash % UInt32(keys.count))
    let slice = bytes[run]
    if keys[slot].utf8.elementsEqual(slice) { return keys[slot] }
    let name = try text(of: run)
    keys[slot] = name
    return name
  }

  /// The bytes between two quotes when no escape is in them; the position stays where it is.
  mutating func plainRun() throws(JSONParser.ParseError) -> Range<Int>? {
    guard peek() == UInt8(ascii: "\"") else { throw failure("expected '\"'") }
    var end = position + 1
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "\""): return position + 1..<end
      case UInt8(ascii: "\\"): return nil
      case 0..<0x20:
        position = end
        throw failure("control character in a string")
      default: end += 1
      }
    }
    position = end
    throw failure("string without an end")
  }

  func text(of run: Range<Int>) throws(JSONParser.ParseError) -> String {
    guard let text = String(validating: bytes[run], as: UTF8.self) else {
      throw failure("string is not valid UTF-8")
    }
    return text
  }

  mutating func string() throws(JSONParser.ParseError) -> String {
    if let run = try plainRun() {
      let plain = try text(of: run)
      position = run.upperBound + 1
      return plain
    }
    position += 1
    var unescaped: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: unescaped, as: UTF8.self) else {
          throw failure("string is not valid UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): try appendEscape(to: &unescaped)
      case 0..<0x20: throw failure("control character in a string")
      default: unescaped.append(byte)
      }
    }
    throw failure("string without an end")
  }

  mutating func appendEscape(to output: inout [UInt8]) throws(JSONParser.ParseError) {
    let byte = peek()
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
    case UInt8(ascii: "b"): output.append(0x08)
    case UInt8(ascii: "f"): output.append(0x0C)
    case UInt8(ascii: "n"): output.append(0x0A)
    case UInt8(ascii: "r"): output.append(0x0D)
    case UInt8(ascii: "t"): output.append(0x09)
    case UInt8(ascii: "u"): output.append(contentsOf: String(try escapedScalar()).utf8)
    default: throw failure("unknown escape")
    }
  }

  /// The scalar of `\uXXXX` or of a surrogate pair; a lone surrogate becomes U+FFFD, as in Go.
  mutating func escapedScalar() throws(JSONParser.ParseError) -> Character {
    let first = try fourHexDigits()
    if (0xD800..<0xDC00).contains(first), position + 6 <= bytes.count,
      bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    {
      let mark = position
      position += 2
      let second = try fourHexDigits()
      if (0xDC00..<0xE000).contains(second),
        let scalar = UnicodeScalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
      {
        return Character(scalar)
      }
      position = mark
    }
    return Character(UnicodeScalar(first) ?? "\u{FFFD}")
  }

  mutating func fourHexDigits() throws(JSONParser.ParseError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw failure("escape without an end") }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else { throw failure("bad \\u escape") }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }
}
