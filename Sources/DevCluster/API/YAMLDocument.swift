import KubeClient
import Yams

/// YAML as Kubernetes reads it: one document of what JSON can say.
enum YAMLDocument {
  /// Why a text is no such document.
  struct ReadError: Error, CustomStringConvertible {
    let description: String
  }

  /// The value of a document.
  /// - Throws: `ReadError` for malformed text, several documents, or aliases that blow it up.
  static func parse(_ text: String) throws(ReadError) -> JSONValue {
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      throw ReadError(description: "\(error)")
    }
    guard let node else { return .null }
    var budget = 1_000_000
    return try value(node, depth: 0, budget: &budget)
  }

  private static func value(_ node: Node, depth: Int, budget: inout Int) throws(ReadError) -> JSONValue {
    budget -= 1
    guard depth <= JSONParser.maximumDepth, budget > 0 else {
      throw ReadError(description: "the document is too deep or too large")
    }
    switch node {
    case .scalar(let scalar): return self.scalar(scalar, tag: node.tag.description)
    case .sequence(let items):
      var result: [JSONValue] = []
      for item in items { result.append(try value(item, depth: depth + 1, budget: &budget)) }
      return .array(result)
    case .mapping(let members):
      var result = JSONObject()
      for (key, member) in members {
        guard case .scalar(let name) = key else { throw ReadError(description: "a key is no string") }
        result[name.string] = try value(member, depth: depth + 1, budget: &budget)
      }
      return .object(result)
    case .alias: throw ReadError(description: "an alias has no anchor")
    }
  }

  private static func scalar(_ scalar: Node.Scalar, tag: String) -> JSONValue {
    switch tag {
    case Tag.Name.null.rawValue: .null
    case Tag.Name.bool.rawValue: Bool.construct(from: scalar).map { .bool($0) } ?? .string(scalar.string)
    case Tag.Name.int.rawValue: Int.construct(from: scalar).map { JSONValue($0) } ?? .string(scalar.string)
    case Tag.Name.float.rawValue:
      Double.construct(from: scalar).map { .double($0) } ?? .string(scalar.string)
    default: .string(scalar.string)
    }
  }
}
