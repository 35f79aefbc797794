import Dispatch

/// Runs an actor on a serial Dispatch queue, so that Dispatch sources of that queue are inside the actor too.
final class QueueExecutor: SerialExecutor {
  let queue: DispatchQueue

  init(label: String) { queue = DispatchQueue(label: label) }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  /// Asked by `assumeIsolated` in handlers of the queue, which are no jobs of this executor.
  func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
}
