import Testing

@testable import KubeClient

@Suite("EventAggregator")
struct EventAggregatorTests {
  let start = ContinuousClock.now
  let time = MicroTime(microseconds: 1_767_225_600_000_000)
  var events = EventAggregator(controller: "example.com/controller", instance: "pod-0")

  private func note(_ text: String = "made it", about name: String = "shop", namespace: String = "ns")
    -> EventNote
  {
    EventNote(
      .normal,
      regarding: ObjectReference(
        apiVersion: "laravel-operator.dev/v1alpha1", kind: "LaravelApp",
        name: NamespacedName(namespace: namespace, name: name), uid: "uid-\(name)"),
      reason: "Created", action: "Reconcile", note: text)
  }

  private mutating func record(_ note: EventNote, after: Duration = .zero) {
    events.record(
      note, now: start + after,
      time: MicroTime(microseconds: time.microseconds + Int64(after / .microseconds(1))))
  }

  /// Sends everything that is due, all of it successfully.
  private mutating func write(after: Duration = .zero) -> [EventWrite.Request] {
    var sent: [EventWrite.Request] = []
    while let write = events.nextWrite(now: start + after) {
      sent.append(write.request)
      events.finished(write.note, error: nil, now: start + after)
    }
    return sent
  }

  @Test("the first occurrence creates an Event with every field the API server asks for")
  mutating func create() throws {
    record(note())
    let sent = write()
    guard case .create(let event) = try #require(sent.first) else {
      Issue.record("not a create: \(sent)")
      return
    }
    let expected = try JSONValue(
      parsing: """
        {"apiVersion":"events.k8s.io/v1","kind":"Event",
         "metadata":{"name":"shop.18867b9044ea0000","namespace":"ns"},
         "eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"example.com/controller",
         "reportingInstance":"pod-0","action":"Reconcile","reason":"Created","type":"Normal","note":"made it",
         "regarding":{"apiVersion":"laravel-operator.dev/v1alpha1","kind":"LaravelApp","name":"shop",
                      "namespace":"ns","uid":"uid-shop"}}
        """)
    var json = event.json
    #expect(json["metadata", "name"]?.string?.hasPrefix("shop.") == true)
    json["metadata", "name"] = expected["metadata", "name"]
    #expect(json == expected)
    #expect(sent.count == 1)
  }

  @Test("repeats are one patch of the series per interval, with the count and the last time")
  mutating func series() throws {
    record(note())
    let created = write()
    for second in 1...4 { record(note(), after: .seconds(second)) }
    #expect(write(after: .seconds(5)).isEmpty)
    #expect(events.nextDue == start + .seconds(10))
    let sent = write(after: .seconds(10))
    guard case .patch(let name, let patch) = try #require(sent.first),
      case .create(let event) = try #require(created.first)
    else {
      Issue.record("not a patch: \(sent)")
      return
    }
    #expect(name == event.key)
    #expect(patch == ["series": ["count": 5, "lastObservedTime": "2026-01-01T00:00:04.000000Z"]])
    #expect(sent.count == 1)
    #expect(events.nextDue == nil)
    // Without a repeat nothing more is written; a later one is written at once.
    record(note(), after: .seconds(60))
    #expect(write(after: .seconds(60)).count == 1)
  }

  @Test("never are two writes of one Event under way, and what comes meanwhile is not lost")
  mutating func oneInFlight() {
    record(note())
    let first = events.nextWrite(now: start)
    record(note())
    record(note())
    #expect(first != nil)
    #expect(events.nextWrite(now: start + .seconds(60)) == nil)
    events.finished(note(), error: nil, now: start + .seconds(60))
    let sent = write(after: .seconds(70))
    guard case .patch(_, let patch)? = sent.first else {
      Issue.record("not a patch: \(sent)")
      return
    }
    #expect(patch["series", "count"] == 3)
  }

  @Test("other texts, reasons and objects are other Events; after six minutes so is the same one")
  mutating func newEvents() {
    record(note())
    record(note("other"))
    record(note(about: "blog"))
    #expect(write().count == 3)
    record(note(), after: .seconds(361))
    guard case .create? = write(after: .seconds(361)).first else {
      Issue.record("the series should have ended")
      return
    }
  }

  @Test("a series whose Event the server has dropped goes on in a new one")
  mutating func expiredEvent() throws {
    record(note())
    _ = write()
    record(note(), after: .seconds(20))
    let next = events.nextWrite(now: start + .seconds(20))
    let patch = try #require(next)
    events.finished(patch.note, error: ServerError.notFound, now: start + .seconds(20))
    guard case .create(let event)? = write(after: .seconds(20)).first else {
      Issue.record("not a create")
      return
    }
    #expect(event["series", "count"] == 2)
  }

  @Test("a write that fails is tried again five times, one that is refused is not")
  mutating func failures() {
    record(note())
    var tries = 0
    var now = start
    while let due = events.nextDue,
      let write = {
        now = max(now, due); return events.nextWrite(now: now)
      }()
    {
      tries += 1
      events.finished(write.note, error: ServerError.unavailable, now: now)
    }
    #expect(tries == 5)
    #expect(now - start == .seconds(15))
    #expect(events.dropped == 1)
    record(note("refused"))
    let write = events.nextWrite(now: start)
    events.finished(
      note("refused"), error: .forbidden(Status(code: 403, message: "namespace is terminating")), now: start)
    #expect(write != nil)
    #expect(events.nextDue == nil)
    #expect(events.dropped == 2)
  }

  @Test("one object cannot flood the namespace: 25 Events at once, then one every five minutes")
  mutating func spam() {
    for number in 0..<100 { record(note("number \(number)")) }
    #expect(write().count == 25)
    #expect(events.dropped == 75)
    record(note("later"), after: .seconds(300))
    record(note("too much"), after: .seconds(300))
    #expect(write(after: .seconds(300)).count == 1)
  }

  @Test("the queue and the memory are bounded")
  mutating func bounds() {
    for number in 0..<2000 { record(note(about: "app-\(number)")) }
    #expect(events.dropped == 2000 - 256)
    #expect(write().count == 256)
    for round in 1...10 {
      for number in 0..<200 { record(note(about: "more-\(round)-\(number)"), after: .seconds(round)) }
      #expect(write(after: .seconds(round)).count == 200)
    }
  }

  @Test("texts are cut to what the API server takes, at whole characters")
  func lengths() {
    let long = EventNote(
      .warning, regarding: note().regarding, reason: String(repeating: "R", count: 500), action: "A",
      note: String(repeating: "ü", count: 2000))
    #expect(long.note.utf8.count <= 1024)
    #expect(long.note.hasSuffix("ü…"))
    #expect(long.reason.utf8.count == 128)
  }

  @Test("Events about cluster-scoped objects live in default, and names stay within 253 bytes")
  mutating func names() {
    record(note(about: String(repeating: "x", count: 253), namespace: ""))
    guard case .create(let event)? = write().first else {
      Issue.record("not a create")
      return
    }
    #expect(event.key.namespace == "default")
    #expect(event.key.name.utf8.count == 253)
    #expect(event["regarding", "namespace"] == nil)
  }
}
