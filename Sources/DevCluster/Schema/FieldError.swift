import KubeClient

/// One thing wrong with one field, worded as `k8s.io/apimachinery/pkg/util/validation/field` words it.
struct FieldError: Sendable, Hashable {
  /// The path, such as `spec.ports[0].port`.
  let field: String
  /// The machine-readable reason of the cause.
  let reason: String
  /// The words after the path.
  let message: String

  static func required(_ field: String, _ detail: String = "") -> FieldError {
    FieldError(
      field: field, reason: "FieldValueRequired",
      message: detail.isEmpty ? "Required value" : "Required value: \(detail)")
  }

  static func invalid(_ field: String, _ value: JSONValue, _ detail: String) -> FieldError {
    FieldError(
      field: field, reason: "FieldValueInvalid", message: "Invalid value: \(shown(value)): \(detail)")
  }

  static func typeInvalid(_ field: String, _ value: JSONValue, _ detail: String) -> FieldError {
    FieldError(
      field: field, reason: "FieldValueTypeInvalid", message: "Invalid value: \(shown(value)): \(detail)")
  }

  static func notSupported(_ field: String, _ value: JSONValue, allowed: [String]) -> FieldError {
    FieldError(
      field: field, reason: "FieldValueNotSupported",
      message: "Unsupported value: \(shown(value)): supported values: \(allowed.joined(separator: ", "))")
  }

  static func duplicate(_ field: String, _ value: JSONValue) -> FieldError {
    FieldError(field: field, reason: "FieldValueDuplicate", message: "Duplicate value: \(shown(value))")
  }

  static func forbidden(_ field: String, _ detail: String) -> FieldError {
    FieldError(field: field, reason: "FieldValueForbidden", message: "Forbidden: \(detail)")
  }

  static func tooLong(_ field: String, maximum: Int, unit: String = "bytes") -> FieldError {
    FieldError(
      field: field, reason: "FieldValueTooLong", message: "Too long: may not be more than \(maximum) \(unit)")
  }

  static func tooMany(_ field: String, count: Int, maximum: Int) -> FieldError {
    FieldError(
      field: field, reason: "FieldValueTooMany",
      message: "Too many: \(count): must have at most \(maximum) items")
  }

  var json: JSONValue {
    ["reason": JSONValue(reason), "message": JSONValue(message), "field": JSONValue(field)]
  }

  private static func shown(_ value: JSONValue) -> String { value.description }
}

extension APIError {
  /// 422: the object breaks rules; one message and cause per field.
  static func invalid(kind: String, group: String, name: String, _ errors: [FieldError]) -> APIError {
    var texts: [String] = []
    for error in errors {
      let text = "\(error.field): \(error.message)"
      if !texts.contains(text) { texts.append(text) }
    }
    let list =
      switch texts.count {
      case 0: "<nil>"
      case 1: texts[0]
      default: "[\(texts.joined(separator: ", "))]"
      }
    return APIError(
      code: 422, reason: "Invalid",
      message: "\(group.isEmpty ? kind : "\(kind).\(group)") \"\(name)\" is invalid: \(list)",
      details: .members([
        "name": JSONValue(name).unless(name.isEmpty), "group": JSONValue(group).unless(group.isEmpty),
        "kind": JSONValue(kind).unless(kind.isEmpty),
        "causes": JSONValue.array(errors.map(\.json)).unless(errors.isEmpty),
      ]))
  }
}
