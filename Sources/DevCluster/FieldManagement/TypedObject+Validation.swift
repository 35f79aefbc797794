import KubeClient

extension TypedObject {
  /// Why an applied configuration cannot be merged by its schema, in the words of `structured-merge-diff`;
  /// `nil` when it can.
  var mismatch: String? {
    var problems: [String] = []
    Self.check(value, schema, path: "", problems: &problems)
    switch problems.count {
    case 0: return nil
    case 1: return problems[0]
    default: return "errors:\n" + problems.map { "  \($0)" }.joined(separator: "\n")
    }
  }

  private static func check(_ value: JSONValue, _ schema: Schema, path: String, problems: inout [String]) {
    if value.isNull { return }
    let prefix = path.isEmpty ? "" : "\(path): "
    switch schema.fields.type {
    case .object?:
      guard let members = value.object else {
        problems.append("\(prefix)expected map, got &{\(value.goText)}")
        return
      }
      for member in members {
        if let property = schema.member(member.key) {
          check(member.value, property, path: "\(path).\(member.key)", problems: &problems)
        } else if !schema.keepsUnknownMembers {
          problems.append("\(path).\(member.key): field not declared in schema")
        }
      }
    case .array?:
      guard let items = value.array else {
        problems.append("\(prefix)expected list, got &{\(value.goText)}")
        return
      }
      checkItems(items, schema, path: path, problems: &problems)
    case .string? where value.string == nil:
      problems.append("\(prefix)expected string, got &value.valueUnstructured{Value:\(value)}")
    case .boolean? where value.bool == nil:
      problems.append("\(prefix)expected boolean, got &{\(value.goText)}")
    case .integer? where value.double == nil, .number? where value.double == nil:
      problems.append("\(prefix)expected numeric (int or float), got \(value.goTypeName)")
    default: break
    }
  }

  private static func checkItems(
    _ items: [JSONValue], _ schema: Schema, path: String, problems: inout [String]
  ) {
    let itemSchema = schema.fields.items ?? .any
    var seen: Set<String> = []
    for (index, item) in items.enumerated() {
      guard schema.listType != .atomic else {
        check(item, itemSchema, path: "\(path)[\(index)]", problems: &problems)
        continue
      }
      // Keys of built-in types are never missing: Go reads them as empty.
      if !itemSchema.fields.isBuiltin, case .map(let keys) = schema.listType,
        let missing = keys.first(where: { key in
          item[key] == nil && itemSchema.fields.properties[key]?.fields.defaultValue == nil
        })
      {
        problems.append(
          "\(path): element \(index): associative list with keys has an element that omits all key fields "
            + "[\"\(missing)\"] (and doesn't have default values for any key fields)")
        continue
      }
      let element = ListItemKey.pathElement(of: item, at: index, in: schema)
      if !seen.insert(element).inserted {
        problems.append("\(path): duplicate entries for key \(FieldPath.text([element]))")
        continue
      }
      check(item, itemSchema, path: path + FieldPath.text([element]), problems: &problems)
    }
  }
}

extension JSONValue {
  /// The value as Go's `%v` prints it.
  var goText: String {
    switch self {
    case .null: "<nil>"
    case .string(let text): text
    case .array(let items): "[\(items.map(\.goText).joined(separator: " "))]"
    case .object(let members):
      "map[\(members.map { "\($0.key):\($0.value.goText)" }.joined(separator: " "))]"
    default: description
    }
  }

  /// The Go type that a decoder makes of the value.
  var goTypeName: String {
    switch self {
    case .null: "<nil>"
    case .bool: "bool"
    case .int: "int64"
    case .double: "float64"
    case .string: "string"
    case .array: "[]interface {}"
    case .object: "map[string]interface {}"
    }
  }
}
