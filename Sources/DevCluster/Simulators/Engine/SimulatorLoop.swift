import Dispatch
import Foundation
import Synchronization

/// The serial queue on which the simulators work.
final class SimulatorLoop: Sendable {
  private struct Inbox {
    var inputs: [SimulatorWorker.Input] = []
    var isScheduled = false
    var isStopped = false
  }

  private let queue = DispatchQueue(label: "dev-cluster.simulators")
  /// Dispatch sources may be used from any thread; their protocol just does not say so on Linux.
  nonisolated(unsafe) private let timer: any DispatchSourceTimer
  private let inbox = Mutex(Inbox())
  /// Used on `queue` only: the lock says so to the compiler and never waits.
  private let worker: Mutex<SimulatorWorker>
  private let now: @Sendable () -> Date

  init(_ worker: sending SimulatorWorker, now: @escaping @Sendable () -> Date) {
    self.worker = Mutex(worker)
    self.now = now
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { [weak self] in self?.run() }
    timer.activate()
  }

  deinit { timer.cancel() }

  /// Hands in a change; any thread may do so.
  func post(_ input: SimulatorWorker.Input) {
    let isIdle = inbox.withLock { inbox in
      guard !inbox.isStopped else { return false }
      inbox.inputs.append(input)
      defer { inbox.isScheduled = true }
      return !inbox.isScheduled
    }
    if isIdle { queue.async { [weak self] in self?.run() } }
  }

  /// Drops what is left and does nothing any more.
  func stop() {
    inbox.withLock { inbox in
      inbox.inputs = []
      inbox.isStopped = true
    }
    timer.cancel()
  }

  private func run() {
    worker.withLock { worker in
      // Changes are read before every look, so that many changes of an object make one look at it.
      while let inputs = takeInputs() {
        for input in inputs { worker.handle(input) }
        if !worker.step(at: now()), rest() { break }
      }
      let wait = worker.nextTime.map { max(0, $0.timeIntervalSince(now())) }
      timer.schedule(deadline: wait.map { .now() + $0 } ?? .distantFuture)
    }
  }

  /// The changes since the last call; `nil` when the loop is stopped.
  private func takeInputs() -> [SimulatorWorker.Input]? {
    inbox.withLock { inbox in
      if inbox.isStopped { return nil }
      defer { inbox.inputs = [] }
      return inbox.inputs
    }
  }

  /// Leaves the queue until the next input; `false` when there is one already.
  private func rest() -> Bool {
    inbox.withLock { inbox in
      guard inbox.inputs.isEmpty else { return false }
      inbox.isScheduled = false
      return true
    }
  }
}
