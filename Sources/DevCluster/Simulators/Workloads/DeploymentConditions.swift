import Foundation
import KubeClient

/// The conditions of a Deployment's status, changed as `SetDeploymentCondition` does: a condition with another
/// reason moves to the end, and its transition time is kept unless its value changes.
struct DeploymentConditions {
  private(set) var items: [JSONValue]

  init(_ status: JSONValue) { items = status["conditions"]?.items ?? [] }

  subscript(type: String) -> JSONValue? { items.first { $0["type"]?.string == type } }

  var json: JSONValue? { items.isEmpty ? nil : .array(items) }

  mutating func remove(_ type: String) { items.removeAll { $0["type"]?.string == type } }

  /// Sets a condition; the same value for the same reason changes nothing.
  mutating func set(
    _ type: String, _ value: Condition.Value, reason: String, message: String, at now: Date
  ) {
    let current = self[type]
    let isSameValue = current?["status"]?.string == value.rawValue
    if isSameValue, current?["reason"]?.string == reason { return }
    replace(
      type, value, reason: reason, message: message, at: now,
      transition: isSameValue ? current?["lastTransitionTime"]?.string : nil)
  }

  /// Sets a condition anew although its value and reason may be the same, so that its update time shows when
  /// the rollout last got on.
  mutating func renew(
    _ type: String, _ value: Condition.Value, reason: String, message: String, at now: Date
  ) {
    let current = self[type]
    let isSameValue = current?["status"]?.string == value.rawValue
    replace(
      type, value, reason: reason, message: message, at: now,
      transition: isSameValue ? current?["lastTransitionTime"]?.string : nil)
  }

  private mutating func replace(
    _ type: String, _ value: Condition.Value, reason: String, message: String, at now: Date,
    transition: String?
  ) {
    remove(type)
    let time = Timestamp.text(now)
    items.append([
      "type": JSONValue(type), "status": JSONValue(value.rawValue), "lastUpdateTime": JSONValue(time),
      "lastTransitionTime": JSONValue(transition ?? time), "reason": JSONValue(reason),
      "message": JSONValue(message),
    ])
  }
}
