import KubeClient

@testable import Reconcilers

/// Compares the validator's schema with the CRD's.
enum SchemaComparison {
  static func differences(_ swift: FieldSchema, _ crd: JSONValue, at path: String) -> [String] {
    var comparison = Comparison(crd: crd, path: path)
    comparison.compare(swift)
    return comparison.differences
  }

  private struct Comparison {
    let crd: JSONValue
    let path: String
    var differences: [String] = []

    mutating func expect(_ member: String, _ value: JSONValue?) {
      guard crd[member] != value else { return }
      differences.append(
        "\(path): \(member) is \(crd[member]?.description ?? "missing") in the CRD, "
          + "\(value?.description ?? "missing") in Swift")
    }

    mutating func descend(_ swift: FieldSchema, _ schema: JSONValue?, _ suffix: String) {
      guard let schema else { return differences.append("\(path)\(suffix): not in the CRD") }
      differences += SchemaComparison.differences(swift, schema, at: path + suffix)
    }

    /// The CRD leaves a lower bound of zero out.
    func minimum(_ count: Int) -> JSONValue? { count == 0 ? .none : JSONValue(count) }

    var messages: [String] {
      (crd["x-kubernetes-validations"]?.items ?? []).compactMap { $0["message"]?.string }
    }

    mutating func compare(_ swift: FieldSchema) {
      switch swift {
      case .text(let length, let format):
        expect("type", "string")
        expect("minLength", minimum(length.lowerBound))
        expect("maxLength", JSONValue(length.upperBound))
        if (format == nil) != (crd["pattern"] == nil) {
          differences.append("\(path): pattern in one of the two only")
        }
        if messages.first != format?.message {
          differences.append("\(path): \(messages.first ?? "no message") / \(format?.message ?? "none")")
        }
      case .choice(let choices):
        expect("type", "string")
        if Set(crd["enum"]?.items.compactMap(\.string) ?? []) != Set(choices) {
          differences.append("\(path): enum \(choices)")
        }
      case .integer(let range):
        expect("type", "integer")
        expect("minimum", JSONValue(range.lowerBound))
        expect("maximum", JSONValue(range.upperBound))
      case .boolean: expect("type", "boolean")
      case .quantity:
        expect("x-kubernetes-int-or-string", true)
        expect("maxLength", 32)
        if crd["pattern"] == nil { differences.append("\(path): no pattern") }
      case .list(let item, let count, let identity):
        expect("type", "array")
        expect("minItems", minimum(count.lowerBound))
        expect("maxItems", JSONValue(count.upperBound))
        switch identity {
        case .position: expect("x-kubernetes-list-type", "atomic")
        case .value: expect("x-kubernetes-list-type", "set")
        case .member(let name):
          expect("x-kubernetes-list-type", "map")
          expect("x-kubernetes-list-map-keys", [JSONValue(name)])
        }
        descend(item, crd["items"], "[]")
      case .object(let members, let required):
        expect("type", "object")
        if Set(crd["required"]?.items.compactMap(\.string) ?? []) != required {
          differences.append("\(path): required \(required)")
        }
        let properties = crd["properties"]?.object ?? [:]
        for key in properties.keys where members[key] == nil {
          differences.append("\(path).\(key): not in Swift")
        }
        for (key, member) in members { descend(member, properties[key], ".\(key)") }
      case .map(let member, let count, let message):
        expect("type", "object")
        expect("maxProperties", JSONValue(count))
        if messages.first != message { differences.append("\(path): \(message)") }
        if case .text(let length, nil) = member {
          if crd["additionalProperties", "maxLength"] != JSONValue(length.upperBound) {
            differences.append("\(path): length of values")
          }
        } else {
          descend(member, crd["additionalProperties"], "{}")
        }
      case .anything:
        expect("type", "object")
        expect("x-kubernetes-preserve-unknown-fields", true)
      }
    }
  }
}
