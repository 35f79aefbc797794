import Foundation

/// Points in time as Kubernetes writes them: RFC 3339 in UTC, with whole seconds (`metav1.Time`).
public enum Timestamp {
  /// The text of a time, such as `2026-01-31T12:00:00Z`.
  public static func text(_ date: Date) -> String {
    let total = Int(date.timeIntervalSince1970.rounded(.down))
    let (days, second) = total.quotientAndRemainder(dividingBy: 86_400)
    // Floor division, for times before 1970.
    let (day, seconds) = second < 0 ? (days - 1, second + 86_400) : (days, second)
    let (year, month, dayOfMonth) = civil(daysSinceEpoch: day)
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(dayOfMonth, 2))"
      + "T\(pad(seconds / 3600, 2)):\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2))Z"
  }

  /// The time of an RFC 3339 text with or without a fraction of a second; `nil` for anything else.
  public static func date(_ text: String) -> Date? {
    let strategy = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
    return try? strategy.parse(text)
  }

  /// The Gregorian date of a day number; the algorithm of Howard Hinnant's `civil_from_days`.
  private static func civil(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
  }

  private static func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
