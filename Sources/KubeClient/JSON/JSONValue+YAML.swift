import Yams

/// Why a YAML text cannot be read, in one line with the place where it is known.
public struct YAMLError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One line.
  public let description: String
}

extension JSONValue {
  /// Values that one document may have: aliases let a short text stand for a huge tree.
  private static let maximumYAMLValues = 200_000

  /// The values of all documents of a YAML text; empty documents are left out. JSON is YAML, too.
  ///
  /// Scalars get the types that kubectl gives them: YAML 1.1 booleans, integers, floats; times stay strings.
  /// - Throws: when the text is no YAML, has a key twice, or nests or grows beyond all reason.
  public static func documents(yaml text: String) throws(YAMLError) -> [JSONValue] {
    do {
      var remaining = maximumYAMLValues
      var documents: [JSONValue] = []
      let parser = try Parser(yaml: text)
      while let node = try parser.nextRoot() {
        let value = try JSONValue(node, depth: 0, remaining: &remaining)
        if !value.isNull { documents.append(value) }
      }
      return documents
    } catch let error as YAMLError {
      throw error
    } catch let error as YamlError {
      throw YAMLError(description: "invalid YAML: \(singleLine(error))")
    } catch {
      throw YAMLError(description: "invalid YAML: \(error)")
    }
  }

  private init(_ node: Node, depth: Int, remaining: inout Int) throws {
    remaining -= 1
    guard remaining > 0 else { throw YAMLError(description: "invalid YAML: too many values") }
    guard depth < JSONParser.maximumDepth else {
      throw YAMLError(description: "invalid YAML: nested too deeply")
    }
    switch node {
    case .scalar(let scalar): self = Self.scalar(scalar, tag: node.tag)
    case .sequence(let sequence):
      var items: [JSONValue] = []
      for item in sequence { items.append(try JSONValue(item, depth: depth + 1, remaining: &remaining)) }
      self = .array(items)
    case .mapping(let mapping):
      var members: [(String, JSONValue)] = []
      for (key, value) in mapping {
        guard case .scalar(let name) = key else {
          throw YAMLError(description: "invalid YAML: \(Self.place(key))a key must be a string")
        }
        members.append((name.string, try JSONValue(value, depth: depth + 1, remaining: &remaining)))
      }
      let object = JSONObject(members)
      guard object.count == members.count else {
        throw YAMLError(description: "invalid YAML: \(Self.place(node))a key is there twice")
      }
      self = .object(object)
    case .alias:
      throw YAMLError(description: "invalid YAML: \(Self.place(node))unknown alias")
    }
  }

  private static func scalar(_ scalar: Node.Scalar, tag: Tag) -> JSONValue {
    let text = scalar.string
    switch tag {
    case Tag(.null): return .null
    case Tag(.bool): return Bool.construct(from: scalar).map { .bool($0) } ?? .string(text)
    case Tag(.int): return Int64.construct(from: scalar).map { .int($0) } ?? .string(text)
    case Tag(.float):
      guard let value = Double.construct(from: scalar), value.isFinite else { return .string(text) }
      return .double(value)
    default: return .string(text)
    }
  }

  private static func place(_ node: Node) -> String {
    node.mark.map { "line \($0.line), column \($0.column): " } ?? ""
  }

  private static func singleLine(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line), column \(mark.column): \(problem)"
    case .duplicatedKeysInMapping(let duplicates, _):
      "keys that are there twice: \(duplicates.map { "\($0)" }.sorted().joined(separator: ", "))"
    case .reader(let problem, _, _, _): problem
    default: "it cannot be read"
    }
  }
}
