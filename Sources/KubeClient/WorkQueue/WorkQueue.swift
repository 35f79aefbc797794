import DequeModule
import Dispatch
import Metrics
import Synchronization

/// A queue of keys for workers, with the semantics of client-go's rate-limiting, delaying queue.
///
/// A key is never with two workers; added while one has it, it is handed out once more after `done`. All
/// delays share one timer. No lock is held while a waiting worker is resumed, so no worker can block an adder.
public final class WorkQueue<Key: Hashable & Sendable>: Sendable {
  private typealias Waiter = CheckedContinuation<WorkItem<Key>?, Never>

  private struct Guarded {
    var state = WorkQueueState<Key>()
    var waiters: Deque<(id: UInt64, continuation: Waiter)> = []
    var lastWaiter: UInt64 = 0
    var armedFor: ContinuousClock.Instant?
    var reportedAdds = 0
  }

  private let guarded: Mutex<Guarded>
  /// Dispatch sources may be used from any thread; the library only does not say so to the compiler.
  private nonisolated(unsafe) let timer: any DispatchSourceTimer
  private let metrics: WorkQueueMetrics
  private let drained = Latch()

  /// An empty queue.
  /// - Parameters:
  ///   - name: the label of its metrics.
  ///   - metrics: where its numbers go.
  public init(name: String, metrics factory: any MetricsFactory = MetricsSystem.factory) {
    metrics = WorkQueueMetrics(name: name, factory: factory)
    guarded = Mutex(Guarded())
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "workqueue.\(name)"))
    timer.setEventHandler { [weak self] in
      self?.transition { guarded, _ in guarded.armedFor = nil }
    }
    timer.activate()
  }

  deinit {
    timer.cancel()
  }

  // MARK: Adding

  /// Makes a key ready now; a key that waits already is merged with it.
  /// - Parameter trigger: what caused it, for the log.
  public func add(_ key: Key, priority: WorkPriority = .live, trigger: String = "") {
    transition { $0.state.add(key, priority: priority, trigger: trigger, now: $1) }
  }

  /// Makes a key ready after a delay; when it waits already, the earlier time wins.
  /// - Parameters:
  ///   - delay: at most 24 hours are waited; zero or less adds at once.
  ///   - priority: `nil` keeps the priority the key was handed out with.
  ///   - trigger: what caused it, for the log.
  public func add(_ key: Key, after delay: Duration, priority: WorkPriority? = nil, trigger: String = "") {
    transition { $0.state.add(key, after: delay, priority: priority, trigger: trigger, now: $1) }
  }

  /// Adds a key that failed, after 5 ms x 2^n (n: failures since `forget`), at most 5 minutes.
  /// - Parameter minimum: wait at least so long, such as a server's Retry-After.
  /// - Returns: the delay.
  @discardableResult
  public func addRateLimited(_ key: Key, atLeast minimum: Duration = .zero) -> Duration {
    metrics.retried()
    return transition { $0.state.addRateLimited(key, atLeast: minimum, now: $1) }
  }

  /// Ends a key's series of failures: the next one starts at the shortest delay again.
  public func forget(_ key: Key) {
    guarded.withLock { $0.state.forget(key) }
  }

  // MARK: Working

  /// The next key, as soon as there is one; `nil` when the queue is shut down or the task is cancelled.
  ///
  /// Whoever gets a key has to call `done` with it.
  public func get() async -> Key? { await next()?.key }

  /// The next key with what is known about it; else like `get`.
  public func next() async -> WorkItem<Key>? {
    guard !Task.isCancelled else { return nil }
    let id = guarded.withLock { guarded in
      guarded.lastWaiter += 1
      return guarded.lastWaiter
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: Waiter) in
        transition { guarded, _ in
          // A cancellation from here on finds the waiter; an earlier one is seen here.
          guarded.waiters.append((id, continuation))
        }
        if Task.isCancelled { abandon(id) }
      }
    } onCancel: {
      abandon(id)
    }
  }

  /// Gives back a key; if it was added meanwhile, it is ready again.
  public func done(_ key: Key) {
    if let worked = transition({ $0.state.done(key, now: $1) }) { metrics.finished(after: worked) }
  }

  private func abandon(_ id: UInt64) {
    let waiter = guarded.withLock { guarded in
      guarded.waiters.firstIndex { $0.id == id }.map { guarded.waiters.remove(at: $0) }
    }
    waiter?.continuation.resume(returning: nil)
  }

  // MARK: Shutting down

  /// Takes no more adds and drops delayed ones; workers get `nil` once there is nothing left for them.
  /// - Parameter drain: hand out what is ready first; else it is dropped and workers get `nil` at once.
  public func shutDown(drain: Bool) {
    transition { guarded, _ in guarded.state.shutDown(drain: drain) }
  }

  /// Waits until the queue is shut down and every key was given back, or until the task is cancelled.
  public func waitUntilDrained() async { await drained.wait() }

  // MARK: Numbers

  /// Keys that a worker could take now.
  public var depth: Int { guarded.withLock { $0.state.depth } }

  /// Brings the metrics about unfinished work up to date; to be called before each scrape.
  public func collectMetrics() {
    let work = guarded.withLock { $0.state.unfinishedWork(now: .now) }
    metrics.running(total: work.total, longest: work.longest)
  }

  // MARK: Transitions

  /// Changes the state, then hands ready keys to waiting workers; they are resumed after the lock is free.
  @discardableResult
  private func transition<Result: Sendable>(
    _ change: (inout Guarded, ContinuousClock.Instant) -> Result
  ) -> Result {
    var handOuts: [(Waiter, WorkItem<Key>?)] = []
    let (result, isDrained) = guarded.withLock { guarded in
      let now = ContinuousClock.now
      let result = change(&guarded, now)
      while !guarded.waiters.isEmpty, let item = guarded.state.next(now: now) {
        handOuts.append((guarded.waiters.removeFirst().continuation, item))
      }
      if guarded.state.isFinished {
        while let waiter = guarded.waiters.popFirst() { handOuts.append((waiter.continuation, nil)) }
      }
      arm(&guarded, now: now)
      let adds = guarded.state.adds
      metrics.changed(depth: guarded.state.depth, newAdds: adds - guarded.reportedAdds)
      guarded.reportedAdds = adds
      return (result, guarded.state.isDrained)
    }
    for (waiter, item) in handOuts {
      if let item { metrics.handedOut(after: item.waited) }
      waiter.resume(returning: item)
    }
    if isDrained { drained.open() }
    return result
  }

  private func arm(_ guarded: inout Guarded, now: ContinuousClock.Instant) {
    guard let due = guarded.state.nextDue else { return }
    if let armed = guarded.armedFor, armed <= due { return }
    guarded.armedFor = due
    // A timer that fires a hair early finds nothing due and is armed again.
    let nanoseconds = max(.zero, due - now) / .nanoseconds(1)
    timer.schedule(deadline: .now() + .nanoseconds(Int(nanoseconds)))
  }
}
