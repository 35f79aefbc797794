/// A duration as the API takes it: whole hours, minutes and seconds in that order, such as `90s` or `1h30m`.
///
/// A subset of Go's `time.ParseDuration`: artisan and Kubernetes count in whole seconds, so a fraction or a
/// millisecond would be a promise that nobody keeps.
public struct GoDuration: Sendable, Hashable, Comparable {
  /// The large units first. A value has more digits than any accepted one needs, few enough to never overflow.
  private static let units: [(letter: Character, seconds: Int, digits: Int)] = [
    ("h", 3600, 4), ("m", 60, 5), ("s", 1, 6),
  ]

  /// What every duration of the API lies in: nothing in an app is meant to take longer than a day.
  static let allowed = GoDuration(seconds: 1)...GoDuration(seconds: 86_400)

  /// Whole seconds.
  public let seconds: Int

  /// That many seconds.
  public init(seconds: Int) { self.seconds = seconds }

  /// The duration in that text; `nil` when it is none.
  public init?(_ text: String) {
    var rest = Substring(text)
    var total = 0
    var units = Self.units[...]
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let letter = rest.popFirst(), let index = units.firstIndex(where: { $0.letter == letter }),
        digits.count <= units[index].digits, let number = Int(digits)
      else { return nil }
      total += number * units[index].seconds
      // Each unit once, the large ones first.
      units = units[(index + 1)...]
    }
    seconds = total
  }

  /// By length.
  public static func < (left: GoDuration, right: GoDuration) -> Bool { left.seconds < right.seconds }
}
