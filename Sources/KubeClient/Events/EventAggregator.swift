import DequeModule

/// Turns what a controller has to tell into as few writes of Events as possible: the rules, without I/O or clock.
///
/// The first occurrence creates an Event; repeats are counted and written as its `series`, at most once per
/// interval; never is more than one write of an Event under way. After six minutes without a repeat the next
/// occurrence is a new Event, as in client-go's `tools/events`. Whatever would exceed a bound is dropped and
/// counted: telling must never hold up doing.
struct EventAggregator: Sendable {
  typealias Instant = ContinuousClock.Instant

  struct Settings: Sendable {
    /// Shortest time between two writes of one Event.
    var seriesInterval = Duration.seconds(10)
    /// client-go `finishTime`.
    var finishTime = Duration.seconds(360)
    /// Events that are remembered.
    var maximumEntries = 1024
    /// Events that wait to be written.
    var maximumPending = 256
    /// New Events about one object: so many at once, then one per refill (client-go's spam filter).
    var burst = 25
    var refill = Duration.seconds(300)
    /// Tries of one write.
    var maximumTries = 5
  }

  private struct Entry {
    var name: NamespacedName
    let firstTime: MicroTime
    var lastTime: MicroTime
    var lastSeen: Instant
    var count = 1
    /// The count that was written last; 0 before the Event exists.
    var written = 0
    /// The count in the write that is under way.
    var inFlight: Int?
    /// When the next write is sent; `nil` when there is nothing to write.
    var due: Instant?
    /// Not before this is a repeat written.
    var earliest: Instant
    var failures = 0
  }

  private struct Allowance {
    var tokens: Double
    var at: Instant
  }

  private let controller: String
  private let instance: String
  private let settings: Settings
  private var entries: [EventNote: Entry] = [:]
  /// Notes with something to write, each once, in the order they came.
  private var pending: Deque<EventNote> = []
  private var allowances: [ObjectReference: Allowance] = [:]
  private var lastStamp: Int64 = 0

  /// What was dropped because of a bound or a final failure.
  private(set) var dropped = 0

  /// - Parameters:
  ///   - controller: a qualified name: `example.com/controller`.
  ///   - instance: pod or host name; at most 128 bytes.
  init(controller: String, instance: String, settings: Settings = Settings()) {
    self.controller = controller
    self.instance = instance.isEmpty ? "unknown" : instance.prefix(bytes: EventNote.longestWord)
    self.settings = settings
  }

  // MARK: Recording

  mutating func record(_ note: EventNote, now: Instant, time: MicroTime) {
    if var known = entries[note], now - known.lastSeen < settings.finishTime {
      known.count += 1
      known.lastTime = time
      known.lastSeen = now
      entries[note] = known
      if known.inFlight == nil, known.due == nil { schedule(note, at: max(now, known.earliest)) }
      return
    }
    if let finished = entries[note], finished.due != nil || finished.inFlight != nil {
      // The last word about the old Event is still to be written; the new occurrence joins it.
      entries[note]?.count += 1
      entries[note]?.lastTime = time
      entries[note]?.lastSeen = now
      return
    }
    guard pending.count < settings.maximumPending, makeRoom(now: now), spend(note.regarding, now: now) else {
      dropped += 1
      return
    }
    entries[note] = Entry(
      name: name(for: note, time), firstTime: time, lastTime: time, lastSeen: now, earliest: now)
    schedule(note, at: now)
  }

  private mutating func schedule(_ note: EventNote, at due: Instant) {
    entries[note]?.due = due
    pending.append(note)
  }

  /// Makes room for one more entry: forgets what is finished, else an eighth, those that were silent the longest.
  private mutating func makeRoom(now: Instant) -> Bool {
    guard entries.count >= settings.maximumEntries else { return true }
    let idle = entries.filter { $0.value.due == nil && $0.value.inFlight == nil }
    var leaving = idle.filter { now - $0.value.lastSeen >= settings.finishTime }.map(\.key)
    if leaving.isEmpty {
      leaving = idle.sorted { $0.value.lastSeen < $1.value.lastSeen }
        .prefix(max(1, settings.maximumEntries / 8)).map(\.key)
    }
    for note in leaving { entries[note] = nil }
    return entries.count < settings.maximumEntries
  }

  private mutating func spend(_ object: ObjectReference, now: Instant) -> Bool {
    let full = Double(settings.burst)
    var allowance = allowances[object] ?? Allowance(tokens: full, at: now)
    allowance.tokens = min(full, allowance.tokens + (now - allowance.at) / settings.refill)
    allowance.at = now
    guard allowance.tokens >= 1 else {
      allowances[object] = allowance
      return false
    }
    allowance.tokens -= 1
    allowances[object] = allowance
    if allowances.count > 4 * settings.maximumEntries {
      // The fullest need not be remembered: forgetting one gives it a few tokens at most.
      let fullest = allowances.sorted { $0.value.tokens > $1.value.tokens }.prefix(allowances.count / 2)
      for (object, _) in fullest { allowances[object] = nil }
    }
    return true
  }

  // MARK: Writing

  /// When `nextWrite` will have something; `nil` when nothing waits.
  var nextDue: Instant? { pending.compactMap { entries[$0]?.due }.min() }

  /// The next write that is due; its outcome has to be told by `finished`.
  mutating func nextWrite(now: Instant) -> EventWrite? {
    guard
      let index = pending.firstIndex(where: { note in
        entries[note]?.due.map { $0 <= now } ?? true
      })
    else { return nil }
    let note = pending.remove(at: index)
    guard var entry = entries[note] else { return nextWrite(now: now) }
    entry.due = nil
    entry.inFlight = entry.count
    entries[note] = entry
    let series = Self.series(entry)
    guard entry.written > 0 else { return EventWrite(note: note, request: .create(event(note, entry))) }
    return EventWrite(note: note, request: .patch(entry.name, ["series": series]))
  }

  /// Takes the outcome of a write; `nil` when it succeeded.
  mutating func finished(_ note: EventNote, error: KubeError?, now: Instant) {
    guard var entry = entries[note], let count = entry.inFlight else { return }
    entry.inFlight = nil
    let isCreate = entry.written == 0
    switch error {
    case nil: succeed(note, entry, count: count, now: now)
    // It can only be a write of ours whose answer was lost.
    case .alreadyExists where isCreate: succeed(note, entry, count: count, now: now)
    case .notFound where !isCreate:
      // The server keeps Events for an hour: a longer series goes on in a new one.
      entry.written = 0
      entry.name = name(for: note, entry.lastTime)
      entries[note] = entry
      schedule(note, at: now)
    case .transient, .throttled, .cancelled:
      entry.failures += 1
      entries[note] = entry
      guard entry.failures < settings.maximumTries else {
        giveUp(note)
        return
      }
      var delay = Duration.seconds(1 << (entry.failures - 1))
      if case .throttled(_, let after) = error { delay = max(delay, min(after, .seconds(60))) }
      schedule(note, at: now + delay)
    case .conflict, .alreadyExists, .expired, .unauthorized, .forbidden, .notFound, .invalid, .terminal:
      giveUp(note)
    }
  }

  private mutating func succeed(_ note: EventNote, _ entry: Entry, count: Int, now: Instant) {
    var entry = entry
    entry.written = count
    entry.failures = 0
    entry.earliest = now + settings.seriesInterval
    entries[note] = entry
    if entry.count > count { schedule(note, at: entry.earliest) }
  }

  private mutating func giveUp(_ note: EventNote) {
    entries[note] = nil
    dropped += 1
  }

  // MARK: Objects

  /// `<object>.<nanoseconds in hex>`, as client-go names them; unique because no stamp is used twice.
  private mutating func name(for note: EventNote, _ time: MicroTime) -> NamespacedName {
    lastStamp = max(time.microseconds &* 1000, lastStamp + 1)
    let suffix = "." + String(lastStamp, radix: 16)
    let object = note.regarding.name
    // Events about cluster-scoped objects live in `default`: the API server takes no other place.
    return NamespacedName(
      namespace: object.namespace.isEmpty ? "default" : object.namespace,
      name: object.name.prefix(bytes: 253 - suffix.utf8.count) + suffix)
  }

  private func event(_ note: EventNote, _ entry: Entry) -> KubeObject {
    var event = KubeObject(.events, name: entry.name.name, namespace: entry.name.namespace)
    event["eventTime"] = JSONValue(entry.firstTime.text)
    event["reportingController"] = JSONValue(controller)
    event["reportingInstance"] = JSONValue(instance)
    event["action"] = JSONValue(note.action)
    event["reason"] = JSONValue(note.reason)
    event["type"] = JSONValue(note.level.rawValue)
    event["note"] = JSONValue(note.note)
    event["regarding"] = note.regarding.json
    if entry.count > 1 { event["series"] = Self.series(entry) }
    return event
  }

  private static func series(_ entry: Entry) -> JSONValue {
    ["count": JSONValue(entry.count), "lastObservedTime": JSONValue(entry.lastTime.text)]
  }
}
