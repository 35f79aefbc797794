/// A duration as the API takes it: hours, minutes, seconds and milliseconds in that order, such as `90s` or `1h30m`.
///
/// The part of Go's `time.ParseDuration` that artisan and Kubernetes can keep: both count in whole seconds, but for
/// the pauses of a worker, and neither knows finer units.
public struct GoDuration: Sendable, Hashable, Comparable {
  /// The large units first. A value has more digits than any accepted one needs, few enough to never overflow.
  private static let units: [(name: String, milliseconds: Int, digits: Int)] = [
    ("h", 3_600_000, 4), ("m", 60_000, 5), ("s", 1000, 6), ("ms", 1, 5),
  ]

  /// The duration.
  public let milliseconds: Int

  /// Whole seconds, rounded up: Kubernetes counts in them, and a limit must not become shorter than asked for.
  public var wholeSeconds: Int { (milliseconds + 999) / 1000 }

  /// That many milliseconds.
  public init(milliseconds: Int) { self.milliseconds = milliseconds }

  /// The duration in that text; `nil` when it is none.
  public init?(_ text: String) {
    var rest = Substring(text)
    var total = 0
    var units = Self.units[...]
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard let index = units.firstIndex(where: { $0.name == name }), digits.count <= units[index].digits,
        let number = Int(digits)
      else { return nil }
      total += number * units[index].milliseconds
      // Each unit once, the large ones first.
      units = units[(index + 1)...]
    }
    milliseconds = total
  }

  /// By length.
  public static func < (left: GoDuration, right: GoDuration) -> Bool {
    left.milliseconds < right.milliseconds
  }
}
