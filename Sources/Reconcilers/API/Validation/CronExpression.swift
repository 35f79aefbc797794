/// A cron expression of five fields, as Kubernetes' CronJob controller reads it (robfig/cron, standard parser).
///
/// Fields are separated by single spaces and hold lists of numbers, ranges and `*`, each with an optional step.
/// Months and weekdays may be upper-case names; the week starts with Sunday, 0, and there is no 7.
struct CronExpression: Sendable, Hashable {
  /// What is wrong with an expression.
  enum Defect: Error, Sendable, Hashable {
    /// Not five fields of the right form.
    case malformed
    /// A range such as `5-1`.
    case reversedRange
  }

  private struct Field {
    let range: ClosedRange<Int>
    var names: [String] = []
  }

  private static let fields = [
    Field(range: 0...59), Field(range: 0...23), Field(range: 1...31),
    Field(
      range: 1...12,
      names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
    Field(range: 0...6, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
  ]

  /// Reads an expression.
  /// - Throws: what is wrong with it.
  init(_ text: String) throws(Defect) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == Self.fields.count else { throw .malformed }
    var isReversed = false
    for (part, field) in zip(parts, Self.fields) {
      for item in part.split(separator: ",", omittingEmptySubsequences: false) {
        isReversed = try Self.isReversed(item, field) || isReversed
      }
    }
    // Only an expression of the right form is told that its range is reversed.
    if isReversed { throw .reversedRange }
  }

  /// Whether the item is a range that ends before it begins.
  private static func isReversed(_ item: Substring, _ field: Field) throws(Defect) -> Bool {
    let halves = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let values = halves.first else { throw .malformed }
    if halves.count == 2 {
      guard halves[1].count <= 2, let step = number(halves[1]), step > 0, halves[1].first != "0" else {
        throw .malformed
      }
    }
    if values == "*" { return false }
    let ends = values.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let bounds = try ends.map { end throws(Defect) in try value(end, field) }
    return bounds.count == 2 && bounds[0] > bounds[1]
  }

  private static func value(_ text: Substring, _ field: Field) throws(Defect) -> Int {
    if let index = field.names.firstIndex(of: String(text)) { return field.range.lowerBound + index }
    // Weekdays have one digit, everything else one or two.
    guard let value = number(text), field.range.contains(value),
      text.count <= String(field.range.upperBound).count
    else { throw .malformed }
    return value
  }

  private static func number(_ text: Substring) -> Int? {
    text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
  }
}
