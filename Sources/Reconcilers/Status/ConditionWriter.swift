import Foundation
import KubeClient

/// Writes conditions so that nothing changes which did not change: the transition time is kept while the value is
/// the same.
struct ConditionWriter: Sendable {
  /// Longer messages are cut: the server's own texts can be of any length.
  private static let maximumMessage = 600

  private let generation: Int
  private let now: String
  private let existing: [String: Condition]

  /// A writer for the status of that object.
  init(_ object: KubeObject, now: Date) {
    generation = object.metadata.generation
    self.now = now.formatted(.iso8601)
    existing = Dictionary(object.conditions.map { ($0.type, $0) }) { first, _ in first }
  }

  /// The condition as it is to be written.
  func condition(_ type: String, _ value: Condition.Value, reason: String, message: String) -> Condition {
    var time = now
    if let old = existing[type], old.value == value, !old.lastTransitionTime.isEmpty {
      time = old.lastTransitionTime
    }
    return Condition(
      type, value, reason: reason, message: Self.bounded(message), observedGeneration: generation,
      lastTransitionTime: time)
  }

  /// The text, cut to what a condition may hold.
  static func bounded(_ message: String) -> String {
    message.count > maximumMessage ? message.prefix(maximumMessage - 1) + "…" : message
  }
}
