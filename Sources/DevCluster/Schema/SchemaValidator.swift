import KubeClient

/// Judges a custom resource by its schema, in the words of `k8s.io/kube-openapi/pkg/validation`.
struct SchemaValidator {
  private var errors: [FieldError] = []

  /// Everything wrong with a custom resource.
  static func errors(in resource: JSONValue, by schema: Schema) -> [FieldError] {
    var validator = SchemaValidator()
    // Metadata has its own rules (`ObjectNames`).
    var object = resource
    object["metadata"] = nil
    validator.check(object, by: schema, path: "")
    // CEL rules are not evaluated on objects whose shape they cannot rely on.
    let blocking: Set<String> = [
      "FieldValueNotSupported", "FieldValueRequired", "FieldValueTooLong", "FieldValueTooMany",
      "FieldValueTypeInvalid",
    ]
    guard schema.fields.hasRules, validator.errors.contains(where: { blocking.contains($0.reason) }) else {
      return validator.errors
    }
    validator.errors.append(
      FieldError(
        field: "<nil>", reason: "FieldValueInvalid",
        message:
          "Invalid value: null: some validation rules were not checked because the object was invalid; "
          + "correct the existing errors to complete validation"))
    return validator.errors
  }

  private mutating func check(_ value: JSONValue, by schema: Schema, path: String) {
    let fields = schema.fields
    if value.isNull, fields.isNullable || fields.type == nil { return }
    let isRightType = checkType(value, by: fields, path: path)
    checkEnum(value, by: fields, path: path)
    if isRightType {
      switch value {
      case .string(let text): checkString(text, by: fields, path: path)
      case .int, .double: checkNumber(value, by: fields, path: path)
      case .array(let items): checkArray(items, by: schema, path: path)
      case .object(let members): checkObject(members, by: schema, path: path)
      case .null, .bool: break
      }
    }
    checkCombinations(value, by: fields, path: path)
  }

  private mutating func checkType(_ value: JSONValue, by fields: Schema.Fields, path: String) -> Bool {
    if fields.isIntOrString {
      if case .string = value { return true }
      if value.isInteger { return true }
      typeError(value, expected: "integer,string", path: path)
      return false
    }
    guard let type = fields.type else { return true }
    let matches =
      switch (type, value) {
      case (.object, .object), (.array, .array), (.string, .string), (.boolean, .bool): true
      case (.number, .int), (.number, .double): true
      case (.integer, _): value.isInteger
      default: false
      }
    if !matches { typeError(value, expected: type.rawValue, path: path) }
    return matches
  }

  private mutating func typeError(_ value: JSONValue, expected: String, path: String) {
    let actual = JSONValue(value.typeName)
    errors.append(.typeInvalid(path, actual, "\(path) in body must be of type \(expected): \(actual)"))
  }

  private mutating func checkEnum(_ value: JSONValue, by fields: Schema.Fields, path: String) {
    guard !fields.allowedValues.isEmpty, !fields.allowedValues.contains(value) else { return }
    errors.append(.notSupported(path, value, allowed: fields.allowedValues.map(\.quoted)))
  }

  private mutating func checkString(_ text: String, by fields: Schema.Fields, path: String) {
    let length = text.unicodeScalars.count
    if let maximum = fields.maxLength, length > maximum {
      errors.append(.tooLong(path, maximum: maximum))
    }
    if let minimum = fields.minLength, length < minimum {
      errors.append(.invalid(path, .string(text), "\(path) in body should be at least \(minimum) chars long"))
    }
    if let pattern = fields.pattern, !PatternCache.shared.matches(text, pattern: pattern) {
      errors.append(.invalid(path, .string(text), "\(path) in body should match '\(pattern)'"))
    }
    if !fields.format.isEmpty, !StringFormat.accepts(text, format: fields.format) {
      errors.append(
        .typeInvalid(
          path, .string(text), "\(path) in body must be of type \(fields.format): \(JSONValue(text))"))
    }
  }

  private mutating func checkNumber(_ value: JSONValue, by fields: Schema.Fields, path: String) {
    guard let number = value.double else { return }
    if let limit = fields.maximum, let maximum = limit.double {
      if fields.isMaximumExclusive ? number >= maximum : number > maximum {
        let relation = fields.isMaximumExclusive ? "less than" : "less than or equal to"
        errors.append(.invalid(path, value, "\(path) in body should be \(relation) \(limit)"))
      }
    }
    if let limit = fields.minimum, let minimum = limit.double {
      if fields.isMinimumExclusive ? number <= minimum : number < minimum {
        let relation = fields.isMinimumExclusive ? "greater than" : "greater than or equal to"
        errors.append(.invalid(path, value, "\(path) in body should be \(relation) \(limit)"))
      }
    }
    if let factor = fields.multipleOf, factor != 0, number.truncatingRemainder(dividingBy: factor) != 0 {
      errors.append(
        .invalid(path, value, "\(path) in body should be a multiple of \(JSONValue.double(factor))"))
    }
  }

  private mutating func checkArray(_ items: [JSONValue], by schema: Schema, path: String) {
    let fields = schema.fields
    if let itemSchema = fields.items {
      for (index, item) in items.enumerated() { check(item, by: itemSchema, path: "\(path)[\(index)]") }
    }
    if let maximum = fields.maxItems, items.count > maximum {
      errors.append(.tooMany(path, count: items.count, maximum: maximum))
    }
    if let minimum = fields.minItems, items.count < minimum {
      errors.append(
        .invalid(path, JSONValue(items.count), "\(path) in body should have at least \(minimum) items"))
    }
    var seen: Set<String> = []
    for (index, item) in items.enumerated() {
      guard let identity = ListItemKey.value(of: item, in: schema) else { continue }
      if !seen.insert(identity.description).inserted {
        errors.append(.duplicate("\(path)[\(index)]", identity))
      }
    }
  }

  private mutating func checkObject(_ members: JSONObject, by schema: Schema, path: String) {
    let fields = schema.fields
    for member in members {
      guard let property = schema.member(member.key) else { continue }
      let memberPath = path.isEmpty ? member.key : "\(path).\(member.key)"
      check(member.value, by: property, path: memberPath)
    }
    if fields.isEmbeddedResource {
      for name in ["apiVersion", "kind"] where (members[name]?.string ?? "").isEmpty {
        errors.append(.required("\(path).\(name)"))
      }
    }
    for name in fields.required where members[name] == nil {
      errors.append(.required(path.isEmpty ? name : "\(path).\(name)"))
    }
    if let maximum = fields.maxProperties, members.count > maximum {
      errors.append(.tooMany(path, count: members.count, maximum: maximum))
    }
    if let minimum = fields.minProperties, members.count < minimum {
      errors.append(
        .invalid(
          path, JSONValue(members.count), "\(path) in body should have at least \(minimum) properties"))
    }
  }

  private mutating func checkCombinations(_ value: JSONValue, by fields: Schema.Fields, path: String) {
    for part in fields.allOf { check(value, by: part, path: path) }
    if !fields.anyOf.isEmpty, !fields.isIntOrString {
      let alternatives = fields.anyOf.map { Self.errors(value, schema: $0, path: path) }
      if !alternatives.contains(where: \.isEmpty) {
        combination("\"\(path)\" must validate at least one schema (anyOf)", closest: alternatives)
      }
    }
    if !fields.oneOf.isEmpty {
      let alternatives = fields.oneOf.map { Self.errors(value, schema: $0, path: path) }
      let count = alternatives.count(where: \.isEmpty)
      if count == 0 {
        combination(
          "\"\(path)\" must validate one and only one schema (oneOf). Found none valid", closest: alternatives
        )
      } else if count > 1 {
        combination(
          "\"\(path)\" must validate one and only one schema (oneOf). Found \(count) valid alternatives")
      }
    }
    if let not = fields.not, Self.errors(value, schema: not, path: path).isEmpty {
      combination("\"\(path)\" must not validate the schema (not)")
    }
  }

  /// A combination fails as a whole, without a field; the errors of the alternative that fits best tell why.
  private mutating func combination(_ message: String, closest alternatives: [[FieldError]] = []) {
    errors.append(.invalid("<nil>", "", message))
    errors += alternatives.min { $0.count < $1.count } ?? []
  }

  private static func errors(_ value: JSONValue, schema: Schema, path: String) -> [FieldError] {
    var validator = SchemaValidator()
    validator.check(value, by: schema, path: path)
    return validator.errors
  }
}

extension JSONValue {
  /// The value in quotes, as lists of supported values show it.
  fileprivate var quoted: String { string == nil ? "\"\(description)\"" : description }
}

extension JSONValue {
  /// Whether this is a number without a fraction.
  var isInteger: Bool {
    switch self {
    case .int: true
    case .double(let value): value.rounded() == value
    default: false
    }
  }

  /// The JSON type of this value, as error messages name it.
  var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .int: "integer"
    case .double: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
