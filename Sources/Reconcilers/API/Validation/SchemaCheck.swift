import KubeClient

/// Compares a tree with its schema and collects everything that is wrong, each with its path.
struct SchemaCheck {
  /// Whether fields that the schema does not know are wrong. An API server drops them before anybody sees them.
  let refusesUnknownFields: Bool
  private(set) var errors: [FieldError] = []

  /// A check that has found nothing yet.
  init(refusesUnknownFields: Bool) { self.refusesUnknownFields = refusesUnknownFields }

  /// Checks a value.
  mutating func check(_ value: JSONValue, _ schema: FieldSchema, at path: String) {
    switch schema {
    case .text(let length, let format):
      guard let text = value.string else { return report(path, "must be a string: put it into quotes") }
      check(text, length, format, at: path)
    case .choice(let choices):
      guard let text = value.string, choices.contains(text) else {
        return report(path, "must be one of \(choices.sorted().joined(separator: ", "))")
      }
    case .integer(let range):
      guard let number = value.int else { return report(path, "must be an integer") }
      if !range.contains(number) {
        report(path, "must be between \(range.lowerBound) and \(range.upperBound)")
      }
    case .boolean:
      if value.bool == nil { report(path, "must be true or false") }
    case .quantity:
      guard Self.isText(value) || value.int != nil else {
        return report(path, "must be a short text or an integer: write fractions in quotes, such as \"0.5\"")
      }
      guard let amount = Quantity(value), let zero = Quantity("0"), amount >= zero else {
        return report(path, "must hold quantities such as 50m, 0.5, 128Mi or 1Gi, none of them negative")
      }
    case .list(let item, let count, let identity):
      guard let items = value.array else { return report(path, "must be a list") }
      check(items, item, count, identity, at: path)
    case .object(let members, let required):
      guard let object = value.object else { return report(path, "must be an object") }
      check(object, members, required, at: path)
    case .map(let member, let count, let message):
      guard let object = value.object else { return report(path, "must be an object") }
      if object.count > count { report(path, "must have at most \(count) members") }
      if !object.keys.allSatisfy({ QualifiedName.isValid($0[...]) }) { report(path, message) }
      for entry in object { check(entry.value, member, at: "\(path).\(entry.key)") }
    case .anything:
      if value.object == nil { report(path, "must be an object") }
    }
  }

  /// What a canonical quantity can have at most; longer texts are no amounts but mistakes.
  private static func isText(_ value: JSONValue) -> Bool {
    value.string.map { $0.unicodeScalars.count <= 32 } ?? false
  }

  private mutating func check(
    _ text: String, _ length: ClosedRange<Int>, _ format: TextFormat?, at path: String
  ) {
    // OpenAPI counts Unicode scalars.
    let count = text.unicodeScalars.count
    if count > length.upperBound {
      report(path, "must have at most \(length.upperBound) characters")
    } else if let format, !format.accepts(text[...]) {
      report(path, format.message)
    } else if count < length.lowerBound {
      report(path, "must not be empty")
    }
  }

  private mutating func check(
    _ items: [JSONValue], _ schema: FieldSchema, _ count: ClosedRange<Int>, _ identity: FieldSchema.Identity,
    at path: String
  ) {
    if items.count > count.upperBound { report(path, "must have at most \(count.upperBound) items") }
    if items.count < count.lowerBound { report(path, "must not be empty: leave it out for the default") }
    var seen: Set<JSONValue> = []
    for (index, item) in items.enumerated() {
      let itemPath = "\(path)[\(index)]"
      check(item, schema, at: itemPath)
      let mark: JSONValue? =
        switch identity {
        case .position: nil
        case .value: item
        case .member(let name): item[name]
        }
      if let mark, !seen.insert(mark).inserted {
        report(itemPath, "\(Self.text(mark)) is in the list twice: remove one")
      }
    }
  }

  private mutating func check(
    _ object: JSONObject, _ members: [String: FieldSchema], _ required: Set<String>, at path: String
  ) {
    for entry in object where !entry.value.isNull {
      if let schema = members[entry.key] {
        check(entry.value, schema, at: "\(path).\(entry.key)")
      } else {
        reportUnknown(entry.key, "\(path).\(entry.key)", known: members.keys)
      }
    }
    // The API server takes null for missing, too.
    for name in required.sorted() where object[name]?.isNull ?? true {
      report("\(path).\(name)", "is required")
    }
  }

  /// Reports the members that are none of the known ones, at the top of an object.
  mutating func checkNames(of object: JSONObject, known: [String]) {
    for key in object.keys where !known.contains(key) { reportUnknown(key, key, known: known) }
  }

  private mutating func reportUnknown(_ name: String, _ path: String, known: some Sequence<String>) {
    guard refusesUnknownFields else { return }
    let guess = Spelling.closest(to: name, among: known).map { ", did you mean \"\($0)\"?" } ?? ""
    report(path, "unknown field\(guess)")
  }

  private static func text(_ value: JSONValue) -> String { value.string ?? value.description }

  private mutating func report(_ path: String, _ message: String) {
    errors.append(FieldError(path: path, message: message))
  }
}
