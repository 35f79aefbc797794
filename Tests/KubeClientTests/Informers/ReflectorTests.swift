import Testing

@testable import KubeClient

/// Sequences of answers and what the reflector does about each, in virtual time.
@Suite("Reflector")
struct ReflectorTests {
  typealias Settings = Reflector.Settings

  /// Drives a reflector and keeps what it said last.
  struct Driver {
    var reflector: Reflector
    var now = ContinuousClock.now
    var last = Reflector.Step(next: .stop)

    init(_ settings: Settings = Settings(), seed: UInt64 = 1) {
      reflector = Reflector(settings: settings, seed: seed)
    }

    @discardableResult
    mutating func send(_ input: Reflector.Input, after: Duration = .zero) -> Reflector.Step {
      now += after
      last = reflector.handle(input, now: now)
      return last
    }

    /// A reflector with one object at version 10, watching, past its streaming list.
    static func watching() -> Driver {
      var driver = Driver()
      driver.send(.start)
      driver.send(.watchOpened)
      driver.send(.event(.added(configMap("a", version: 10))))
      driver.send(.event(.bookmark(resourceVersion: "10", isInitialEventsEnd: true)))
      return driver
    }

    static func listing() -> Driver {
      var settings = Settings()
      settings.streamsLists = false
      var driver = Driver(settings)
      driver.send(.start)
      return driver
    }
  }

  // MARK: Streaming list

  @Test("the first sync is a streaming list, and its marker swaps the store at once")
  func streamingList() throws {
    var driver = Driver()
    let options = try #require(driver.send(.start).next.watchOptions)
    #expect(options.sendInitialEvents && options.allowBookmarks)
    #expect(options.resourceVersion == nil)
    #expect((300..<600).contains(options.timeoutSeconds))
    driver.send(.watchOpened)
    for event: WatchEvent in [
      .added(configMap("a", version: 1)), .added(configMap("b", version: 2)),
      .modified(configMap("a", version: 3)), .deleted(configMap("b", version: 4)),
      .bookmark(resourceVersion: "4", isInitialEventsEnd: false),
    ] {
      let step = driver.send(.event(event))
      #expect(step.changes.isEmpty)
      #expect(step.next == .readWatch)
    }
    let step = driver.send(.event(.bookmark(resourceVersion: "5", isInitialEventsEnd: true)))
    #expect(step.changes == [.replace([configMap("a", version: 3)], resourceVersion: "5")])
    #expect(step.next == .readWatch)
    #expect(
      driver.send(.event(.added(configMap("c", version: 6)))).changes == [.upsert(configMap("c", version: 6))]
    )
  }

  @Test(
    "where streaming lists do not work, plain lists are used, and that is remembered",
    arguments: [
      "refused", "error event", "ended early", "no marker", "no marker among many events",
    ])
  func fallsBack(cause: String) throws {
    var driver = Driver()
    driver.send(.start)
    switch cause {
    case "refused": driver.send(.watchEnded(ServerError.noStreamingList))
    case "error event":
      driver.send(.watchOpened)
      driver.send(.event(.error(Status(code: 500, message: "etcd is too old"))))
    case "ended early":
      driver.send(.watchOpened)
      driver.send(.watchEnded(nil), after: .seconds(2))
    case "no marker":
      driver.send(.watchOpened)
      let deadline = try #require(driver.reflector.deadline)
      #expect(deadline == driver.now + .seconds(10))
      driver.send(.deadlinePassed, after: .seconds(10))
    default:
      driver.send(.watchOpened)
      let opened = driver.now
      for version in 1...20 {
        driver.send(.event(.added(configMap("a", version: version))), after: .seconds(5))
      }
      #expect(driver.reflector.deadline == opened + .seconds(60))
      driver.send(.deadlinePassed)
    }
    #expect(driver.last.next.listOptions?.resourceVersion == "0")
    #expect(
      driver.last.reports.contains(where: { if case .streamingListUnavailable = $0 { true } else { false } }))
    driver.send(.page(KubeList(items: [configMap("a", version: 7)], resourceVersion: "8")))
    // The next full sync asks for a plain list at once.
    driver.send(.watchEnded(ServerError.gone))
    #expect(driver.last.next.listOptions?.resourceVersion == "8")
  }

  @Test("connections that break in a streaming list are tried again three times, refused ones for ever")
  func brokenStreams() {
    var driver = Driver()
    driver.send(.start)
    for _ in 0..<10 {
      #expect(driver.send(.watchEnded(ServerError.unavailable)).next.isWait)
      #expect(driver.send(.waited).next.watchOptions?.sendInitialEvents == true)
    }
    for _ in 0..<2 {
      driver.send(.watchOpened)
      #expect(driver.send(.watchEnded(ServerError.unavailable)).next.isWait)
      #expect(driver.send(.waited).next.watchOptions?.sendInitialEvents == true)
    }
    driver.send(.watchOpened)
    #expect(driver.send(.watchEnded(ServerError.unavailable)).next.listOptions != nil)
    #expect(!driver.reflector.streamsLists)
  }

  @Test("a streaming list that is interrupted leaves nothing of it behind")
  func interruptedStream() {
    var driver = Driver()
    driver.send(.start)
    driver.send(.watchOpened)
    driver.send(.event(.added(configMap("ghost", version: 1))))
    driver.send(.watchEnded(ServerError.unavailable))
    driver.send(.waited)
    driver.send(.watchOpened)
    let step = driver.send(.event(.bookmark(resourceVersion: "9", isInitialEventsEnd: true)))
    #expect(step.changes == [.replace([], resourceVersion: "9")])
  }

  // MARK: Paged list

  @Test("a plain list starts at version 0, follows its pages, and is watched from its version")
  func pagedList() {
    var driver = Driver.listing()
    #expect(
      driver.last.next
        == .list(ListOptions(limit: 500, resourceVersion: "0", resourceVersionMatch: .notOlderThan)))
    let first = KubeList(items: [configMap("a", version: 1)], resourceVersion: "7", continueToken: "page2")
    #expect(driver.send(.page(first)).next == .list(ListOptions(limit: 500, continueToken: "page2")))
    let step = driver.send(.page(KubeList(items: [configMap("b", version: 2)], resourceVersion: "7")))
    #expect(
      step.changes
        == [.replace([configMap("a", version: 1), configMap("b", version: 2)], resourceVersion: "7")])
    #expect(step.next.watchOptions?.resourceVersion == "7")
    #expect(step.next.watchOptions?.sendInitialEvents == false)
  }

  @Test("a 410 between two pages leads to one list in one answer, without what was read before")
  func expiredContinueToken() {
    var driver = Driver.listing()
    driver.send(
      .page(KubeList(items: [configMap("a", version: 1)], resourceVersion: "7", continueToken: "t")))
    #expect(driver.send(.listFailed(ServerError.gone)).next == .list(ListOptions()))
    let step = driver.send(.page(KubeList(items: [configMap("b", version: 9)], resourceVersion: "9")))
    #expect(step.changes == [.replace([configMap("b", version: 9)], resourceVersion: "9")])
  }

  @Test(
    "a list that is refused for its version is sent for the newest one",
    arguments: [
      ServerError.gone, ServerError.tooLarge,
    ])
  func unavailableVersion(error: KubeError) {
    var driver = Driver.listing()
    driver.send(.page(KubeList(resourceVersion: "7")))
    driver.send(.watchEnded(ServerError.gone))
    #expect(driver.last.next.listOptions?.resourceVersion == "7")
    driver.send(.listFailed(error))
    #expect(driver.last.next == .list(ListOptions(limit: 500)))
    #expect(driver.send(.listFailed(error)).next.isWait)
  }

  @Test("a page that repeats its token ends the list instead of looping")
  func repeatedToken() {
    var driver = Driver.listing()
    let page = KubeList(items: [], resourceVersion: "7", continueToken: "same")
    driver.send(.page(page))
    #expect(driver.send(.page(page)).next.watchOptions?.resourceVersion == "7")
  }

  // MARK: Watch

  @Test("events change the store and move the version; a watch that ends is opened again there")
  func watching() {
    var driver = Driver.watching()
    #expect(
      driver.send(.event(.added(configMap("b", version: 11)))).changes == [
        .upsert(configMap("b", version: 11))
      ])
    #expect(
      driver.send(.event(.deleted(configMap("a", version: 12)))).changes == [
        .delete(configMap("a", version: 12))
      ])
    #expect(
      driver.send(.event(.bookmark(resourceVersion: "20", isInitialEventsEnd: false))).changes
        == [.progress(resourceVersion: "20")])
    let step = driver.send(.watchEnded(nil), after: .seconds(400))
    #expect(step.next.watchOptions?.resourceVersion == "20")
    #expect(step.next.watchOptions?.sendInitialEvents == false)
  }

  @Test(
    "410 as a refusal and as an event leads to a list at the last version, a second one to the newest state")
  func expiredWatch() {
    for asEvent in [false, true] {
      var driver = Driver.watching()
      let gone: Reflector.Input =
        asEvent ? .event(.error(Status(code: 410, message: "too old"))) : .watchEnded(ServerError.gone)
      #expect(driver.send(gone).next.watchOptions?.resourceVersion == "10")
      #expect(driver.last.next.watchOptions?.sendInitialEvents == true)
      #expect(driver.send(.watchEnded(ServerError.gone)).next.watchOptions?.resourceVersion == nil)
      #expect(driver.send(.watchEnded(ServerError.gone)).next.isWait)
    }
  }

  @Test("a server that lists a version and then calls it too old is not asked in a tight loop")
  func expiredInCircles() {
    var driver = Driver.listing()
    var immediate = 0
    for _ in 0..<20 {
      driver.send(.page(KubeList(resourceVersion: "7")))
      driver.send(.watchOpened)
      driver.send(.event(.error(Status(code: 410, message: "too old"))))
      if driver.last.next.isWait { driver.send(.waited) } else { immediate += 1 }
    }
    #expect(immediate == 1)
  }

  @Test("429 keeps the version and waits as long as the server asks")
  func throttled() throws {
    var driver = Driver.watching()
    let delay = try #require(driver.send(.watchEnded(ServerError.throttled(seconds: 42))).next.pause)
    #expect(delay == .seconds(42))
    #expect(driver.send(.waited, after: delay).next.watchOptions?.resourceVersion == "10")
    let silly = driver.send(.watchEnded(ServerError.throttled(seconds: 1_000_000))).next.pause
    #expect(silly == .seconds(300))
  }

  @Test("a watch that ends within a second without an event is a failure, with an event it is none")
  func shortWatch() {
    var driver = Driver.watching()
    driver.send(.watchEnded(nil), after: .seconds(400))
    driver.send(.watchOpened)
    #expect(driver.send(.watchEnded(nil), after: .milliseconds(900)).next.isWait)
    driver.send(.waited)
    driver.send(.watchOpened)
    driver.send(.event(.added(configMap("b", version: 30))))
    #expect(
      driver.send(.watchEnded(nil), after: .milliseconds(10)).next.watchOptions?.resourceVersion == "30")
    driver.send(.watchOpened)
    // The same object again is no news: a server that repeats itself must not be asked in a tight loop.
    driver.send(.event(.added(configMap("b", version: 30))))
    #expect(driver.send(.watchEnded(nil), after: .milliseconds(10)).next.isWait)
  }

  @Test("a broken watch is opened again after a pause; after five failures everything is listed")
  func brokenWatch() {
    var driver = Driver.watching()
    for _ in 0..<4 {
      #expect(driver.send(.watchEnded(ServerError.unavailable)).next.isWait)
      #expect(driver.send(.waited).next.watchOptions?.sendInitialEvents == false)
    }
    driver.send(.watchEnded(.terminal(message: "unreadable event")))
    #expect(driver.send(.waited).next.watchOptions?.sendInitialEvents == true)
  }

  @Test("a silent watch is given up in under a minute and opened again at the last version")
  func silence() throws {
    var driver = Driver.watching()
    let deadline = try #require(driver.reflector.deadline)
    #expect(deadline - driver.now < .seconds(60))
    driver.send(.event(.added(configMap("b", version: 11))), after: .seconds(50))
    let later = try #require(driver.reflector.deadline)
    #expect(later > deadline)
    let step = driver.send(.deadlinePassed, after: .seconds(55))
    #expect(step.reports == [.silent])
    #expect(step.next.watchOptions?.resourceVersion == "11")
    // Nor does the request for a watch wait for ever.
    let openDeadline = try #require(driver.reflector.deadline)
    #expect(openDeadline - driver.now < .seconds(60))
    #expect(driver.send(.deadlinePassed, after: .seconds(55)).next.isWait)
  }

  @Test("an object without a name changes nothing")
  func malformed() {
    var driver = Driver.watching()
    let step = driver.send(.event(.added(KubeObject(["metadata": ["resourceVersion": "99"]]))))
    #expect(step.changes.isEmpty)
    #expect(step.reports == [.malformedObject])
    #expect(driver.reflector.version == "10")
  }

  // MARK: Kinds that are not served

  @Test("a kind that is not served is asked for quietly until it is there")
  func notServed() {
    var driver = Driver()
    driver.send(.start)
    for _ in 0..<5 {
      driver.send(.watchEnded(ServerError.notFound))
      #expect(driver.last.reports.contains { $0.isNotServed })
      #expect(driver.last.changes.isEmpty)
      #expect(driver.send(.waited).next.watchOptions?.sendInitialEvents == true)
    }
    driver.send(.watchOpened)
    driver.send(.event(.bookmark(resourceVersion: "5", isInitialEventsEnd: true)))
    #expect(driver.last.changes == [.replace([], resourceVersion: "5")])
  }

  @Test("a kind that vanishes empties the store at the second 404, not at the first")
  func vanishes() {
    var driver = Driver.watching()
    driver.send(.watchEnded(ServerError.notFound))
    #expect(driver.last.changes.isEmpty)
    #expect(driver.last.reports.isEmpty)
    driver.send(.waited)
    driver.send(.watchEnded(ServerError.notFound))
    #expect(driver.last.changes == [.replace([], resourceVersion: "")])
    #expect(driver.last.reports.contains { $0.isNotServed })
    #expect(driver.send(.waited).next.watchOptions?.resourceVersion == nil)
  }

  @Test("stopping ends it in every phase, for good")
  func stop() {
    var listing = Driver.listing()
    var watching = Driver.watching()
    var waiting = Driver.watching()
    waiting.send(.watchEnded(ServerError.unavailable))
    #expect(listing.send(.stop).next == .stop)
    #expect(watching.send(.stop).next == .stop)
    #expect(waiting.send(.stop).next == .stop)
    #expect(waiting.send(.waited).next == .stop)
  }

  @Test("pauses grow from 0.8 s to 30 s with jitter and start again after two quiet minutes")
  func backoff() {
    var backoff = Backoff()
    var random = SplitMix64(seed: 7)
    var now = ContinuousClock.now
    var pauses: [Duration] = []
    for _ in 0..<10 {
      let pause = backoff.next(now: now, using: &random)
      pauses.append(pause)
      now += pause
    }
    #expect(pauses[0] >= .milliseconds(800) && pauses[0] < .milliseconds(1600))
    #expect(pauses[3] >= .milliseconds(6400) && pauses[3] < .milliseconds(12800))
    #expect(pauses.suffix(4).allSatisfy { $0 >= .seconds(15) && $0 <= .seconds(30) })
    #expect(Set(pauses.suffix(4)).count == 4)
    #expect(backoff.next(now: now + .seconds(119), using: &random) >= .seconds(15))
    #expect(backoff.next(now: now + .seconds(119 + 30 + 120), using: &random) < .milliseconds(1600))
  }
}

extension Reflector.Next {
  var watchOptions: WatchOptions? { if case .openWatch(let options) = self { options } else { nil } }
  var listOptions: ListOptions? { if case .list(let options) = self { options } else { nil } }
  var pause: Duration? { if case .wait(let duration) = self { duration } else { nil } }
  var isWait: Bool { pause != nil }
}

extension Reflector.Report {
  var isNotServed: Bool { if case .notServed = self { true } else { false } }
}
