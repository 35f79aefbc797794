import Metrics
import Synchronization

/// Keeps the metrics of the process and renders them for Prometheus.
///
/// A `MetricsFactory`: bootstrap swift-metrics with it, or hand it to whoever counts. Equal names and labels give
/// the same series. A name keeps the type it was first used with; under another type nothing is exported.
public final class PrometheusRegistry: MetricsFactory, Sendable {
  private struct Family {
    let type: String
    var series: [String: Series] = [:]
  }

  private struct Series {
    let labels: [(String, String)]
    let instrument: any Instrument
  }

  private struct State {
    var descriptions: [String: MetricDescription] = [:]
    var families: [String: Family] = [:]
    var collectors: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// An empty registry that knows what the given metrics are about.
  public init(descriptions: [MetricDescription] = MetricDescription.standard) {
    for description in descriptions { describe(description) }
  }

  /// Says what a metric is about; for histograms this has to come before their first use.
  public func describe(_ description: MetricDescription) {
    state.withLock { $0.descriptions[description.name] = description }
  }

  /// Calls this before each rendering, to bring values up to date that nothing else does.
  public func onScrape(_ collect: @escaping @Sendable () -> Void) {
    state.withLock { $0.collectors.append(collect) }
  }

  // MARK: Rendering

  /// The text exposition of now (`text/plain; version=0.0.4`): families by name, series by labels.
  public func render() -> String {
    for collect in state.withLock({ $0.collectors }) { collect() }
    let (families, descriptions) = state.withLock { ($0.families, $0.descriptions) }
    var output = ""
    for (name, family) in families.sorted(by: { $0.key < $1.key }) where !family.series.isEmpty {
      let help = descriptions[name]?.help ?? name.replacing("_", with: " ")
      output +=
        "# HELP \(name) \(PrometheusText.escaped(help, quotes: false))\n# TYPE \(name) \(family.type)\n"
      for (_, series) in family.series.sorted(by: { $0.key < $1.key }) {
        series.instrument.write(name: name, labels: series.labels, to: &output)
      }
    }
    return output
  }

  // MARK: Series

  private func series<Kind: Instrument>(
    _ label: String, _ dimensions: [(String, String)], make: (MetricDescription?) -> Kind
  ) -> Kind {
    let name = PrometheusText.metricName(label)
    var labels: [String: String] = [:]
    for (key, value) in dimensions { labels[PrometheusText.labelName(key)] = value }
    let sorted = labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    let identity = PrometheusText.labels(sorted)
    return state.withLock { state in
      if let known = state.families[name]?.series[identity]?.instrument as? Kind { return known }
      let instrument = make(state.descriptions[name])
      let type = state.families[name, default: Family(type: Kind.type)].type
      guard type == Kind.type, state.families[name]?.series[identity] == nil else { return instrument }
      state.families[name, default: Family(type: type)].series[identity] = Series(
        labels: sorted, instrument: instrument)
      return instrument
    }
  }

  private func remove(_ handler: AnyObject) {
    state.withLock { state in
      for (name, family) in state.families {
        guard let found = family.series.first(where: { $0.value.instrument === handler }) else { continue }
        state.families[name]?.series[found.key] = nil
        return
      }
    }
  }

  // MARK: MetricsFactory

  /// A counter.
  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions) { _ in CounterInstrument() }
  }

  /// A counter of fractions.
  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions) { _ in FloatingPointCounterInstrument() }
  }

  /// A gauge.
  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions) { _ in GaugeInstrument() }
  }

  /// A histogram when it aggregates, else a gauge.
  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    guard aggregate else { return series(label, dimensions) { _ in GaugeInstrument() } }
    return series(label, dimensions) { Self.histogram($0) }
  }

  /// A histogram in seconds.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions) { Self.histogram($0) }
  }

  private static func histogram(_ description: MetricDescription?) -> HistogramInstrument {
    HistogramInstrument(bounds: description?.buckets ?? MetricDescription.defaultBuckets)
  }

  /// Takes the series out of the exposition.
  public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  /// Takes the series out of the exposition.
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
  /// Takes the series out of the exposition.
  public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  /// Takes the series out of the exposition.
  public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  /// Takes the series out of the exposition.
  public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
