import Metrics

/// The numbers of one work queue, under the names that the ecosystem's dashboards expect.
///
/// Names and labels: controller-runtime `pkg/internal/metrics/workqueue.go`.
struct WorkQueueMetrics: Sendable {
  private let depth: Meter
  private let adds: Counter
  private let queueDuration: Timer
  private let workDuration: Timer
  private let retries: Counter
  private let unfinished: Meter
  private let longestRunning: Meter

  init(name: String, factory: any MetricsFactory) {
    let labels = [("controller", name), ("name", name)]
    depth = Meter(label: "workqueue_depth", dimensions: labels, factory: factory)
    adds = Counter(label: "workqueue_adds_total", dimensions: labels, factory: factory)
    queueDuration = Timer(
      label: "workqueue_queue_duration_seconds", dimensions: labels, preferredDisplayUnit: .seconds,
      factory: factory)
    workDuration = Timer(
      label: "workqueue_work_duration_seconds", dimensions: labels, preferredDisplayUnit: .seconds,
      factory: factory)
    retries = Counter(label: "workqueue_retries_total", dimensions: labels, factory: factory)
    unfinished = Meter(label: "workqueue_unfinished_work_seconds", dimensions: labels, factory: factory)
    longestRunning = Meter(
      label: "workqueue_longest_running_processor_seconds", dimensions: labels, factory: factory)
    depth.set(0)
    unfinished.set(0)
    longestRunning.set(0)
  }

  func changed(depth count: Int, newAdds: Int) {
    depth.set(count)
    if newAdds > 0 { adds.increment(by: newAdds) }
  }

  func handedOut(after waited: Duration) { queueDuration.record(duration: waited) }

  func finished(after worked: Duration) { workDuration.record(duration: worked) }

  func retried() { retries.increment() }

  func running(total: Duration, longest: Duration) {
    unfinished.set(total / .seconds(1))
    longestRunning.set(longest / .seconds(1))
  }
}
