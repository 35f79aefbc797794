import Foundation
import KubeClient

/// What a simulated controller wants to happen; the pure part of every simulator returns a list of these.
enum SimulatorAction: Sendable, Hashable {
  /// Store a new object; one of that name that is there already is left alone.
  case create(ResourceType, KubeObject)
  /// Replace an object; refused when somebody has changed it since it was read.
  case update(ResourceType, KubeObject)
  /// Replace an object without a change of its specification: status, and annotations where needed.
  case updateStatus(ResourceType, KubeObject)
  /// Delete that very object.
  case delete(ResourceType, KubeObject, gracePeriodSeconds: Int? = nil, DeletionPropagation = .background)
  /// Look at the object again at that time at the latest.
  case requeue(at: Date)
  /// Tell users what happened to an object.
  case event(SimulatorEvent)
  /// Let a container print a line.
  case log(String, pod: String, container: String)
  /// Forget what the containers of that pod have printed.
  case removeLogs(pod: String)
}

/// One `v1 Event` before it is counted and stored.
struct SimulatorEvent: Sendable, Hashable {
  /// How bad it is.
  enum Severity: String, Sendable {
    case normal = "Normal"
    case warning = "Warning"
  }

  let regarding: KubeObject
  let severity: Severity
  let reason: String
  let message: String
  /// The controller that tells it, such as `replicaset-controller`.
  let component: String
}

extension [SimulatorAction] {
  /// Whether there is anything to write but events and logs.
  var changesObjects: Bool {
    contains {
      switch $0 {
      case .create, .update, .updateStatus, .delete: true
      case .requeue, .event, .log, .removeLogs: false
      }
    }
  }

  mutating func event(_ object: KubeObject, _ reason: String, _ message: String, from component: String) {
    append(
      .event(
        SimulatorEvent(
          regarding: object, severity: .normal, reason: reason, message: message, component: component)))
  }

  mutating func warn(_ object: KubeObject, _ reason: String, _ message: String, from component: String) {
    append(
      .event(
        SimulatorEvent(
          regarding: object, severity: .warning, reason: reason, message: message, component: component)))
  }

  /// Replaces the status where it differs from the one that `object` has.
  mutating func updateStatus(_ type: ResourceType, of object: KubeObject, to status: JSONValue) {
    guard object.status != status else { return }
    var changed = object
    changed["status"] = status
    append(.updateStatus(type, changed))
  }
}
