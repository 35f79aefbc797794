import Foundation
import KubeClient

/// The engine and what carries out its actions: everything of the simulators but threads and timers.
struct SimulatorWorker {
  /// What wakes the simulators.
  enum Input: Sendable {
    case event(StoreEvent)
    case failuresChanged
  }

  var engine: SimulatorEngine
  var executor: SimulatorExecutor

  init(engine: SimulatorEngine, executor: SimulatorExecutor) {
    self.engine = engine
    self.executor = executor
  }

  /// When there is something to do although nothing changes.
  var nextTime: Date? { mutating get { engine.nextTime } }

  mutating func handle(_ input: Input) {
    switch input {
    case .event(let event):
      engine.handle(event)
      if event.key.resource == "pods", event.change == .deleted {
        executor.logs.remove(pod: event.object.metadata.uid)
      }
    case .failuresChanged: engine.requeuePods()
    }
  }

  /// Looks at one object.
  /// - Returns: whether there was one to look at.
  mutating func step(at now: Date) -> Bool {
    guard let key = engine.next(at: now) else { return false }
    let actions = engine.reconcile(key, now: now)
    for action in actions {
      do {
        try executor.perform(action, now: now)
      } catch {
        // What follows was planned for a world in which this had worked.
        engine.note(error, for: key, now: now)
        return true
      }
    }
    engine.noteSuccess(of: actions, for: key)
    return true
  }
}
