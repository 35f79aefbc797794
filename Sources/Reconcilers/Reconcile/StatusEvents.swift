import KubeClient

/// Where events go. Recording never blocks and never fails: an event is a courtesy.
public protocol EventSink: Sendable {
  /// Records an event.
  func record(_ note: EventNote)
}

extension EventRecorder: EventSink {}

/// What is worth telling about the change from one status to the next. Pure.
enum StatusEvents {
  /// The app became ready or stopped being so, or there is a new reason why it will not heal by itself.
  static func notes(about app: KubeObject, changingTo conditions: [Condition]) -> [EventNote] {
    let reference = ObjectReference(app)
    return conditions.compactMap { condition in
      let last = app.condition(condition.type)
      guard last?.value != condition.value || last?.reason != condition.reason else { return nil }
      func note(_ level: EventNote.Level, _ reason: String, _ action: String, _ text: String) -> EventNote {
        EventNote(level, regarding: reference, reason: reason, action: action, note: text)
      }
      switch (condition.type, condition.value) {
      case ("Ready", .true):
        return note(.normal, "Ready", "Reconcile", "All parts of the app are ready")
      case ("Ready", .false) where condition.reason == "InvalidSpec":
        return note(.warning, condition.reason, "Validate", condition.message)
      case ("Ready", .false) where last?.value == .true:
        return note(.warning, "NotReady", "Observe", condition.message)
      // An invalid spec degrades the app, too; one event says it.
      case ("Degraded", .true) where condition.reason != "InvalidSpec":
        return note(.warning, condition.reason, "Observe", condition.message)
      default: return nil
      }
    }
  }
}
