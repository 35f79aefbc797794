/// What is wrong with one field, and how to put it right.
public struct FieldError: Sendable, Hashable, CustomStringConvertible {
  /// The path from the object's root, such as `spec.workers[0].timeout`.
  public let path: String
  /// What is wrong and what to write instead.
  public let message: String

  /// What is wrong with one field.
  public init(path: String, message: String) {
    self.path = path
    self.message = message
  }

  /// `spec.hosts[1]: ...`
  public var description: String { "\(path): \(message)" }
}

/// A spec that cannot be acted on: condition `Ready=False`, reason `InvalidSpec`.
public struct InvalidSpec: Error, Sendable, Hashable, CustomStringConvertible {
  /// More than anybody corrects at a time.
  private static let maximumShown = 20

  /// At least one error.
  public let errors: [FieldError]

  /// A spec with these errors.
  public init(_ errors: [FieldError]) { self.errors = errors }

  /// A spec one of whose fields has the wrong type or is missing.
  public init(decoding error: DecodingError) {
    func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
      (context.codingPath + (last.map { [$0] } ?? [])).reduce("spec") { path, key in
        key.intValue.map { "\(path)[\($0)]" } ?? "\(path).\(key.stringValue)"
      }
    }
    self.errors =
      switch error {
      case .keyNotFound(let key, let context): [FieldError(path: path(context, key), message: "is required")]
      case .typeMismatch(let type, let context):
        [FieldError(path: path(context), message: "has the wrong type, expected \(Self.name(of: type))")]
      case .valueNotFound(_, let context): [FieldError(path: path(context), message: "must not be null")]
      case .dataCorrupted(let context): [FieldError(path: path(context), message: context.debugDescription)]
      @unknown default: [FieldError(path: "spec", message: "cannot be read")]
      }
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Bool.Type: "a boolean"
    case is any BinaryInteger.Type: "an integer"
    case is [Any].Type: "a list"
    default: "an object"
    }
  }

  /// The errors in one line; many of them are cut short, because a condition's message has a bound.
  public var description: String {
    let shown = errors.prefix(Self.maximumShown).map(\.description).joined(separator: "; ")
    let rest = errors.count - Self.maximumShown
    return rest > 0 ? "\(shown); and \(rest) more" : shown
  }
}
