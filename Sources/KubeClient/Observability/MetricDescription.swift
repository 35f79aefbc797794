/// What a metric is about, and for histograms where its buckets end.
public struct MetricDescription: Sendable, Hashable {
  /// The metric's name.
  public let name: String
  /// One sentence, shown by Prometheus.
  public let help: String
  /// Upper bounds of a histogram, ascending, without +Inf; in seconds for durations.
  public let buckets: [Double]

  /// A description.
  public init(_ name: String, _ help: String, buckets: [Double] = MetricDescription.defaultBuckets) {
    self.name = name
    self.help = help
    self.buckets = buckets
  }

  /// Prometheus' own default (client_golang `DefBuckets`).
  public static let defaultBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

  /// controller-runtime `pkg/internal/controller/metrics`.
  private static let reconcileBuckets =
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
    + [1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60]

  /// controller-runtime `pkg/internal/metrics/workqueue.go`: ten nanoseconds to a thousand seconds.
  private static let queueBuckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1000]

  /// k8s.io/component-base `metrics/prometheus/restclient`.
  private static let requestBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60]

  /// The metrics of this runtime, in the words of the projects whose names they carry.
  public static let standard: [MetricDescription] = [
    MetricDescription(
      "controller_runtime_reconcile_total", "Total number of reconciliations per controller."),
    MetricDescription(
      "controller_runtime_reconcile_errors_total", "Total number of reconciliation errors per controller."),
    MetricDescription(
      "controller_runtime_terminal_reconcile_errors_total",
      "Total number of terminal reconciliation errors per controller."),
    MetricDescription(
      "controller_runtime_reconcile_time_seconds", "Length of time per reconciliation per controller.",
      buckets: reconcileBuckets),
    MetricDescription(
      "controller_runtime_active_workers", "Number of currently used workers per controller."),
    MetricDescription(
      "controller_runtime_max_concurrent_reconciles",
      "Maximum number of concurrent reconciles per controller."),
    MetricDescription("workqueue_depth", "Current depth of workqueue."),
    MetricDescription("workqueue_adds_total", "Total number of adds handled by workqueue."),
    MetricDescription(
      "workqueue_queue_duration_seconds",
      "How long in seconds an item stays in workqueue before being requested.", buckets: queueBuckets),
    MetricDescription(
      "workqueue_work_duration_seconds", "How long in seconds processing an item from workqueue takes.",
      buckets: queueBuckets),
    MetricDescription(
      "workqueue_unfinished_work_seconds",
      "How many seconds of work has been done that is in progress and is not in work_duration."),
    MetricDescription(
      "workqueue_longest_running_processor_seconds",
      "How many seconds the longest running processor for workqueue has been running."),
    MetricDescription("workqueue_retries_total", "Total number of retries handled by workqueue."),
    MetricDescription(
      "rest_client_requests_total", "Number of HTTP requests, partitioned by status code and method."),
    MetricDescription(
      "rest_client_request_duration_seconds", "Request latency in seconds, broken down by verb.",
      buckets: requestBuckets),
    MetricDescription(
      "leader_election_master_status",
      "Whether the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master."),
    MetricDescription("informer_objects", "Objects that an informer holds."),
    MetricDescription("informer_lists_total", "Lists that an informer asked for, streaming lists included."),
    MetricDescription("informer_watch_events_total", "Watch events that an informer received."),
    MetricDescription("informer_failures_total", "Lists and watches that failed."),
    MetricDescription(
      "informer_last_frame_age_seconds", "Time since the server last said anything about a resource."),
    MetricDescription("events_emitted_total", "Kubernetes Events written, by result."),
    MetricDescription("process_resident_memory_bytes", "Resident memory size in bytes."),
    MetricDescription("process_virtual_memory_bytes", "Virtual memory size in bytes."),
    MetricDescription("process_cpu_seconds_total", "Total user and system CPU time spent in seconds."),
    MetricDescription("process_open_fds", "Number of open file descriptors."),
    MetricDescription(
      "process_start_time_seconds", "Start time of the process since unix epoch in seconds."),
  ]
}
