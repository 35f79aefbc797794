import Foundation

/// Numbers that a test has measured, shown in its output.
enum Measurement {
  /// Prints what was measured.
  static func note(_ what: String, _ duration: Duration) {
    note("\(what): \(Self.milliseconds(duration)) ms")
  }

  /// Prints what was measured.
  static func note(_ text: String) { print("measured: \(text)") }

  private static func milliseconds(_ duration: Duration) -> Int {
    Int((duration / .milliseconds(1)).rounded())
  }

  /// For how long a settled operator is watched: `SETTLE_SECONDS`, 5 without it.
  static var settlePeriod: Duration {
    .seconds(ProcessInfo.processInfo.environment["SETTLE_SECONDS"].flatMap(Int.init) ?? 5)
  }
}
