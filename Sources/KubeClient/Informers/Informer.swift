import Logging
import Metrics
import Synchronization

/// Keeps a store equal to the server's objects of one kind and tells handlers of every change.
///
/// A shell around `Reflector`: it lists, watches and waits as the reflector says. All changes pass through one
/// actor, so handlers hear them one at a time and in order, after the store shows them.
public actor Informer {
  /// Hears of one change. It is called with no lock held and must not block: it adds to a queue.
  public typealias Handler = @Sendable (ObjectChange) -> Void

  /// The kind.
  public nonisolated let type: ResourceType
  /// Which objects, and how much of each.
  public nonisolated let scope: InformerScope
  /// The objects.
  public nonisolated let store: Store

  private let source: any ListWatcher
  private let logger: Logger
  private nonisolated let metrics: InformerMetrics
  private nonisolated let guardedStatus = Mutex(InformerStatus())
  private nonisolated let synced = Latch()

  private var reflector: Reflector
  private var handlers: [Handler] = []
  private var pause: Task<Void, Never>?
  private var isRunning = false
  /// Set when a watch is ended because its deadline passed, not because the informer stops.
  private var hasOverrun = false

  /// An informer; `run` starts it.
  /// - Parameters:
  ///   - indexedLabels: label keys that the store's `labeled` finds without looking at every object.
  ///   - transform: see `Store.Transform`.
  public init(
    _ type: ResourceType, scope: InformerScope = InformerScope(), from source: any ListWatcher,
    indexedLabels: [String] = [], transform: Store.Transform? = nil, logger: Logger,
    metrics factory: any MetricsFactory = MetricsSystem.factory
  ) {
    self.init(
      type, scope: scope, from: source, indexedLabels: indexedLabels, transform: transform, logger: logger,
      metrics: factory, settings: Reflector.Settings(), seed: .random(in: .min ... .max))
  }

  init(
    _ type: ResourceType, scope: InformerScope, from source: any ListWatcher, indexedLabels: [String],
    transform: Store.Transform?, logger: Logger, metrics factory: any MetricsFactory,
    settings: Reflector.Settings, seed: UInt64
  ) {
    self.type = type
    self.scope = scope
    self.source = source
    store = Store(indexedLabels: indexedLabels, transform: transform)
    var logger = logger
    logger[metadataKey: "resource"] = "\(type.groupResource)"
    self.logger = logger
    metrics = InformerMetrics(type, factory: factory)
    reflector = Reflector(settings: settings, seed: seed)
  }

  // MARK: Asking

  /// How the informer stands.
  public nonisolated var status: InformerStatus { guardedStatus.withLock { $0 } }

  /// Whether the store may be relied upon: the first list is complete, or the kind is not served.
  public nonisolated var hasSynced: Bool { synced.isOpen }

  /// Waits for `hasSynced`.
  /// - Returns: `false` when the task was cancelled before.
  @discardableResult
  public nonisolated func waitForSync() async -> Bool { await synced.wait() }

  /// Brings the metric about the age of the last frame up to date; to be called before each scrape.
  public nonisolated func collectMetrics() {
    if let silence = status.silence() { metrics.silent(for: silence) }
  }

  // MARK: Handlers

  /// Tells a handler of all objects there are, as a first list, and of every change from then on.
  public func addHandler(_ handler: @escaping Handler) {
    for object in store.list() { handler(ObjectChange(old: nil, new: object, isInitialList: true)) }
    handlers.append(handler)
  }

  // MARK: Running

  /// Lists and watches until the task is cancelled. May be called once.
  public func run() async {
    guard !isRunning else { return }
    isRunning = true
    var step = reflector.handle(.start, now: .now)
    while true {
      carryOut(step)
      switch step.next {
      case .stop: return
      case .list(let options): step = next(await list(options))
      case .openWatch(let options): step = await watch(options)
      case .readWatch: step = next(.watchEnded(nil))
      case .wait(let duration):
        await wait(for: duration)
        step = next(.waited)
      }
    }
  }

  /// Ends the pause after a failure: asks the server again now.
  public func retryNow() { pause?.cancel() }

  private func next(_ input: Reflector.Input) -> Reflector.Step {
    reflector.handle(Task.isCancelled ? .stop : input, now: .now)
  }

  private func wait(for duration: Duration) async {
    let sleep = Task { _ = try? await Task.sleep(for: duration) }
    pause = sleep
    await withTaskCancellationHandler {
      await sleep.value
    } onCancel: {
      sleep.cancel()
    }
    pause = nil
  }

  private func list(_ options: ListOptions) async -> Reflector.Input {
    metrics.listed()
    do {
      let page = try await source.list(type, namespace: scope.namespace, options: scope.applied(to: options))
      noteFrame()
      return .page(page)
    } catch {
      return .listFailed(error)
    }
  }

  // MARK: Watching

  /// Runs one watch to its end, watched by a task that ends it at the reflector's deadline.
  /// - Returns: the step that follows the watch; changes and reports before it were carried out.
  private func watch(_ options: WatchOptions) async -> Reflector.Step {
    hasOverrun = false
    let session = Task { await self.readWatch(options) }
    let watchdog = Task {
      while !Task.isCancelled, let deadline = self.reflector.deadline {
        guard ContinuousClock.now < deadline else {
          self.hasOverrun = true
          session.cancel()
          return
        }
        try? await Task.sleep(until: deadline, clock: .continuous)
      }
    }
    let step = await withTaskCancellationHandler {
      await session.value
    } onCancel: {
      session.cancel()
    }
    watchdog.cancel()
    return Task.isCancelled ? reflector.handle(.stop, now: .now) : step
  }

  private func readWatch(_ options: WatchOptions) async -> Reflector.Step {
    if options.sendInitialEvents { metrics.listed() }
    do {
      let events = try await source.openWatch(
        type, namespace: scope.namespace, options: scope.applied(to: options))
      noteFrame()
      let step = reflector.handle(.watchOpened, now: .now)
      guard step.next == .readWatch else { return step }
      for try await event in events {
        noteFrame()
        metrics.received()
        let step = reflector.handle(.event(event), now: .now)
        guard step.next == .readWatch else { return step }
        carryOut(step)
      }
      return ended(nil)
    } catch {
      return ended(error)
    }
  }

  private func ended(_ error: KubeError?) -> Reflector.Step {
    let input = Task.isCancelled && hasOverrun ? .deadlinePassed : Reflector.Input.watchEnded(error)
    return reflector.handle(input, now: .now)
  }

  // MARK: Carrying out

  private func carryOut(_ step: Reflector.Step) {
    for report in step.reports { take(report) }
    for change in step.changes {
      let changes = store.apply(change)
      for handler in handlers {
        for change in changes { handler(change) }
      }
      if case .replace = change, !step.reports.contains(where: \.isNotServed) { becameSynced() }
      if !changes.isEmpty { metrics.holds(store.count) }
    }
  }

  private func becameSynced() {
    let before = guardedStatus.withLock { status in
      defer {
        status.state = .synced
        status.hasSynced = true
        status.lastError = nil
      }
      return status.state
    }
    if before != .synced {
      logger.info("synced", metadata: ["objects": "\(store.count)", "version": "\(reflector.version)"])
    }
    synced.open()
  }

  private func noteFrame() {
    guardedStatus.withLock { status in
      status.lastFrame = .now
      status.lastError = nil
    }
  }

  private func take(_ report: Reflector.Report) {
    switch report {
    case .streamingListUnavailable(let reason):
      logger.info("streaming list does not work, listing in pages", metadata: ["reason": "\(reason)"])
    case .relisting(let reason): logger.info("listing again", metadata: ["reason": "\(reason)"])
    case .silent: logger.debug("watch was silent for too long, opening it again")
    case .malformedObject: logger.warning("the server sent an object without a name")
    case .failed(let error, let delay):
      metrics.failed()
      guardedStatus.withLock { status in
        status.lastError = error
        // An answer is a word of the server, too: starting the process anew would not help against these.
        switch error {
        case .forbidden, .throttled: status.lastFrame = .now
        default: break
        }
      }
      logger.warning(
        "list or watch failed", metadata: ["error": "\(error)", "retry_in": "\(delay.formattedSeconds)"])
    case .notServed:
      noteFrame()
      let before = guardedStatus.withLock { status in
        defer {
          status.state = .notServed
          status.hasSynced = true
          status.lastError = nil
        }
        return status.state
      }
      if before != .notServed { logger.info("the server does not serve this kind (yet)") }
      synced.open()
    }
  }
}

extension Reflector.Report {
  fileprivate var isNotServed: Bool {
    if case .notServed = self { true } else { false }
  }
}

extension Duration {
  /// `1.25s`: for log lines.
  var formattedSeconds: String { "\((self / .milliseconds(1)).rounded() / 1000)s" }
}
