/// What a field of the API may hold, by itself. What fields have to do with each other is in `LaravelAppRules`.
///
/// The CRD says the same in OpenAPI; a test compares the two field by field.
indirect enum FieldSchema: Sendable {
  /// What tells the items of a list apart.
  enum Identity: Sendable, Hashable {
    /// Nothing: equal items may stand side by side.
    case position
    /// Their value: no two are equal.
    case value
    /// One member of theirs.
    case member(String)
  }

  /// A text of that many Unicode scalars.
  case text(ClosedRange<Int>, TextFormat?)
  /// One of those texts.
  case choice([String])
  /// An integer.
  case integer(ClosedRange<Int>)
  /// A boolean.
  case boolean
  /// An amount, as a text or an integer.
  case quantity
  /// A list of that many items.
  case list(FieldSchema, count: ClosedRange<Int>, Identity)
  /// An object with those members and no others.
  case object([String: FieldSchema], required: Set<String>)
  /// An object with names of the user's choice; `message` says what they have to be.
  case map(FieldSchema, count: Int, message: String)
  /// Any object.
  case anything

  /// A text of that format.
  static func text(_ maximum: Int, _ format: TextFormat) -> FieldSchema { .text(1...maximum, format) }

  /// A duration.
  static let duration = FieldSchema.text(2...20, .duration)

  /// A duration that may be shorter than a second.
  static let pause = FieldSchema.text(2...20, .pause)

  /// One of the cases.
  static func choice<Choice>(_ type: Choice.Type) -> FieldSchema
  where Choice: CaseIterable & RawRepresentable<String> {
    .choice(type.allCases.map(\.rawValue))
  }

  /// An object all of whose members may be left out.
  static func object(_ members: [String: FieldSchema]) -> FieldSchema { .object(members, required: []) }

  /// A command line in exec form.
  static func command(atLeast minimum: Int = 0) -> FieldSchema {
    .list(.text(0...8192, nil), count: minimum...64, .position)
  }
}
