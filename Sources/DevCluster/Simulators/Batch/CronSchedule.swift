import Foundation

/// A cron schedule of five fields as Kubernetes reads it (`ParseStandard` of robfig/cron v3).
///
/// Lists, ranges, steps and names; `@hourly` and its like, and `@every <duration>`. When both day fields are
/// restricted, either may match.
public struct CronSchedule: Sendable, Hashable {
  /// Why a text is no schedule.
  public struct ParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence for people.
    public let description: String
  }

  private enum Form: Hashable {
    case fields(minutes: Field, hours: Field, days: Field, months: Field, weekdays: Field)
    case every(TimeInterval)
  }

  /// The numbers of one field as bits.
  private struct Field: Hashable {
    var bits: UInt64 = 0
    var isStar = false

    func contains(_ number: Int) -> Bool { bits & (1 << UInt64(number)) != 0 }

    func first(from number: Int, through last: Int) -> Int? {
      number > last ? nil : (number...last).first(where: contains)
    }
  }

  private let form: Form

  /// The schedule of that text.
  /// - Throws: `ParseError` that says what is wrong.
  public init(_ text: String) throws(ParseError) {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    if trimmed.hasPrefix("@every ") {
      form = .every(try Self.duration(String(trimmed.dropFirst("@every ".count))))
      return
    }
    if trimmed.hasPrefix("@"), Self.macros[trimmed] == nil {
      throw ParseError(description: "unrecognized descriptor: \(trimmed)")
    }
    let fields = (Self.macros[trimmed] ?? trimmed).split(whereSeparator: \.isWhitespace).map(String.init)
    guard fields.count == 5 else {
      throw ParseError(description: "expected exactly 5 fields, found \(fields.count): [\(trimmed)]")
    }
    form = .fields(
      minutes: try Self.field(fields[0], in: 0...59), hours: try Self.field(fields[1], in: 0...23),
      days: try Self.field(fields[2], in: 1...31), months: try Self.field(fields[3], in: 1...12, Self.months),
      weekdays: try Self.field(fields[4], in: 0...6, Self.weekdays))
  }

  /// The first time after `date` at which the schedule fires; `nil` when there is none within five years.
  public func next(after date: Date, in timeZone: TimeZone = .gmt) -> Date? {
    switch form {
    case .every(let seconds):
      let whole = date.timeIntervalSince1970.rounded(.down)
      return Date(timeIntervalSince1970: whole + seconds)
    case .fields(let minutes, let hours, let days, let months, let weekdays):
      return Search(
        minutes: minutes, hours: hours, days: days, months: months, weekdays: weekdays, timeZone: timeZone
      ).next(after: date)
    }
  }

  // MARK: Search

  private struct Search {
    let minutes: Field
    let hours: Field
    let days: Field
    let months: Field
    let weekdays: Field
    let timeZone: TimeZone

    func next(after date: Date) -> Date? {
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = timeZone
      let start = Date(timeIntervalSince1970: (date.timeIntervalSince1970 / 60).rounded(.down) * 60 + 60)
      let first = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: start)
      guard
        var day = calendar.date(from: DateComponents(year: first.year, month: first.month, day: first.day))
      else { return nil }
      var from = (hour: first.hour ?? 0, minute: first.minute ?? 0)
      // Five years hold every date there is, the 29th of February included.
      for _ in 0..<(366 * 5) {
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day)
        if matches(parts), let time = time(on: parts, from: from, calendar, after: date) { return time }
        from = (0, 0)
        guard let tomorrow = calendar.date(byAdding: .day, value: 1, to: day) else { return nil }
        day = calendar.startOfDay(for: tomorrow)
      }
      return nil
    }

    private func matches(_ parts: DateComponents) -> Bool {
      guard let month = parts.month, let day = parts.day, let weekday = parts.weekday,
        months.contains(month)
      else { return false }
      let isDay = days.contains(day)
      // Foundation counts from Sunday as 1.
      let isWeekday = weekdays.contains(weekday - 1)
      return days.isStar || weekdays.isStar ? isDay && isWeekday : isDay || isWeekday
    }

    private func time(
      on day: DateComponents, from: (hour: Int, minute: Int), _ calendar: Calendar, after date: Date
    ) -> Date? {
      var start = from
      while let hour = hours.first(from: start.hour, through: 23) {
        var minute = hour == start.hour ? start.minute : 0
        while let next = minutes.first(from: minute, through: 59) {
          let parts = DateComponents(
            year: day.year, month: day.month, day: day.day, hour: hour, minute: next)
          if let time = calendar.date(from: parts), time > date,
            // A clock that is put forward skips times: they never come.
            calendar.component(.hour, from: time) == hour
          {
            return time
          }
          minute = next + 1
        }
        start = (hour + 1, 0)
      }
      return nil
    }
  }

  // MARK: Parsing

  private static let macros = [
    "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
  ]
  private static let months = [
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
    "nov": 11, "dec": 12,
  ]
  private static let weekdays = ["sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6]

  private static func field(
    _ text: String, in range: ClosedRange<Int>, _ names: [String: Int] = [:]
  ) throws(ParseError) -> Field {
    var field = Field()
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let added = try item(String(part), in: range, names)
      field.bits |= added.bits
      field.isStar = field.isStar || added.isStar
    }
    return field
  }

  /// One of: `*`, `*/5`, `3`, `3-9`, `3-9/2`, `3/2` (from 3 to the end).
  private static func item(
    _ text: String, in range: ClosedRange<Int>, _ names: [String: Int]
  ) throws(ParseError) -> Field {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let span = halves.first, halves.count <= 2 else {
      throw ParseError(description: "too many slashes: \(text)")
    }
    var step = 1
    if halves.count == 2 {
      guard let parsed = Int(halves[1]), parsed > 0 else {
        throw ParseError(description: "step of range should be a positive number: \(text)")
      }
      step = parsed
    }
    let isStar = span == "*" || span == "?"
    var low = range.lowerBound
    var high = range.upperBound
    if !isStar {
      let ends = span.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
      guard let first = ends.first, ends.count <= 2 else {
        throw ParseError(description: "too many hyphens: \(text)")
      }
      low = try number(first, in: range, names, of: text)
      if ends.count == 2 {
        high = try number(ends[1], in: range, names, of: text)
      } else if halves.count == 1 {
        high = low
      }
      guard low <= high else {
        throw ParseError(description: "beginning of range (\(low)) beyond end of range (\(high)): \(text)")
      }
    }
    var field = Field(isStar: isStar && step == 1)
    for number in stride(from: low, through: high, by: step) { field.bits |= 1 << UInt64(number) }
    return field
  }

  private static func number(
    _ text: String, in range: ClosedRange<Int>, _ names: [String: Int], of whole: String
  ) throws(ParseError) -> Int {
    guard let number = names[text.lowercased()] ?? Int(text) else {
      throw ParseError(description: "failed to parse int from \(text)")
    }
    guard range.contains(number) else {
      throw ParseError(
        description: number < range.lowerBound
          ? "beginning of range (\(number)) below minimum (\(range.lowerBound)): \(whole)"
          : "end of range (\(number)) above maximum (\(range.upperBound)): \(whole)")
    }
    return number
  }

  /// A duration as Go writes it, such as `1h30m`; at least a second.
  private static func duration(_ text: String) throws(ParseError) -> TimeInterval {
    var total = 0.0
    var digits = ""
    for character in text {
      if character.isASCII, character.isNumber || character == "." {
        digits.append(character)
        continue
      }
      guard let unit = ["h": 3600.0, "m": 60, "s": 1][character], let number = Double(digits) else {
        throw ParseError(description: "failed to parse duration @every \(text)")
      }
      total += number * unit
      digits = ""
    }
    guard digits.isEmpty, total > 0 else {
      throw ParseError(description: "failed to parse duration @every \(text)")
    }
    return max(1, total.rounded(.down))
  }
}
