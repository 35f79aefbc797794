import KubeClient

/// A selector on fields: `metadata.name=x,status.phase!=Running`.
struct FieldSelector: Sendable, Hashable {
  struct Requirement: Sendable, Hashable {
    var path: String
    var value: String
    var isNegated: Bool
  }

  var requirements: [Requirement] = []

  /// Selects everything.
  static let everything = FieldSelector()

  init() {}

  /// The selector of a query parameter.
  /// - Throws: 400 when it is malformed or uses a field that this resource does not index.
  init(parsing text: String, for resource: APIResource) throws(APIError) {
    for part in text.split(separator: ",") {
      guard let requirement = Self.requirement(part) else {
        throw .badRequest("invalid selector: '\(part)'; can't understand '\(part)'")
      }
      requirements.append(requirement)
    }
    let known = ["metadata.name"] + (resource.type.isNamespaced ? ["metadata.namespace"] : [])
    for requirement in requirements
    where !known.contains(requirement.path) && !resource.selectableFields.contains(requirement.path) {
      // Only kinds without fields of their own list what they know.
      if resource.selectableFields.isEmpty {
        let list = known.map { "\"\($0)\"" }.joined(separator: ", ")
        throw .badRequest("\"\(requirement.path)\" is not a known field selector: only \(list)")
      }
      throw .badRequest("field label not supported: \(requirement.path)")
    }
  }

  private static func requirement(_ part: Substring) -> Requirement? {
    for (sign, isNegated) in [("!=", true), ("==", false), ("=", false)] {
      guard let range = part.firstRange(of: sign) else { continue }
      return Requirement(
        path: String(part[..<range.lowerBound]), value: String(part[range.upperBound...]),
        isNegated: isNegated)
    }
    return nil
  }

  /// The name that is asked for, when there is one.
  var name: String? { requirements.first { $0.path == "metadata.name" && !$0.isNegated }?.value }

  /// Whether the fields of an object have these values; a missing field is empty.
  func matches(_ object: KubeObject) -> Bool {
    requirements.allSatisfy { requirement in
      (Self.value(of: requirement.path, in: object) == requirement.value) != requirement.isNegated
    }
  }

  private static func value(of path: String, in object: KubeObject) -> String {
    switch path {
    case "name": return object.metadata.name
    case "source": return object["source", "component"]?.string ?? object["reportingComponent"]?.string ?? ""
    case "status.successful": return object["status", "succeeded"].map { $0.description } ?? "0"
    default: break
    }
    switch object.json[path: path.split(separator: ".").map(String.init)] {
    case .string(let text)?: return text
    case .null?, nil: return ["spec.unschedulable", "spec.hostNetwork"].contains(path) ? "false" : ""
    case let other?: return other.description
    }
  }
}
