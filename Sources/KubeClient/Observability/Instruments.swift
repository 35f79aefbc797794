import Metrics
import Synchronization

/// One time series of the registry.
protocol Instrument: AnyObject, Sendable {
  /// The word on the TYPE line.
  static var type: String { get }

  /// Appends the series' lines.
  func write(name: String, labels: [(String, String)], to output: inout String)
}

/// A count that only grows.
final class CounterInstrument: Instrument, CounterHandler {
  static let type = "counter"
  private let value = Atomic<Int64>(0)

  func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { value.store(0, ordering: .relaxed) }

  func write(name: String, labels: [(String, String)], to output: inout String) {
    output += "\(name)\(PrometheusText.labels(labels)) \(value.load(ordering: .relaxed))\n"
  }
}

/// A sum that only grows.
final class FloatingPointCounterInstrument: Instrument, FloatingPointCounterHandler {
  static let type = "counter"
  private let value = Mutex(0.0)

  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func reset() { value.withLock { $0 = 0 } }

  func write(name: String, labels: [(String, String)], to output: inout String) {
    output += "\(name)\(PrometheusText.labels(labels)) \(PrometheusText.number(value.withLock { $0 }))\n"
  }
}

/// A value that goes up and down.
final class GaugeInstrument: Instrument, MeterHandler, RecorderHandler {
  static let type = "gauge"
  private let value = Mutex(0.0)

  func set(_ new: Int64) { set(Double(new)) }
  func set(_ new: Double) { value.withLock { $0 = new } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func record(_ new: Int64) { set(Double(new)) }
  func record(_ new: Double) { set(new) }

  func write(name: String, labels: [(String, String)], to output: inout String) {
    output += "\(name)\(PrometheusText.labels(labels)) \(PrometheusText.number(value.withLock { $0 }))\n"
  }
}

/// Counts of values by size. Durations arrive as nanoseconds and are kept in seconds, Prometheus' base unit.
final class HistogramInstrument: Instrument, RecorderHandler, TimerHandler {
  private struct State {
    var counts: [Int]
    var sum = 0.0
  }

  static let type = "histogram"
  private let bounds: [Double]
  private let state: Mutex<State>

  init(bounds: [Double]) {
    self.bounds = bounds
    // The last one counts what is beyond every bound.
    state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
  }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard !value.isNaN else { return }
    let index = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock { state in
      state.counts[index] += 1
      state.sum += value
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

  func preferDisplayUnit(_ unit: TimeUnit) {}

  func write(name: String, labels: [(String, String)], to output: inout String) {
    let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
    var total = 0
    for (bound, count) in zip(bounds + [.infinity], counts) {
      total += count
      let text = PrometheusText.labels(labels + [("le", PrometheusText.number(bound))])
      output += "\(name)_bucket\(text) \(total)\n"
    }
    let text = PrometheusText.labels(labels)
    output += "\(name)_sum\(text) \(PrometheusText.number(sum))\n\(name)_count\(text) \(total)\n"
  }
}
