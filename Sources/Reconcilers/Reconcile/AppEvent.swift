import KubeClient

/// Something that happened to an app and that its users should read in `kubectl describe`.
public struct AppEvent: Sendable, Hashable {
  /// Kubernetes knows these two types.
  public enum Kind: String, Sendable, Hashable {
    /// All is well.
    case normal = "Normal"
    /// Somebody should look.
    case warning = "Warning"
  }

  /// Whether somebody should look.
  public let kind: Kind
  /// What happened, in one CamelCase word.
  public let reason: String
  /// What the operator did or tried, in one CamelCase word.
  public let action: String
  /// A sentence; never holds contents of Secrets.
  public let note: String

  /// An event.
  public init(_ kind: Kind, reason: String, action: String, note: String) {
    self.kind = kind
    self.reason = reason
    self.action = action
    self.note = note
  }
}

/// Where events go. Recording never blocks and never fails: an event is a courtesy.
public protocol EventSink: Sendable {
  /// Records an event about an object.
  func record(_ event: AppEvent, about object: KubeObject)
}

extension AppEvent {
  /// What is worth telling about the change from one status to the next: the app became ready or stopped being
  /// so, and every part that got a new reason for not being as it should. Pure.
  static func events(from before: [Condition], to after: [Condition]) -> [AppEvent] {
    after.compactMap { condition in
      let last = before.first { $0.type == condition.type }
      guard last?.value != condition.value || last?.reason != condition.reason else { return nil }
      switch (condition.type, condition.value) {
      case ("Ready", .true):
        return AppEvent(.normal, reason: "Ready", action: "Reconcile", note: "All parts of the app are ready")
      case ("Ready", .false) where condition.reason == "InvalidSpec":
        return AppEvent(.warning, reason: condition.reason, action: "Validate", note: condition.message)
      case ("Ready", .false) where last?.value == .true:
        return AppEvent(.warning, reason: "NotReady", action: "Observe", note: condition.message)
      case ("Degraded", .true):
        return AppEvent(.warning, reason: condition.reason, action: "Observe", note: condition.message)
      default: return nil
      }
    }
  }
}
