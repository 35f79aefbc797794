import Metrics
import Synchronization

/// Counts the exchanges with the API server, under the names that the ecosystem's dashboards expect.
public final class RequestMetrics: RequestObserver {
  private struct Kind: Hashable {
    let code: Int?
    let method: HTTPRequest.Method
  }

  private let factory: any MetricsFactory
  private let totals = Mutex<[Kind: Counter]>([:])
  private let durations = Mutex<[String: Timer]>([:])
  private let writes = Atomic<Int>(0)

  /// Counts nothing yet.
  public init(metrics factory: any MetricsFactory = MetricsSystem.factory) { self.factory = factory }

  /// How many requests were sent that could have changed something.
  public var writeCount: Int { writes.load(ordering: .relaxed) }

  /// Counts one exchange.
  public func didFinish(_ record: RequestRecord) {
    if record.isWrite { writes.add(1, ordering: .relaxed) }
    let kind = Kind(code: record.code, method: record.method)
    let total = totals.withLock { totals in
      if let known = totals[kind] { return known }
      // client-go's word for a request without an answer.
      let code = record.code.map(String.init) ?? "<error>"
      let new = Counter(
        label: "rest_client_requests_total",
        dimensions: [("code", code), ("method", record.method.rawValue)], factory: factory)
      totals[kind] = new
      return new
    }
    total.increment()
    let duration = durations.withLock { durations in
      if let known = durations[record.verb] { return known }
      let new = Timer(
        label: "rest_client_request_duration_seconds", dimensions: [("verb", record.verb)],
        preferredDisplayUnit: .seconds, factory: factory)
      durations[record.verb] = new
      return new
    }
    duration.record(duration: record.duration)
  }
}
