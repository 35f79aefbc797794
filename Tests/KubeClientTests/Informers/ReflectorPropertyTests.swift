import Testing

@testable import KubeClient

/// A reflector against a server that mutates, compacts its history and fails at random, in virtual time.
///
/// A failing case prints its seed; it is replayed by putting that seed into `arguments`.
@Suite("Reflector, random servers")
struct ReflectorPropertyTests {
  @Test(
    "the store ends up equal to the server, and no failure is answered with a request at once for long",
    arguments: 0..<200 as Range<UInt64>)
  func converges(seed: UInt64) {
    var run = Run(seed: seed)
    for _ in 0..<600 { run.step(faults: true) }
    for _ in 0..<200 where !run.isConverged { run.step(faults: false) }
    let (isConverged, requests, backwards) = (run.isConverged, run.mostRequestsWithoutPause, run.backwards)
    #expect(isConverged, "seed \(seed)")
    #expect(requests < 8, "seed \(seed)")
    #expect(backwards == 0, "seed \(seed)")
  }

  private struct Run {
    var random: SplitMix64
    var server = Server()
    var reflector: Reflector
    var store = StoreState(indexedLabels: [])
    var now = ContinuousClock.now
    var next: Reflector.Next
    /// The watch that is open: the version up to which its events were sent; initial events still to come.
    var watch: (sent: Int, initial: [WatchEvent])?
    var requestsWithoutPause = 0
    var mostRequestsWithoutPause = 0
    var backwards = 0

    init(seed: UInt64) {
      random = SplitMix64(seed: seed)
      var settings = Reflector.Settings()
      settings.streamsLists = Bool.random(using: &random)
      settings.pageSize = 2
      reflector = Reflector(settings: settings, seed: seed)
      next = .stop
      take(.start)
    }

    var isConverged: Bool { store.hasSynced && store.objects == server.objects }

    mutating func take(_ input: Reflector.Input) {
      let step = reflector.handle(input, now: now)
      for change in step.changes {
        let before = Int(store.resourceVersion) ?? 0
        _ = store.apply(change)
        if let after = Int(store.resourceVersion), after < before { backwards += 1 }
      }
      next = step.next
      switch next {
      case .list, .openWatch:
        requestsWithoutPause += 1
        mostRequestsWithoutPause = max(mostRequestsWithoutPause, requestsWithoutPause)
      case .wait: requestsWithoutPause = 0
      case .readWatch, .stop: break
      }
    }

    mutating func step(faults: Bool) {
      if faults, Int.random(in: 0..<3, using: &random) == 0 { server.mutate(using: &random) }
      if faults, Int.random(in: 0..<40, using: &random) == 0 { server.compact() }
      let fault = faults && Int.random(in: 0..<6, using: &random) == 0
      switch next {
      case .stop: break
      case .wait(let duration):
        now += duration
        take(.waited)
      case .list(let options):
        take(fault ? .listFailed(randomError()) : server.list(options))
      case .openWatch(let options):
        now += .milliseconds(5)
        if fault {
          take(.watchEnded(randomError()))
        } else {
          open(options)
        }
      case .readWatch: read(fault: fault)
      }
    }

    private mutating func open(_ options: WatchOptions) {
      let from = options.resourceVersion.flatMap(Int.init) ?? server.version
      if options.sendInitialEvents {
        // NotOlderThan: whatever the version, the newest state will do.
        var events = server.objects.values.map { WatchEvent.added($0) }
        events.append(.bookmark(resourceVersion: String(server.version), isInitialEventsEnd: true))
        watch = (server.version, events)
      } else if from < server.compacted {
        take(.watchEnded(ServerError.gone))
        return
      } else {
        watch = (from, [])
      }
      requestsWithoutPause = 0
      take(.watchOpened)
    }

    private mutating func read(fault: Bool) {
      guard var open = watch else {
        take(.watchEnded(nil))
        return
      }
      if fault {
        watch = nil
        switch Int.random(in: 0..<5, using: &random) {
        case 0: take(.event(.error(Status(code: 410, message: "too old"))))
        case 1: take(.event(.error(Status(code: 500, message: "no leader"))))
        case 2:
          if let deadline = reflector.deadline { now = max(now, deadline) }
          take(.deadlinePassed)
        case 3: take(.watchEnded(ServerError.unavailable))
        default:
          now += .seconds(300)
          take(.watchEnded(nil))
        }
        return
      }
      if !open.initial.isEmpty {
        let event = open.initial.removeFirst()
        watch = open
        take(.event(event))
      } else if open.sent < server.compacted {
        // The server has dropped what this slow watch was still to get.
        watch = nil
        take(.event(.error(Status(code: 410, message: "too old"))))
      } else if let (version, event) = server.history.first(where: { $0.0 > open.sent }) {
        open.sent = version
        watch = open
        now += .milliseconds(1)
        take(.event(event))
      } else {
        now += .seconds(20)
        take(.event(.bookmark(resourceVersion: String(server.version), isInitialEventsEnd: false)))
      }
    }

    private mutating func randomError() -> KubeError {
      [
        ServerError.gone, ServerError.unavailable, ServerError.throttled(seconds: 3), ServerError.tooLarge,
        .terminal(message: "unreadable"), .forbidden(Status(code: 403, message: "forbidden")),
      ].randomElement(using: &random) ?? ServerError.unavailable
    }
  }

  private struct Server {
    var version = 100
    var compacted = 100
    var objects: [NamespacedName: KubeObject] = [:]
    var history: [(Int, WatchEvent)] = []
    /// The states that continue tokens stand for.
    var snapshots: [Int: [KubeObject]] = [:]
    var incarnation = 0

    mutating func mutate(using random: inout SplitMix64) {
      version += Int.random(in: 1...3, using: &random)
      let name = "o\(Int.random(in: 0..<6, using: &random))"
      let key = NamespacedName(namespace: "ns", name: name)
      if let old = objects[key], Int.random(in: 0..<3, using: &random) == 0 {
        var last = old
        last["metadata", "resourceVersion"] = JSONValue(String(version))
        objects[key] = nil
        history.append((version, .deleted(last)))
        return
      }
      incarnation += 1
      let uid = objects[key]?.metadata.uid ?? "uid-\(incarnation)"
      let object = configMap(name, version: version, uid: uid)
      history.append((version, objects[key] == nil ? .added(object) : .modified(object)))
      objects[key] = object
    }

    mutating func compact() {
      compacted = version
      snapshots = [:]
      history.removeAll { $0.0 <= version }
    }

    mutating func list(_ options: ListOptions) -> Reflector.Input {
      var start = 0
      var at = version
      if let token = options.continueToken {
        let parts = token.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 2, snapshots[parts[0]] != nil else { return .listFailed(ServerError.gone) }
        at = parts[0]
        start = parts[1]
      } else {
        snapshots[at] = objects.sorted { $0.key < $1.key }.map(\.value)
      }
      let all = snapshots[at] ?? []
      let end = min(all.count, start + (options.limit ?? all.count))
      return .page(
        KubeList(
          items: Array(all[start..<end]), resourceVersion: String(at),
          continueToken: end < all.count ? "\(at).\(end)" : nil))
    }
  }
}
