import DequeModule
import HeapModule

/// The rules of the work queue, without lock, clock or I/O.
///
/// Invariants, those of client-go's `workqueue`:
/// - a key is with one worker at most (`running`);
/// - a key waits at most once (`pending`); adding it again merges: the higher priority and the earlier time win;
/// - a key that is added while a worker has it waits until `done`, then is handed out once more;
/// - an add that was accepted leads to a hand-out after it, unless the queue is shut down first.
struct WorkQueueState<Key: Hashable & Sendable>: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// First delay of a failing key, as client-go's `DefaultTypedControllerRateLimiter`.
  static var firstRetryDelay: Duration { .milliseconds(5) }
  /// Longest delay of a failing key; client-go waits up to 1000 s, which is too long for people who watch.
  static var longestRetryDelay: Duration { .seconds(300) }
  /// Longer delays are cut to this: times stay far from overflow.
  static var longestDelay: Duration { .seconds(24 * 3600) }
  /// So many live items in a row, then one of low priority if one waits: a stream of changes starves nobody.
  static var liveBurst: Int { 8 }

  private enum Phase { case open, draining, closed }

  private enum Place: Equatable {
    /// In a ready line.
    case ready
    /// In the heap of delayed keys.
    case delayed(until: Instant)
    /// A worker has the key; it becomes ready on `done`.
    case afterRun
  }

  private struct Pending {
    var place: Place
    var priority: WorkPriority
    var trigger: String
    var readySince: Instant
    /// Marks the one valid entry in the lines and the heap; older entries of the key are skipped.
    var ticket: UInt64
  }

  private struct Running {
    let since: Instant
    let priority: WorkPriority
  }

  private struct Ready {
    let key: Key
    let ticket: UInt64
  }

  private struct Delayed: Comparable {
    let until: Instant
    let ticket: UInt64
    let key: Key

    static func < (left: Delayed, right: Delayed) -> Bool {
      (left.until, left.ticket) < (right.until, right.ticket)
    }
    static func == (left: Delayed, right: Delayed) -> Bool { left.ticket == right.ticket }
  }

  private var phase = Phase.open
  private var pending: [Key: Pending] = [:]
  private var running: [Key: Running] = [:]
  private var failures: [Key: Int] = [:]
  private var live: Deque<Ready> = []
  private var low: Deque<Ready> = []
  private var staleInLow = 0
  private var delayed = Heap<Delayed>()
  private var staleInDelayed = 0
  private var lastTicket: UInt64 = 0
  private var liveInARow = 0

  /// Keys that a worker could take now.
  private(set) var depth = 0
  /// How many times a key became due that was not due already.
  private(set) var adds = 0

  // MARK: Adding

  /// Makes a key ready now or after a delay.
  /// - Parameter requested: `nil` keeps the priority the key was handed out with, else it is live.
  mutating func add(
    _ key: Key, after delay: Duration = .zero, priority requested: WorkPriority? = nil, trigger: String = "",
    now: Instant
  ) {
    guard phase == .open else { return }
    let priority = requested ?? running[key]?.priority ?? .live
    let due = delay > .zero ? now.advanced(by: min(delay, Self.longestDelay)) : nil
    guard let known = pending[key] else {
      place(key, due: due, priority: priority, trigger: trigger, now: now)
      return
    }
    let merged = max(known.priority, priority)
    switch known.place {
    case .ready where merged > known.priority:
      staleInLow += 1
      depth -= 1
      adds -= 1
      place(key, due: nil, priority: merged, trigger: known.trigger, now: known.readySince)
      compactLow()
    case .ready, .afterRun:
      pending[key]?.priority = merged
    case .delayed(let until):
      if due.map({ $0 < until }) ?? true {
        staleInDelayed += 1
        place(key, due: due, priority: merged, trigger: trigger, now: now)
        compactDelayed()
      } else {
        pending[key]?.priority = merged
      }
    }
  }

  /// Adds a key after its own backoff, which doubles with every call until `forget`.
  /// - Parameter minimum: wait at least so long, such as a server's Retry-After.
  /// - Returns: the delay.
  @discardableResult
  mutating func addRateLimited(_ key: Key, atLeast minimum: Duration = .zero, now: Instant) -> Duration {
    guard phase == .open else { return .zero }
    let count = failures[key, default: 0]
    failures[key] = count + 1
    let backoff = min(Self.firstRetryDelay * (1 << min(count, 20)), Self.longestRetryDelay)
    let delay = max(backoff, minimum)
    add(key, after: delay, trigger: "retry", now: now)
    return delay
  }

  /// Ends a key's series of failures.
  mutating func forget(_ key: Key) { failures[key] = nil }

  private mutating func place(
    _ key: Key, due: Instant?, priority: WorkPriority, trigger: String, now: Instant
  ) {
    lastTicket += 1
    let place: Place
    if let due {
      place = .delayed(until: due)
      delayed.insert(Delayed(until: due, ticket: lastTicket, key: key))
    } else if running[key] != nil {
      place = .afterRun
      adds += 1
    } else {
      place = .ready
      adds += 1
      depth += 1
      let entry = Ready(key: key, ticket: lastTicket)
      if priority == .live { live.append(entry) } else { low.append(entry) }
    }
    pending[key] = Pending(
      place: place, priority: priority, trigger: trigger, readySince: now, ticket: lastTicket)
  }

  // MARK: Handing out

  /// When the next delayed key becomes due; `nil` when none waits.
  var nextDue: Instant? {
    mutating get {
      while let first = delayed.min, pending[first.key]?.ticket != first.ticket {
        delayed.removeMin()
        staleInDelayed -= 1
      }
      return delayed.min?.until
    }
  }

  /// The next key for a worker; `nil` when none is ready.
  mutating func next(now: Instant) -> WorkItem<Key>? {
    promote(now: now)
    guard depth > 0, let entry = popReady(), let taken = pending.removeValue(forKey: entry.key) else {
      return nil
    }
    depth -= 1
    running[entry.key] = Running(since: now, priority: taken.priority)
    return WorkItem(
      key: entry.key, priority: taken.priority, trigger: taken.trigger,
      failures: failures[entry.key, default: 0], waited: max(.zero, now - taken.readySince))
  }

  /// Makes ready what is due.
  mutating func promote(now: Instant) {
    while let due = nextDue, due <= now {
      let entry = delayed.removeMin()
      guard let known = pending[entry.key] else { continue }
      place(entry.key, due: nil, priority: known.priority, trigger: known.trigger, now: due)
    }
  }

  private mutating func popReady() -> Ready? {
    let turnOfLow = liveInARow >= Self.liveBurst
    if turnOfLow, let entry = popLow() {
      liveInARow = 0
      return entry
    }
    if let entry = live.popFirst() {
      liveInARow += 1
      return entry
    }
    liveInARow = 0
    return popLow()
  }

  private mutating func popLow() -> Ready? {
    while let entry = low.popFirst() {
      if pending[entry.key]?.ticket == entry.ticket { return entry }
      staleInLow -= 1
    }
    return nil
  }

  /// Gives a key back.
  /// - Returns: how long the worker had it; `nil` when no worker had it.
  @discardableResult
  mutating func done(_ key: Key, now: Instant) -> Duration? {
    guard let finished = running.removeValue(forKey: key) else { return nil }
    if let waiting = pending[key], waiting.place == .afterRun {
      adds -= 1
      place(key, due: nil, priority: waiting.priority, trigger: waiting.trigger, now: now)
    }
    return max(.zero, now - finished.since)
  }

  // MARK: Shutting down

  /// Takes no more adds and drops delayed ones.
  /// - Parameter drain: still hand out what is ready, or was added while a worker has it; else drop that too.
  mutating func shutDown(drain: Bool) {
    guard phase != .closed else { return }
    phase = drain ? .draining : .closed
    delayed = Heap()
    staleInDelayed = 0
    pending = pending.filter { _, entry in
      if case .delayed = entry.place { false } else { drain }
    }
    guard !drain else { return }
    live = []
    low = []
    staleInLow = 0
    depth = 0
  }

  /// Whether a worker that asks now will never get anything again.
  var isFinished: Bool { phase == .closed || (phase == .draining && pending.isEmpty && running.isEmpty) }

  /// Whether the queue is shut down and nothing is with a worker any more.
  var isDrained: Bool { isFinished && running.isEmpty }

  // MARK: Numbers

  /// Time spent so far on keys that workers have: in sum, and by the longest.
  func unfinishedWork(now: Instant) -> (total: Duration, longest: Duration) {
    running.values.reduce((.zero, .zero)) { result, entry in
      let elapsed = max(.zero, now - entry.since)
      return (result.0 + elapsed, max(result.1, elapsed))
    }
  }

  /// Keys that fail, each until it is forgotten.
  var failing: Int { failures.count }

  // MARK: Bounded leftovers

  private mutating func compactLow() {
    guard staleInLow > 32, staleInLow > low.count / 2 else { return }
    low = Deque(low.filter { pending[$0.key]?.ticket == $0.ticket })
    staleInLow = 0
  }

  private mutating func compactDelayed() {
    guard staleInDelayed > 32, staleInDelayed > delayed.count / 2 else { return }
    delayed = Heap(delayed.unordered.filter { pending[$0.key]?.ticket == $0.ticket })
    staleInDelayed = 0
  }
}
