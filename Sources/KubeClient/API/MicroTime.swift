import Foundation

/// A point in time as `metav1.MicroTime` has it: UTC, in microseconds.
public struct MicroTime: Sendable, Hashable {
  /// Since 1970, negative before.
  public let microseconds: Int64

  /// A time by its microseconds since 1970.
  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// The time of the system's clock.
  public static var now: MicroTime {
    MicroTime(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()))
  }

  /// RFC 3339 text with six digits of a second, as the API server wants it: `2026-01-31T12:00:00.000000Z`.
  public var text: String { rfc3339(fractionDigits: 6) }

  /// RFC 3339 text in UTC with that many digits of a second (0, 3 or 6), the rest cut off.
  public func rfc3339(fractionDigits: Int) -> String {
    let (day, microsecond) = Self.floorDivide(microseconds, by: 86_400_000_000)
    let second = microsecond / 1_000_000
    let date = Self.civil(daysSinceEpoch: day)
    var text = "\(Self.pad(date.year, 4))-\(Self.pad(date.month, 2))-\(Self.pad(date.day, 2))T"
    text += "\(Self.pad(second / 3600, 2)):\(Self.pad(second / 60 % 60, 2)):\(Self.pad(second % 60, 2))"
    if fractionDigits > 0 {
      text += "." + Self.pad(microsecond % 1_000_000, 6).prefix(fractionDigits)
    }
    return text + "Z"
  }

  /// The Gregorian date of a day number; the algorithm of Howard Hinnant's `civil_from_days`.
  private static func civil(daysSinceEpoch days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = floorDivide(days + 719_468, by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
  }

  private static func floorDivide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  private static func pad(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
