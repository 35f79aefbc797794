import Foundation
import KubeClient

/// Counts in a status as the Kubernetes API writes them.
enum StatusFields {
  /// The number, or nothing for zero: most counts are `omitempty` in the API types.
  static func omittingZero(_ count: Int) -> JSONValue? { count == 0 ? nil : JSONValue(count) }
}

/// An `IntOrString` against a total, as `intstr.GetScaledValueFromIntOrPercent` reads it.
enum ScaledValue {
  /// The number, or that part of `total` for a percentage; `nil` when it is neither.
  static func resolve(_ value: JSONValue?, of total: Int, roundUp: Bool) -> Int? {
    if let number = value?.int { return number }
    guard let text = value?.string, text.hasSuffix("%"), let percent = Int(text.dropLast()),
      (0...1_000_000).contains(percent)
    else { return nil }
    let (product, isTooBig) = percent.multipliedReportingOverflow(by: total)
    guard !isTooBig else { return nil }
    return roundUp ? (product + 99) / 100 : product / 100
  }
}
