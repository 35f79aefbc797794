import Logging
import Metrics
import Synchronization

/// Tells people about objects through Kubernetes Events, without ever holding up who tells.
///
/// A shell around `EventAggregator`: `record` only notes; `run` writes, one request at a time.
public final class EventRecorder: Sendable {
  private let aggregator: Mutex<EventAggregator>
  private let writer: any EventWriter
  private let logger: Logger
  private let written: Counter
  private let failed: Counter
  private let wakeUps: AsyncStream<Void>
  private let wakeUp: AsyncStream<Void>.Continuation

  /// A recorder; `run` starts writing.
  /// - Parameters:
  ///   - controller: who reports, as a qualified name: `example.com/controller`.
  ///   - instance: which of its processes: pod or host name.
  public convenience init(
    controller: String, instance: String, writer: any EventWriter, logger: Logger,
    metrics factory: any MetricsFactory = MetricsSystem.factory
  ) {
    self.init(
      aggregator: EventAggregator(controller: controller, instance: instance), writer: writer,
      logger: logger, metrics: factory)
  }

  init(
    aggregator: EventAggregator, writer: any EventWriter, logger: Logger,
    metrics factory: any MetricsFactory
  ) {
    self.aggregator = Mutex(aggregator)
    self.writer = writer
    self.logger = logger
    written = Counter(
      label: "events_emitted_total", dimensions: [("result", "success")], factory: factory)
    failed = Counter(label: "events_emitted_total", dimensions: [("result", "error")], factory: factory)
    // One wake-up says as much as many.
    (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Notes something worth telling; never waits, and drops it when there is too much.
  ///
  /// The note goes to whoever may read Events in the namespace: no secret belongs in it.
  public func record(_ note: EventNote) {
    let time = MicroTime.now
    aggregator.withLock { $0.record(note, now: .now, time: time) }
    wakeUp.yield()
  }

  /// Notes something worth telling about an object; see `record(_:)`.
  public func record(
    _ level: EventNote.Level, about object: KubeObject, reason: String, action: String, note: String
  ) {
    record(
      EventNote(level, regarding: ObjectReference(object), reason: reason, action: action, note: note))
  }

  /// What was dropped so far because there was too much of it, or because the server refused it for good.
  public var dropped: Int { aggregator.withLock { $0.dropped } }

  /// Writes until the task is cancelled. May be called once.
  public func run() async {
    await withDiscardingTaskGroup { group in
      var armedFor: ContinuousClock.Instant?
      for await _ in wakeUps {
        await writeDue()
        if let armed = armedFor, armed <= .now { armedFor = nil }
        guard let due = aggregator.withLock({ $0.nextDue }), armedFor.map({ due < $0 }) ?? true else {
          continue
        }
        armedFor = due
        group.addTask { [wakeUp] in
          try? await Task.sleep(until: due, clock: .continuous)
          wakeUp.yield()
        }
      }
      group.cancelAll()
    }
  }

  private func writeDue() async {
    while !Task.isCancelled, let write = aggregator.withLock({ $0.nextWrite(now: .now) }) {
      let error = await send(write)
      if let error {
        failed.increment()
        logger.debug(
          "an event could not be written",
          metadata: ["error": "\(error)", "object": "\(write.note.regarding.name)"])
      } else {
        written.increment()
      }
      aggregator.withLock { $0.finished(write.note, error: error, now: .now) }
    }
  }

  private func send(_ write: EventWrite) async -> KubeError? {
    do {
      switch write.request {
      case .create(let event): try await writer.createEvent(event)
      case .patch(let name, let patch): try await writer.patchEvent(name, patch)
      }
      return nil
    } catch {
      return error
    }
  }
}
