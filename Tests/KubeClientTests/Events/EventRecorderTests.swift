import ClusterTesting
import Logging
import Synchronization
import Testing

@testable import KubeClient

@Suite("EventRecorder", .timeLimit(.minutes(1)))
struct EventRecorderTests {
  private final class Writer: EventWriter {
    private let state = Mutex<(created: [String], patched: [Int], failures: Int)>(([], [], 0))

    init(failures: Int = 0) { state.withLock { $0.failures = failures } }

    var created: [String] { state.withLock { $0.created } }
    var counts: [Int] { state.withLock { $0.patched } }

    func createEvent(_ event: KubeObject) async throws(KubeError) {
      let fails = state.withLock { state in
        state.failures -= 1
        guard state.failures < 0 else { return true }
        state.created.append(event["note"]?.string ?? "")
        return false
      }
      if fails { throw ServerError.unavailable }
    }

    func patchEvent(_ name: NamespacedName, _ patch: JSONValue) async throws(KubeError) {
      state.withLock { $0.patched.append(patch["series", "count"]?.int ?? 0) }
    }
  }

  @Test("what is recorded is written in order, repeats as a series, and counted")
  func writes() async {
    let writer = Writer()
    let registry = PrometheusRegistry()
    var settings = EventAggregator.Settings()
    settings.seriesInterval = .milliseconds(20)
    let recorder = EventRecorder(
      aggregator: EventAggregator(controller: "example.com/c", instance: "i", settings: settings),
      writer: writer, logger: LogRecorder().logger, metrics: registry)
    let object = configMap("a", version: 1)
    recorder.record(.normal, about: object, reason: "R", action: "A", note: "first")
    let task = Task { await recorder.run() }
    recorder.record(.normal, about: object, reason: "R", action: "A", note: "second")
    #expect(await eventually { writer.created == ["first", "second"] })
    recorder.record(.normal, about: object, reason: "R", action: "A", note: "first")
    #expect(await eventually { writer.counts == [2] })
    #expect(registry.render().contains(#"events_emitted_total{result="success"} 3"#))
    task.cancel()
    await task.value
  }

  @Test("a failure is tried again later without a new record")
  func retries() async {
    let writer = Writer(failures: 1)
    let recorder = EventRecorder(
      controller: "example.com/c", instance: "i", writer: writer, logger: LogRecorder().logger,
      metrics: PrometheusRegistry())
    let task = Task { await recorder.run() }
    recorder.record(.warning, about: configMap("a", version: 1), reason: "R", action: "A", note: "n")
    #expect(await eventually { writer.created == ["n"] })
    task.cancel()
    await task.value
  }
}
