/// Seconds in a duration such as `90s`, `1h30m` or `1.5s`.
enum DurationSeconds {
  private static let units: [(suffix: String, seconds: Double)] = [
    ("ms", 0.001), ("us", 0.000_001), ("ns", 0.000_000_001), ("h", 3600), ("m", 60), ("s", 1),
  ]

  /// The exact number of seconds; `nil` when the text is no duration.
  static func exact(_ text: String) -> Double? {
    guard !text.isEmpty else { return nil }
    if text == "0" { return 0 }
    var rest = Substring(text)
    var total = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(number.count)
      guard let value = Double(number), let unit = units.first(where: { rest.hasPrefix($0.suffix) }) else {
        return nil
      }
      rest = rest.dropFirst(unit.suffix.count)
      total += value * unit.seconds
    }
    return total
  }

  /// Whole seconds, rounded up: Kubernetes and most artisan options take no fractions, and a limit must not
  /// become shorter than asked for. The default holds where the spec is silent; an unreadable text, which
  /// validation has refused before, reads as silence.
  static func whole(_ text: String?, default fallback: Int) -> Int {
    guard let text, let seconds = exact(text), seconds < Double(Int32.max) else { return fallback }
    return Int(seconds.rounded(.up))
  }
}
