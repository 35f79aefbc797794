/// One condition of a status: `metav1.Condition`.
public struct Condition: Sendable, Hashable {
  /// The three values a condition can have.
  public enum Value: String, Sendable, Hashable, Codable {
    /// It holds.
    case `true` = "True"
    /// It does not hold.
    case `false` = "False"
    /// Not known (yet).
    case unknown = "Unknown"
  }

  /// What the condition is about, in CamelCase.
  public let type: String
  /// Whether it holds.
  public var value: Value
  /// Why, in one CamelCase word for machines.
  public var reason: String
  /// Why, in a sentence that says what to do next.
  public var message: String
  /// The generation of the spec this was judged by.
  public var observedGeneration: Int
  /// RFC 3339 text of the last change of `value`; empty until written.
  public var lastTransitionTime: String

  /// A condition.
  public init(
    _ type: String, _ value: Value, reason: String, message: String = "", observedGeneration: Int = 0,
    lastTransitionTime: String = ""
  ) {
    self.type = type
    self.value = value
    self.reason = reason
    self.message = message
    self.observedGeneration = observedGeneration
    self.lastTransitionTime = lastTransitionTime
  }

  /// The condition in that tree; `nil` when it has no type.
  public init?(_ json: JSONValue) {
    guard let type = json["type"]?.string else { return nil }
    self.init(
      type, json["status"]?.string.flatMap(Value.init(rawValue:)) ?? .unknown,
      reason: json["reason"]?.string ?? "", message: json["message"]?.string ?? "",
      observedGeneration: json["observedGeneration"]?.int ?? 0,
      lastTransitionTime: json["lastTransitionTime"]?.string ?? "")
  }

  /// The condition as Kubernetes writes it.
  public var json: JSONValue {
    [
      "type": JSONValue(type), "status": JSONValue(value.rawValue), "reason": JSONValue(reason),
      "message": JSONValue(message), "observedGeneration": JSONValue(observedGeneration),
      "lastTransitionTime": JSONValue(lastTransitionTime),
    ]
  }
}

extension KubeObject {
  /// The conditions of the status.
  public var conditions: [Condition] { (status["conditions"]?.items ?? []).compactMap { Condition($0) } }

  /// The condition of that type.
  public func condition(_ type: String) -> Condition? { conditions.first { $0.type == type } }
}

extension Condition: Codable {
  /// The condition that the decoder holds.
  /// - Throws: `DecodingError` when it has no type.
  public init(from decoder: any Decoder) throws {
    guard let condition = Condition(try JSONValue(from: decoder)) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "a condition needs a type"))
    }
    self = condition
  }

  /// Writes the condition as Kubernetes does.
  public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}
