import Logging
import Metrics

/// Takes keys from a queue and reconciles them with a fixed number of workers.
///
/// Every reconcile counts in the `controller_runtime_*` metrics and writes one log line: what caused it, what
/// came of it, how long it took, what was done. A line about nothing done is of level debug.
public final class Controller<Key: Hashable & Sendable>: Sendable {
  /// Brings one key's world in order. The logger carries the key and the reconcile's id.
  public typealias Reconcile = @Sendable (_ key: Key, _ logger: Logger) async -> ReconcileOutcome

  /// The label of metrics and log lines.
  public let name: String
  private let queue: WorkQueue<Key>
  private let workers: Int
  private let logger: Logger
  private let metrics: ControllerMetrics
  private let reconcile: Reconcile

  /// A controller; `run` starts its workers.
  public init(
    name: String, queue: WorkQueue<Key>, workers: Int, logger: Logger,
    metrics factory: any MetricsFactory = MetricsSystem.factory, reconcile: @escaping Reconcile
  ) {
    self.name = name
    self.queue = queue
    self.workers = max(1, workers)
    self.logger = logger
    self.reconcile = reconcile
    metrics = ControllerMetrics(controller: name, workers: self.workers, factory: factory)
  }

  /// Works until the queue is shut down and the workers have finished what they have in hand.
  ///
  /// To stop in good order, shut the queue down; cancelling the task also cancels requests under way.
  public func run() async {
    await withDiscardingTaskGroup { group in
      for _ in 0..<workers {
        group.addTask { await self.work() }
      }
    }
  }

  private func work() async {
    while let item = await queue.next() {
      let started = ContinuousClock.now
      let id = String(UInt64.random(in: .min ... .max), radix: 16)
      var itemLogger = logger
      itemLogger[metadataKey: "controller"] = "\(name)"
      itemLogger[metadataKey: "object"] = "\(item.key)"
      itemLogger[metadataKey: "reconcileID"] = "\(id)"
      metrics.started()
      let outcome = await reconcile(item.key, itemLogger)
      let duration = ContinuousClock.now - started
      metrics.finished(outcome.result, after: duration)
      requeue(item.key, outcome.result)
      queue.done(item.key)
      log(outcome, of: item, duration: duration, to: itemLogger)
    }
  }

  private func requeue(_ key: Key, _ result: ReconcileOutcome.Result) {
    switch result {
    case .done: queue.forget(key)
    case .requeue(let delay):
      queue.forget(key)
      queue.add(key, after: delay, trigger: "requeue")
    case .failed(_, .never): queue.forget(key)
    case .failed(_, .backoff(let minimum)): queue.addRateLimited(key, atLeast: minimum)
    }
  }

  private func log(
    _ outcome: ReconcileOutcome, of item: WorkItem<Key>, duration: Duration, to logger: Logger
  ) {
    let level: Logger.Level
    switch outcome.result {
    case .failed: level = .error
    case .done, .requeue: level = outcome.changes.isEmpty ? .debug : .info
    }
    guard level >= logger.logLevel else { return }
    var metadata: Logger.Metadata = [
      "duration_ms": "\(milliseconds(duration))", "queued_ms": "\(milliseconds(item.waited))",
    ]
    if !item.trigger.isEmpty { metadata["trigger"] = "\(item.trigger)" }
    if !outcome.changes.isEmpty { metadata["changes"] = .array(outcome.changes.map { .string($0) }) }
    switch outcome.result {
    case .done: metadata["result"] = "success"
    case .requeue(let delay):
      metadata["result"] = "requeue_after"
      metadata["requeue_ms"] = "\(milliseconds(delay))"
    case .failed(let message, let retry):
      metadata["result"] = retry == .never ? "terminal_error" : "error"
      metadata["error"] = .string(message)
      metadata["failures"] = "\(item.failures + 1)"
    }
    logger.log(level: level, level == .error ? "reconcile failed" : "reconciled", metadata: metadata)
  }

  /// Milliseconds with two decimals: enough to see a slow call, short enough for a log line.
  private func milliseconds(_ duration: Duration) -> Double {
    (duration / .milliseconds(1) * 100).rounded() / 100
  }
}
