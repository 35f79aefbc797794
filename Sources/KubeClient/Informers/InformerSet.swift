import Logging
import Metrics
import Synchronization

/// The informers of a process: one per kind and scope, shared by whoever asks.
public final class InformerSet: Sendable {
  private struct Identity: Hashable {
    let type: ResourceType
    let scope: InformerScope
  }

  private struct State {
    var informers: [Identity: Informer] = [:]
    /// In the order they were asked for.
    var order: [Informer] = []
    /// Takes informers that are asked for while the set runs.
    var latecomers: AsyncStream<Informer>.Continuation?
  }

  private let source: any ListWatcher
  private let logger: Logger
  private let metrics: any MetricsFactory
  private let state = Mutex(State())

  /// No informers yet.
  public init(
    source: any ListWatcher, logger: Logger, metrics: any MetricsFactory = MetricsSystem.factory
  ) {
    self.source = source
    self.logger = logger
    self.metrics = metrics
  }

  /// The informer of a kind; made when it is first asked for, and started at once if the set runs.
  /// - Parameters:
  ///   - indexedLabels: label keys that the store's `labeled` finds without looking at every object.
  ///   - transform: see `Store.Transform`; counts only for the first who asks.
  public func informer(
    for type: ResourceType, scope: InformerScope = InformerScope(), indexedLabels: [String] = [],
    transform: Store.Transform? = nil
  ) -> Informer {
    let informer = state.withLock { state in
      let identity = Identity(type: type, scope: scope)
      if let known = state.informers[identity] { return known }
      let new = Informer(
        type, scope: scope, from: source, indexedLabels: indexedLabels, transform: transform,
        logger: logger, metrics: metrics)
      state.informers[identity] = new
      state.order.append(new)
      state.latecomers?.yield(new)
      return new
    }
    for key in indexedLabels { informer.store.indexLabel(key) }
    return informer
  }

  /// All informers, in the order they were asked for.
  public var informers: [Informer] { state.withLock { $0.order } }

  /// Runs all informers, also those asked for later, until the task is cancelled.
  public func run() async {
    let (latecomers, continuation) = AsyncStream.makeStream(of: Informer.self)
    state.withLock { state in
      for informer in state.order { continuation.yield(informer) }
      state.latecomers = continuation
    }
    await withDiscardingTaskGroup { group in
      for await informer in latecomers {
        group.addTask { await informer.run() }
      }
      group.cancelAll()
    }
  }

  // MARK: Health

  /// Waits until every informer asked for so far has synced.
  /// - Returns: `false` when the task was cancelled before.
  @discardableResult
  public func waitForSync() async -> Bool {
    for informer in informers where await !informer.waitForSync() { return false }
    return true
  }

  /// Whether every informer has synced.
  public var hasSynced: Bool { informers.allSatisfy(\.hasSynced) }

  /// The kinds that have not synced yet: what a readiness check names.
  public var unsynced: [ResourceType] { informers.filter { !$0.hasSynced }.map(\.type) }

  /// The kinds of which the server has said nothing for so long, after it once spoke: what a liveness check names.
  ///
  /// Opening a watch again counts as a word, and a quiet watch is opened again each minute; so two or three
  /// minutes mean that watching has failed several times.
  public func silent(for limit: Duration) -> [ResourceType] {
    let now = ContinuousClock.now
    return informers.filter { ($0.status.silence(at: now) ?? .zero) > limit }.map(\.type)
  }

  /// Brings the metrics about ages up to date; to be called before each scrape.
  public func collectMetrics() {
    for informer in informers { informer.collectMetrics() }
  }
}
