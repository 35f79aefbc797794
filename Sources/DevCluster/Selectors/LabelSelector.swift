import KubeClient

/// A selector on labels, as it stands in queries (`a=b,c in (d,e),!f`) or in objects (`matchLabels`).
struct LabelSelector: Sendable, Hashable {
  enum Requirement: Sendable, Hashable {
    case isIn(String, Set<String>)
    case isNotIn(String, Set<String>)
    case exists(String)
    case isMissing(String)
    case isGreater(String, Int)
    case isLess(String, Int)
  }

  var requirements: [Requirement] = []

  /// Selects everything.
  static let everything = LabelSelector()

  init(_ requirements: [Requirement] = []) { self.requirements = requirements }

  /// The selector of a `metav1.LabelSelector`.
  init(_ json: JSONValue) {
    for member in json["matchLabels"]?.object ?? [:] {
      requirements.append(.isIn(member.key, [member.value.string ?? ""]))
    }
    for expression in json["matchExpressions"]?.items ?? [] {
      let key = expression["key"]?.string ?? ""
      let values = Set((expression["values"]?.items ?? []).compactMap(\.string))
      switch expression["operator"]?.string {
      case "In": requirements.append(.isIn(key, values))
      case "NotIn": requirements.append(.isNotIn(key, values))
      case "Exists": requirements.append(.exists(key))
      case "DoesNotExist": requirements.append(.isMissing(key))
      default: break
      }
    }
  }

  /// Whether labels satisfy all requirements.
  func matches(_ labels: JSONObject?) -> Bool {
    requirements.allSatisfy { requirement in
      switch requirement {
      case .isIn(let key, let values): labels?[key]?.string.map(values.contains) ?? false
      case .isNotIn(let key, let values): labels?[key]?.string.map { !values.contains($0) } ?? true
      case .exists(let key): labels?[key] != nil
      case .isMissing(let key): labels?[key] == nil
      case .isGreater(let key, let limit):
        (labels?[key]?.string.flatMap(Int.init)).map { $0 > limit } ?? false
      case .isLess(let key, let limit): (labels?[key]?.string.flatMap(Int.init)).map { $0 < limit } ?? false
      }
    }
  }

  func matches(_ object: KubeObject) -> Bool {
    requirements.isEmpty || matches(object["metadata", "labels"]?.object)
  }

  /// The selector in the form of queries, as `status.selector` of a Scale has it.
  var text: String {
    requirements.map { requirement in
      switch requirement {
      case .isIn(let key, let values):
        values.count == 1
          ? "\(key)=\(values.first ?? "")" : "\(key) in (\(values.sorted().joined(separator: ",")))"
      case .isNotIn(let key, let values): "\(key) notin (\(values.sorted().joined(separator: ",")))"
      case .exists(let key): key
      case .isMissing(let key): "!\(key)"
      case .isGreater(let key, let limit): "\(key)>\(limit)"
      case .isLess(let key, let limit): "\(key)<\(limit)"
      }
    }.joined(separator: ",")
  }
}
