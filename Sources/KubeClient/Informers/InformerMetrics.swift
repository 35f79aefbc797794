import Metrics

/// The numbers of one informer.
struct InformerMetrics: Sendable {
  private let objects: Meter
  private let lists: Counter
  private let events: Counter
  private let failures: Counter
  private let silence: Meter

  init(_ type: ResourceType, factory: any MetricsFactory) {
    let labels = [("resource", type.groupResource)]
    objects = Meter(label: "informer_objects", dimensions: labels, factory: factory)
    lists = Counter(label: "informer_lists_total", dimensions: labels, factory: factory)
    events = Counter(label: "informer_watch_events_total", dimensions: labels, factory: factory)
    failures = Counter(label: "informer_failures_total", dimensions: labels, factory: factory)
    silence = Meter(label: "informer_last_frame_age_seconds", dimensions: labels, factory: factory)
    objects.set(0)
  }

  func listed() { lists.increment() }
  func received() { events.increment() }
  func failed() { failures.increment() }
  func holds(_ count: Int) { objects.set(count) }
  func silent(for duration: Duration) { silence.set(duration / .seconds(1)) }
}
