import KubeClient

/// Reads the compact notation that the fields of the built-in kinds are written in.
///
/// One type is `Name: field type marks, field type marks`, continued on lines that are indented deeper. A type
/// is a name, `[]type`, `map type` or a basic one (`string`, `int32`, `time`, `quantity`, `any`, ...). Marks:
/// `@2.4` behind the name: the field number in protobuf, after that of the message it is inlined from; `!` there:
/// required; `0`: written even when it is empty; `*`: a Go struct that is always there; `{a b}`: a list whose items are told
/// apart by these keys; `{}`: a list that is a set; `#`: replaced as a whole; `~key`: strategic merge by that
/// key, `~` as a set, `+` keeps only the keys of the patch; `|a|b`: the values allowed; `=json`: the default.
struct SchemaNotation {
  /// Why a text is not in the notation.
  struct NotationError: Error, CustomStringConvertible {
    let description: String
  }

  private struct Field {
    var name: String
    var type: String
    var marks: [Substring]
    var isRequired: Bool
    /// Field numbers on the way through inlined messages.
    var numbers: [Int]
  }

  private struct TypeText {
    var isAtomic: Bool
    var fields: Substring
  }

  private var texts: [String: TypeText] = [:]
  private var built: [String: Schema] = [:]

  /// Reads all types of the texts.
  init(_ sources: [String]) throws(NotationError) {
    for source in sources {
      var current = ""
      for line in source.split(separator: "\n") {
        if line.first == " " {
          current += " " + line.drop { $0 == " " }
        } else {
          try add(current)
          current = String(line)
        }
      }
      try add(current)
    }
  }

  private mutating func add(_ line: String) throws(NotationError) {
    guard !line.isEmpty else { return }
    guard let colon = line.firstIndex(of: ":") else {
      throw NotationError(description: "no colon in: \(line)")
    }
    let head = line[..<colon].split(separator: " ")
    guard let name = head.first else { throw NotationError(description: "no name in: \(line)") }
    texts[String(name)] = TypeText(
      isAtomic: head.count > 1, fields: line[line.index(after: colon)...])
  }

  /// The names of all types.
  var names: [String] { Array(texts.keys) }

  /// The schema of a type; `nil` when there is no such type.
  mutating func schema(_ name: String) throws(NotationError) -> Schema? {
    if let schema = built[name] { return schema }
    guard let text = texts[name] else { return nil }
    var fields = Schema.Fields()
    fields.type = .object
    fields.typeName = name
    fields.isBuiltin = true
    fields.isAtomicMap = text.isAtomic
    for part in text.fields.split(separator: ",") {
      let field = try Self.field(part)
      fields.properties[field.name] = try property(field)
      if field.type == "time", Self.writesNullTimes(name) { fields.nullMembers.append(field.name) }
      if field.isRequired { fields.required.append(field.name) }
      if !field.numbers.isEmpty { fields.memberNumbers[field.numbers] = field.name }
    }
    let schema = Schema(fields)
    built[name] = schema
    return schema
  }

  /// Whether a type's times are no pointers: Go writes them as `null` when they are not set.
  private static func writesNullTimes(_ name: String) -> Bool {
    (name.hasSuffix("Condition") && name != "Condition")
      || ["ContainerStateRunning", "ContainerStateTerminated"].contains(name)
  }

  private static func field(_ text: Substring) throws(NotationError) -> Field {
    var words = text.split(separator: " ")[...]
    guard let first = words.popFirst(), var type = words.popFirst() else {
      throw NotationError(description: "no type in: \(text)")
    }
    var typeText = ""
    while type == "map" || type == "[]map" {
      typeText += type + " "
      guard let next = words.popFirst() else { throw NotationError(description: "no type in: \(text)") }
      type = next
    }
    let isRequired = first.last == "!"
    let named = first.prefix { $0 != "!" }.split(separator: "@")
    return Field(
      name: String(named.first ?? ""), type: typeText + type, marks: Array(words), isRequired: isRequired,
      numbers: named.dropFirst().first?.split(separator: ".").compactMap { Int($0) } ?? [])
  }

  private mutating func property(_ field: Field) throws(NotationError) -> Schema {
    let schema = try type(field.type[...])
    guard !field.marks.isEmpty else { return schema }
    var fields = schema.fields
    var keys: [String]?
    for mark in field.marks {
      if keys != nil || mark.first == "{" {
        keys = (keys ?? []) + [mark.trimmingBraces].filter { !$0.isEmpty }
        if mark.last == "}" {
          fields.listType = (keys ?? []).isEmpty ? .set : .map(keys: keys ?? [])
          keys = nil
        }
        continue
      }
      switch mark.first {
      case "*": fields.isAlwaysPresent = true
      case "0": fields.isAlwaysWritten = true
      case "#": fields.isAtomicMap = true
      case "~":
        let key = mark.dropFirst().filter { $0 != "+" }
        fields.patchStrategy = Schema.PatchStrategy(
          mergeKey: fields.type == .array ? key : nil, retainsKeys: mark.last == "+")
      case "|": fields.allowedValues = mark.split(separator: "|").map { JSONValue(String($0)) }
      case "=":
        guard let value = try? JSONValue(parsing: String(mark.dropFirst())) else {
          throw NotationError(description: "bad default: \(mark)")
        }
        fields.defaultValue = value
      default: throw NotationError(description: "unknown mark: \(mark)")
      }
    }
    return Schema(fields)
  }

  private mutating func type(_ name: Substring) throws(NotationError) -> Schema {
    var fields = Schema.Fields()
    fields.isBuiltin = true
    if name.hasPrefix("[]") {
      fields.type = .array
      fields.items = try type(name.dropFirst(2))
    } else if name.hasPrefix("map ") {
      fields.type = .object
      fields.additionalProperties = try type(name.dropFirst(4))
    } else if let basic = Self.basic[String(name)] {
      fields = basic
      fields.isBuiltin = true
    } else if let schema = try schema(String(name)) {
      return schema
    } else {
      throw NotationError(description: "unknown type: \(name)")
    }
    return Schema(fields)
  }

  private static let basic: [String: Schema.Fields] = {
    func make(_ type: Schema.ValueType?, _ format: String = "") -> Schema.Fields {
      var fields = Schema.Fields()
      fields.type = type
      fields.format = format
      return fields
    }
    var any = make(nil)
    any.preservesUnknownFields = true
    var intOrString = make(nil, "int-or-string")
    intOrString.isIntOrString = true
    var quantity = make(nil, "quantity")
    quantity.isIntOrString = true
    return [
      "string": make(.string), "bytes": make(.string, "byte"), "bool": make(.boolean),
      "int32": make(.integer, "int32"), "int64": make(.integer, "int64"), "number": make(.number),
      "time": make(.string, "date-time"), "microtime": make(.string, "date-time-micro"), "any": any,
      "intstr": intOrString, "quantity": quantity,
    ]
  }()
}

extension Substring {
  fileprivate var trimmingBraces: String { String(filter { $0 != "{" && $0 != "}" }) }
}
