import Foundation
import KubeClient

/// What Go's decoder and encoder make of the objects of built-in kinds.
enum GoDecoding {
  /// The first value whose type does not fit, in the words of `encoding/json`.
  static func mismatch(in object: JSONValue, kind: String, by schema: Schema) -> String? {
    mismatch(object, schema, Place(structure: kind, path: ""))
  }

  /// Where a value is: the Go struct around it and the path from the kind.
  private struct Place {
    var structure: String
    var path: String
  }

  private static func mismatch(_ value: JSONValue, _ schema: Schema, _ place: Place) -> String? {
    let fields = schema.fields
    if value.isNull || (fields.type == nil && !fields.isIntOrString) { return nil }
    if fields.isIntOrString {
      if fields.format == "quantity" {
        return Quantity(value) == nil
          ? "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
          : nil
      }
      switch value {
      case .string, .int, .double: return nil
      default: return message(value, "intstr.IntOrString", place)
      }
    }
    switch (fields.type, value) {
    case (.string, .string(let text)) where !fields.format.isEmpty:
      return malformed(text, format: fields.format)
    case (.object, .object(let members)):
      for member in members {
        guard let property = schema.member(member.key) else { continue }
        var below = place
        if fields.properties[member.key] != nil { below.path += ".\(member.key)" }
        if let name = fields.typeName, !place.path.isEmpty { below.structure = name }
        if let found = mismatch(member.value, property, below) { return found }
      }
      return nil
    case (.array, .array(let items)):
      guard let itemSchema = fields.items else { return nil }
      for item in items {
        if let found = mismatch(item, itemSchema, place) { return found }
      }
      return nil
    case (.string, .string), (.boolean, .bool), (.number, .int), (.number, .double): return nil
    case (.integer, .int(let number)):
      if fields.format == "int32", Int32(exactly: number) == nil {
        return message("number \(number)", "int32", place)
      }
      return nil
    case (.integer, .double(let number)):
      return number.rounded() == number ? nil : message("number \(value)", goType(schema), place)
    default: return message(value, goType(schema), place)
    }
  }

  private static func message(_ value: JSONValue, _ type: String, _ place: Place) -> String {
    let found =
      switch value {
      case .int, .double: "number"
      case .bool: "bool"
      default: value.typeName
      }
    return message(found, type, place)
  }

  private static func message(_ found: String, _ type: String, _ place: Place) -> String {
    "json: cannot unmarshal \(found) into Go struct field \(place.structure)\(place.path) of type \(type)"
  }

  private static func goType(_ schema: Schema) -> String {
    let fields = schema.fields
    switch fields.type {
    case .string:
      return fields.format == "byte" ? "[]uint8" : fields.format.hasPrefix("date") ? "v1.Time" : "string"
    case .boolean: return "bool"
    case .integer: return fields.format.isEmpty ? "int64" : fields.format
    case .number: return "float64"
    case .array: return "[]\(fields.items.map(goType) ?? "interface {}")"
    case .object:
      if let name = fields.typeName { return "v1.\(name)" }
      return "map[string]\(fields.additionalProperties.map(goType) ?? "interface {}")"
    case nil: return "interface {}"
    }
  }

  /// Why a text is no value of that format.
  private static func malformed(_ text: String, format: String) -> String? {
    switch format {
    case "byte":
      if Data(base64Encoded: text) != nil { return nil }
      let valid = text.utf8.prefix { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: "+")
          || byte == UInt8(ascii: "/")
      }
      return "illegal base64 data at input byte \(valid.count)"
    case "date-time-micro":
      if PatternCache.shared.matches(
        text, pattern: #"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$"#)
      {
        return nil
      }
      return "parsing time \(JSONValue(text)) as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse "
        + "\(JSONValue(text)) as \"2006\""
    case "date-time":
      if text.isEmpty || Timestamp.date(text) != nil { return nil }
      return
        "parsing time \(JSONValue(text)) as \"2006-01-02T15:04:05Z07:00\": cannot parse \(JSONValue(text)) as "
        + "\"2006\""
    default: return nil
    }
  }

  /// The object as Go writes it back: no nulls, no empty lists and maps that may be left out, and structs that
  /// are always there.
  static func normalized(_ value: JSONValue, by schema: Schema) -> JSONValue {
    if schema.fields.format == "quantity" {
      // Go keeps amounts in their canonical form: `0.5` is `500m`.
      return Quantity(value).map { .string($0.description) } ?? value
    }
    switch value {
    case .object(let members):
      guard !schema.fields.properties.isEmpty else {
        guard let memberSchema = schema.fields.additionalProperties else { return value }
        return .object(JSONObject(members.map { ($0.key, normalized($0.value, by: memberSchema)) }))
      }
      var result = JSONObject()
      for member in members {
        guard let property = schema.member(member.key) else {
          result[member.key] = member.value
          continue
        }
        if isLeftOut(member.value, property, isRequired: schema.fields.required.contains(member.key)) {
          continue
        }
        result[member.key] = normalized(member.value, by: property)
      }
      for name in schema.fields.nullMembers where result[name] == nil { result[name] = JSONValue.null }
      for (name, property) in schema.fields.properties
      where property.fields.isAlwaysPresent && result[name] == nil {
        result[name] = normalized([:], by: property)
      }
      return .object(result)
    case .array(let items):
      guard let itemSchema = schema.fields.items else { return value }
      return .array(items.map { normalized($0, by: itemSchema) })
    default: return value
    }
  }

  private static func isLeftOut(_ value: JSONValue, _ schema: Schema, isRequired: Bool) -> Bool {
    if isRequired { return false }
    if value.isNull { return true }
    if value.array?.isEmpty == true { return true }
    return value.object?.isEmpty == true && schema.fields.additionalProperties != nil
  }

  /// An object of that type before anything is set: what server-side apply compares a new object with.
  static func zero(_ schema: Schema) -> JSONValue {
    var result = JSONObject()
    for (name, property) in schema.fields.properties {
      if property.fields.isAlwaysPresent {
        result[name] = zero(property)
      } else if schema.fields.required.contains(name) {
        result[name] = .null
      }
    }
    return .object(result)
  }
}

extension GoDecoding {
  /// The status of an object that nobody has looked at yet.
  static func zeroStatus(_ schema: Schema) -> JSONValue {
    schema.fields.properties["status"].map(zeroWithScalars) ?? [:]
  }

  /// An empty struct as Go writes it: numbers that are always written are 0.
  private static func zeroWithScalars(_ schema: Schema) -> JSONValue {
    var result = JSONObject()
    for (name, property) in schema.fields.properties {
      if property.fields.isAlwaysPresent {
        result[name] = zeroWithScalars(property)
      } else if schema.fields.required.contains(name) || property.fields.isAlwaysWritten {
        switch property.fields.type {
        case .integer, .number: result[name] = 0
        case .string: result[name] = ""
        case .boolean: result[name] = false
        default: result[name] = .null
        }
      }
    }
    return .object(result)
  }
}
