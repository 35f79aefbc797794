import ClusterTesting
import Logging
import Synchronization
import Testing

@testable import KubeClient

@Suite("Controller", .timeLimit(.minutes(1)))
struct ControllerTests {
  /// Answers the outcomes in turn, then `.done`.
  private final class Script: Sendable {
    private let state: Mutex<(outcomes: [ReconcileOutcome], calls: [ContinuousClock.Instant])>

    init(_ outcomes: [ReconcileOutcome]) { state = Mutex((outcomes, [])) }

    var calls: [ContinuousClock.Instant] { state.withLock { $0.calls } }

    func next() -> ReconcileOutcome {
      state.withLock { state in
        state.calls.append(.now)
        return state.outcomes.isEmpty ? .done : state.outcomes.removeFirst()
      }
    }
  }

  private func run(_ outcomes: [ReconcileOutcome], expectedCalls: Int) async -> (
    calls: [ContinuousClock.Instant], log: [LogRecorder.Line], metrics: String
  ) {
    let registry = PrometheusRegistry()
    let queue = WorkQueue<String>(name: "app", metrics: registry)
    let script = Script(outcomes)
    let recorder = LogRecorder()
    let controller = Controller(
      name: "app", queue: queue, workers: 2, logger: recorder.logger, metrics: registry
    ) { _, _ in script.next() }
    let running = Task { await controller.run() }
    queue.add("ns/a", trigger: "Deployment")
    #expect(await eventually { script.calls.count == expectedCalls })
    queue.shutDown(drain: true)
    await running.value
    return (script.calls, recorder.lines, registry.render())
  }

  @Test("a failure is tried again after its backoff, and all of it is counted")
  func retriesFailures() async {
    let result = await run([.failed("no luck"), .failed("again")], expectedCalls: 3)
    #expect(result.calls[1] - result.calls[0] >= .milliseconds(5))
    #expect(result.calls[2] - result.calls[1] >= .milliseconds(10))
    let metrics = result.metrics
    #expect(metrics.contains(#"controller_runtime_reconcile_total{controller="app",result="error"} 2"#))
    #expect(metrics.contains(#"controller_runtime_reconcile_total{controller="app",result="success"} 1"#))
    #expect(metrics.contains(#"controller_runtime_reconcile_errors_total{controller="app"} 2"#))
    #expect(metrics.contains(#"controller_runtime_reconcile_time_seconds_count{controller="app"} 3"#))
    #expect(metrics.contains(#"controller_runtime_active_workers{controller="app"} 0"#))
    #expect(metrics.contains(#"workqueue_retries_total{controller="app",name="app"} 2"#))
    #expect(metrics.contains(#"workqueue_adds_total{controller="app",name="app"} 3"#))
  }

  @Test("a terminal failure is not tried again")
  func terminal() async {
    let result = await run([.failed(.terminal(message: "wrong certificate"))], expectedCalls: 1)
    #expect(
      result.metrics.contains(
        #"controller_runtime_terminal_reconcile_errors_total{controller="app"} 1"#))
    #expect(result.log.first?.metadata["result"] == "terminal_error")
  }

  @Test("a requeue waits its time")
  func requeues() async {
    let result = await run([.requeue(after: .milliseconds(30))], expectedCalls: 2)
    #expect(result.calls[1] - result.calls[0] >= .milliseconds(30))
  }

  @Test("one line is logged per reconcile, with trigger, result and what was done")
  func logs() async {
    let outcome = ReconcileOutcome(.done, changes: ["applied Service/shop"])
    let result = await run([outcome], expectedCalls: 1)
    #expect(result.log.count == 1)
    let line = result.log.first
    #expect(line?.level == .info)
    #expect(line?.metadata["object"] == "ns/a")
    #expect(line?.metadata["trigger"] == "Deployment")
    #expect(line?.metadata["result"] == "success")
    #expect(line?.metadata["changes"] == #"["applied Service/shop"]"#)
    #expect(line?.metadata["reconcileID"]?.isEmpty == false)
    #expect(line?.metadata["duration_ms"] != nil)
  }

  @Test("a server's Retry-After is the least that is waited")
  func throttled() async {
    let status = Status(code: 429, message: "slow down")
    let result = await run([.failed(.throttled(status, after: .milliseconds(50)))], expectedCalls: 2)
    #expect(result.calls[1] - result.calls[0] >= .milliseconds(50))
  }
}
