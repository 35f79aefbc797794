/// Keeps a copy of one kind's objects equal to the server's: the rules, without I/O, clock or randomness.
///
/// Flow: a streaming list (a watch that sends the current state first), or a paged list where that does not work;
/// then a watch from the version reached. A watch that ends is opened again at the last version; when that is too
/// old (410) everything is listed again.
///
/// Guarantees: the changes, applied in order, give the state of the server at some version, and versions only go
/// forward, unless the server itself forgets (410 twice) or was restored. An object that vanished while no watch
/// was open is missing from the next `replace`. Whatever the server does, the reflector ends up waiting or asking;
/// it never gives up and never asks without a pause when the last answer was a failure.
struct Reflector: Sendable {
  typealias Instant = ContinuousClock.Instant

  private enum Resume { case sync, watch }

  private enum Phase {
    case idle
    case listing
    case streaming(opened: Instant?)
    case watching(opened: Instant?)
    case waiting(Resume)
    case stopped
  }

  private let settings: Settings
  private var random: SplitMix64
  private var backoff = Backoff()
  private var phase = Phase.idle

  /// The last version seen; empty before the first list.
  private(set) var version = ""
  /// Until when the shell waits for the watch; `nil` when there is none.
  private(set) var deadline: Instant?
  /// Whether streaming lists are (still) used for this kind.
  private(set) var streamsLists: Bool

  /// The server has forgotten `version`.
  private var needsNewest = false
  private var hasSynced = false
  private var brokenStreams = 0
  private var watchFailures = 0
  private var timesNotFound = 0
  /// Times in a row that the server called a version too old that it had just given.
  private var timesExpired = 0
  /// Whether the open watch has brought anything new.
  private var progressed = false
  /// Outside of `phase`, so that it is changed in place.
  private var initialObjects: [NamespacedName: KubeObject] = [:]
  private var listed: [KubeObject] = []
  private var listOptions = ListOptions()

  init(settings: Settings = Settings(), seed: UInt64) {
    self.settings = settings
    streamsLists = settings.streamsLists
    random = SplitMix64(seed: seed)
  }

  /// Takes one input and says what follows. An input that does not fit (a late answer) changes nothing.
  mutating func handle(_ input: Input, now: Instant) -> Step {
    switch (phase, input) {
    case (.stopped, _), (_, .stop):
      phase = .stopped
      forgetPartial()
      return Step(next: .stop)
    case (.idle, _): return sync(now: now)
    case (.listing, .page(let page)): return take(page, now: now)
    case (.listing, .listFailed(let error)): return listFailed(error, now: now)
    case (.streaming, .watchOpened):
      phase = .streaming(opened: now)
      deadline = now + settings.markerSilence
      return Step(next: .readWatch)
    case (.streaming(let opened), .event(let event)):
      return takeInitial(event, opened: opened ?? now, now: now)
    case (.streaming(let opened), .watchEnded(let error)):
      return streamEnded(error, wasOpen: opened != nil, now: now)
    case (.streaming(let opened), .deadlinePassed): return streamSilent(wasOpen: opened != nil, now: now)
    case (.watching, .watchOpened):
      phase = .watching(opened: now)
      deadline = now + settings.watchSilence
      return Step(next: .readWatch)
    case (.watching, .event(let event)): return take(event, now: now)
    case (.watching(let opened), .watchEnded(let error)):
      return watchEnded(error, opened: opened, now: now)
    case (.watching(.some), .deadlinePassed):
      var step = openWatch(now: now)
      step.reports.append(.silent)
      return step
    case (.watching(nil), .deadlinePassed):
      return watchFailed(.transient(message: "no answer to the request for a watch"), now: now)
    case (.waiting(.sync), .waited): return sync(now: now)
    case (.waiting(.watch), .waited): return openWatch(now: now)
    case (.waiting, _): return Step(next: .wait(.zero))
    case (.listing, _): return Step(next: .list(listOptions))
    case (.streaming, _), (.watching, _): return Step(next: .readWatch)
    }
  }

  // MARK: Listing

  private mutating func sync(now: Instant) -> Step {
    forgetPartial()
    let known = needsNewest || version.isEmpty ? nil : version
    if streamsLists {
      phase = .streaming(opened: nil)
      deadline = now + settings.watchSilence
      return Step(
        next: .openWatch(
          WatchOptions(
            resourceVersion: known, sendInitialEvents: true, timeoutSeconds: randomTimeout())))
    }
    // "0" is served from the server's cache; once a version was seen, nothing older will do.
    let version = needsNewest ? nil : known ?? "0"
    return list(
      ListOptions(
        limit: settings.pageSize, resourceVersion: version,
        resourceVersionMatch: version == nil ? nil : .notOlderThan))
  }

  private mutating func list(_ options: ListOptions) -> Step {
    phase = .listing
    deadline = nil
    listOptions = options
    return Step(next: .list(options))
  }

  private mutating func take(_ page: KubeList, now: Instant) -> Step {
    listed += page.items
    if let token = page.continueToken, token != listOptions.continueToken {
      return list(ListOptions(limit: settings.pageSize, continueToken: token))
    }
    let objects = listed
    var step = replace(objects, version: page.resourceVersion)
    let open = openWatch(now: now)
    step.next = open.next
    return step
  }

  private mutating func listFailed(_ error: KubeError, now: Instant) -> Step {
    if Self.isVersionUnavailable(error) {
      if listOptions.continueToken != nil {
        // The server forgot the state between two pages: everything in one answer, which cannot be torn.
        listed = []
        var step = list(ListOptions())
        step.reports.append(.relisting(reason: error.description))
        return step
      }
      if listOptions.resourceVersion != nil {
        needsNewest = true
        return sync(now: now)
      }
    }
    if case .notFound = error { return notServed(now: now) }
    if case .invalid = error { needsNewest = true }
    return pause(after: error, then: .sync, now: now)
  }

  // MARK: Streaming list

  private mutating func takeInitial(_ event: WatchEvent, opened: Instant, now: Instant) -> Step {
    deadline = min(now + settings.markerSilence, opened + settings.markerDeadline)
    var step = Step(next: .readWatch)
    switch event {
    case .added(let object), .modified(let object):
      if object.metadata.name.isEmpty {
        step.reports.append(.malformedObject)
      } else {
        initialObjects[object.key] = object
      }
    case .deleted(let object): initialObjects[object.key] = nil
    case .bookmark(let version, true):
      let objects = Array(initialObjects.values)
      step = replace(objects, version: version)
      phase = .watching(opened: opened)
      deadline = now + settings.watchSilence
    case .bookmark(_, false): break
    case .error(let status):
      let error = KubeError(status)
      switch error {
      case .expired, .throttled: return streamEnded(error, wasOpen: true, now: now)
      case .conflict, .alreadyExists, .unauthorized, .forbidden, .notFound, .invalid, .transient, .terminal,
        .cancelled:
        return fallBack(reason: error.description, now: now)
      }
    }
    return step
  }

  private mutating func streamEnded(_ error: KubeError?, wasOpen: Bool, now: Instant) -> Step {
    guard let error else {
      return fallBack(reason: "the stream ended before the end of the initial state", now: now)
    }
    if Self.isVersionUnavailable(error), !needsNewest, !version.isEmpty {
      needsNewest = true
      return sync(now: now)
    }
    switch error {
    case .invalid: return fallBack(reason: error.description, now: now)
    case .notFound: return notServed(now: now)
    case .transient, .terminal, .cancelled:
      // A connection that cannot be made says nothing about streaming lists; one that breaks might.
      if wasOpen { brokenStreams += 1 }
      if brokenStreams >= settings.brokenStreamsBeforeFallback {
        return fallBack(reason: error.description, now: now)
      }
      return pause(after: error, then: .sync, now: now)
    case .expired, .throttled, .unauthorized, .forbidden, .conflict, .alreadyExists:
      return pause(after: error, then: .sync, now: now)
    }
  }

  private mutating func streamSilent(wasOpen: Bool, now: Instant) -> Step {
    let reason = "no end of the initial state in time"
    if wasOpen { return fallBack(reason: reason, now: now) }
    brokenStreams += 1
    if brokenStreams >= settings.brokenStreamsBeforeFallback { return fallBack(reason: reason, now: now) }
    return pause(after: .transient(message: "no answer to the request for a watch"), then: .sync, now: now)
  }

  private mutating func fallBack(reason: String, now: Instant) -> Step {
    streamsLists = false
    var step = sync(now: now)
    step.reports.append(.streamingListUnavailable(reason: reason))
    return step
  }

  // MARK: Watching

  private mutating func openWatch(now: Instant) -> Step {
    phase = .watching(opened: nil)
    progressed = false
    deadline = now + settings.watchSilence
    return Step(
      next: .openWatch(
        WatchOptions(
          resourceVersion: version.isEmpty ? nil : version, timeoutSeconds: randomTimeout())))
  }

  private mutating func take(_ event: WatchEvent, now: Instant) -> Step {
    deadline = now + settings.watchSilence
    var step = Step(next: .readWatch)
    switch event {
    case .added(let object), .modified(let object):
      guard accept(object, &step) else { break }
      step.changes.append(.upsert(object))
    case .deleted(let object):
      guard accept(object, &step) else { break }
      step.changes.append(.delete(object))
    case .bookmark(let bookmark, _):
      guard !bookmark.isEmpty, bookmark != version else { break }
      progressed = true
      version = bookmark
      step.changes.append(.progress(resourceVersion: bookmark))
    case .error(let status): return watchFailed(KubeError(status), now: now)
    }
    if progressed {
      watchFailures = 0
      timesExpired = 0
    }
    return step
  }

  private mutating func accept(_ object: KubeObject, _ step: inout Step) -> Bool {
    guard !object.metadata.name.isEmpty else {
      step.reports.append(.malformedObject)
      return false
    }
    let seen = object.metadata.resourceVersion
    if !seen.isEmpty, seen != version {
      progressed = true
      version = seen
    }
    return true
  }

  private mutating func watchEnded(_ error: KubeError?, opened: Instant?, now: Instant) -> Step {
    if let error { return watchFailed(error, now: now) }
    if let opened, progressed || now - opened >= settings.shortestWatch {
      watchFailures = 0
      return openWatch(now: now)
    }
    return watchFailed(.transient(message: "the watch ended at once without an event"), now: now)
  }

  private mutating func watchFailed(_ error: KubeError, now: Instant) -> Step {
    if Self.isVersionUnavailable(error) {
      timesExpired += 1
      if timesExpired > 1 {
        needsNewest = true
        return pause(after: error, then: .sync, now: now)
      }
      var step = sync(now: now)
      step.reports.append(.relisting(reason: error.description))
      return step
    }
    switch error {
    case .notFound: return notServed(now: now)
    case .throttled: return pause(after: error, then: .watch, now: now)
    case .invalid:
      needsNewest = true
      return pause(after: error, then: .sync, now: now)
    case .conflict, .alreadyExists, .expired, .unauthorized, .forbidden, .transient, .terminal, .cancelled:
      watchFailures += 1
      let listAgain = watchFailures >= settings.failuresBeforeRelist
      if listAgain { watchFailures = 0 }
      return pause(after: error, then: listAgain ? .sync : .watch, now: now)
    }
  }

  // MARK: Common steps

  private mutating func replace(_ objects: [KubeObject], version newVersion: String) -> Step {
    forgetPartial()
    version = newVersion
    needsNewest = false
    hasSynced = true
    progressed = false
    brokenStreams = 0
    watchFailures = 0
    timesNotFound = 0
    let named = objects.filter { !$0.metadata.name.isEmpty }
    var step = Step(changes: [.replace(named, resourceVersion: newVersion)], next: .readWatch)
    if named.count < objects.count { step.reports.append(.malformedObject) }
    return step
  }

  private mutating func pause(after error: KubeError, then resume: Resume, now: Instant) -> Step {
    var delay = backoff.next(now: now, using: &random)
    if case .throttled(_, let after) = error { delay = max(delay, min(after, settings.longestThrottle)) }
    phase = .waiting(resume)
    deadline = nil
    forgetPartial()
    return Step(reports: [.failed(error, retryIn: delay)], next: .wait(delay))
  }

  /// 404: the kind is gone or was never there. What was seen before is dropped at the second 404 in a row: a
  /// server that is starting must not empty the cache.
  private mutating func notServed(now: Instant) -> Step {
    timesNotFound += 1
    let delay = backoff.next(now: now, using: &random)
    phase = .waiting(.sync)
    deadline = nil
    forgetPartial()
    var step = Step(next: .wait(delay))
    if timesNotFound > 1, !version.isEmpty {
      step.changes.append(.replace([], resourceVersion: ""))
      version = ""
      needsNewest = false
    }
    if timesNotFound > 1 || !hasSynced { step.reports.append(.notServed(retryIn: delay)) }
    return step
  }

  private mutating func forgetPartial() {
    initialObjects = [:]
    listed = []
  }

  private mutating func randomTimeout() -> Int { Int.random(in: settings.watchTimeout, using: &random) }

  /// 410, or 504 with the cause that a server restored from a backup gives for versions it has not reached.
  private static func isVersionUnavailable(_ error: KubeError) -> Bool {
    if case .expired = error { return true }
    return error.status?.causes.contains { $0.reason == "ResourceVersionTooLarge" } ?? false
  }
}
