import Metrics

/// The numbers of one controller, under the names that the ecosystem's dashboards expect.
///
/// Names and labels: controller-runtime `pkg/internal/controller/metrics/metrics.go`.
struct ControllerMetrics: Sendable {
  private let success: Counter
  private let requeueAfter: Counter
  private let error: Counter
  private let errors: Counter
  private let terminalErrors: Counter
  private let time: Timer
  private let activeWorkers: Meter

  init(controller: String, workers: Int, factory: any MetricsFactory) {
    let labels = [("controller", controller)]
    func total(_ result: String) -> Counter {
      Counter(
        label: "controller_runtime_reconcile_total", dimensions: labels + [("result", result)],
        factory: factory)
    }
    success = total("success")
    requeueAfter = total("requeue_after")
    error = total("error")
    errors = Counter(
      label: "controller_runtime_reconcile_errors_total", dimensions: labels, factory: factory)
    terminalErrors = Counter(
      label: "controller_runtime_terminal_reconcile_errors_total", dimensions: labels, factory: factory)
    time = Timer(
      label: "controller_runtime_reconcile_time_seconds", dimensions: labels,
      preferredDisplayUnit: .seconds, factory: factory)
    activeWorkers = Meter(
      label: "controller_runtime_active_workers", dimensions: labels, factory: factory)
    activeWorkers.set(0)
    Meter(
      label: "controller_runtime_max_concurrent_reconciles", dimensions: labels, factory: factory
    ).set(workers)
  }

  func started() { activeWorkers.increment(by: 1) }

  func finished(_ result: ReconcileOutcome.Result, after duration: Duration) {
    activeWorkers.decrement(by: 1)
    time.record(duration: duration)
    switch result {
    case .done: success.increment()
    case .requeue: requeueAfter.increment()
    case .failed(_, let retry):
      error.increment()
      errors.increment()
      if retry == .never { terminalErrors.increment() }
    }
  }
}
