import Metrics
import Testing

@testable import KubeClient

@Suite("PrometheusRegistry")
struct PrometheusRegistryTests {
  let registry = PrometheusRegistry(descriptions: [
    MetricDescription("jobs_total", "Jobs done.\nSee C:\\docs."),
    MetricDescription("job_seconds", "How long.", buckets: [0.1, 1]),
  ])

  @Test("families come by name and series by labels, with HELP and TYPE, names and values escaped")
  func exposition() {
    Counter(label: "jobs_total", dimensions: [("kind", "b\"\\\n")], factory: registry).increment(by: 2)
    Counter(label: "jobs_total", dimensions: [("kind", "a"), ("app", "x")], factory: registry).increment()
    Meter(label: "9 lives-left", factory: registry).set(-1.5)
    let timer = Timer(label: "job_seconds", factory: registry)
    for milliseconds in [50, 100, 700, 5000] as [Int64] { timer.recordMilliseconds(milliseconds) }
    #expect(
      registry.render() == #"""
        # HELP _9_lives_left  9 lives left
        # TYPE _9_lives_left gauge
        _9_lives_left -1.5
        # HELP job_seconds How long.
        # TYPE job_seconds histogram
        job_seconds_bucket{le="0.1"} 2
        job_seconds_bucket{le="1"} 3
        job_seconds_bucket{le="+Inf"} 4
        job_seconds_sum 5.85
        job_seconds_count 4
        # HELP jobs_total Jobs done.\nSee C:\\docs.
        # TYPE jobs_total counter
        jobs_total{app="x",kind="a"} 1
        jobs_total{kind="b\"\\\n"} 2

        """#)
  }

  @Test("a counter shows as 0 before anything was counted")
  func startsAtZero() {
    _ = Counter(label: "jobs_total", factory: registry)
    #expect(registry.render().contains("jobs_total 0\n"))
  }

  @Test("equal names and labels are one series, in whatever order the labels come")
  func sameSeries() {
    Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: registry).increment()
    Counter(label: "c", dimensions: [("b", "2"), ("a", "1")], factory: registry).increment()
    #expect(registry.render().contains(#"c{a="1",b="2"} 2"#))
  }

  @Test("a name keeps its first type; another use of it is not exported and does no harm")
  func typeConflict() {
    Counter(label: "x", factory: registry).increment()
    Meter(label: "x", factory: registry).set(7)
    FloatingPointCounter(label: "x", factory: registry).increment(by: 0.5)
    #expect(registry.render() == "# HELP x x\n# TYPE x counter\nx 1\n")
  }

  @Test("a destroyed series is gone, its family with the last of them")
  func destroy() {
    let counter = Counter(label: "gone", factory: registry)
    counter.increment()
    counter.destroy()
    #expect(registry.render().isEmpty)
  }

  @Test("infinities and not-a-number are written as Prometheus reads them")
  func specialValues() {
    #expect(PrometheusText.number(.infinity) == "+Inf")
    #expect(PrometheusText.number(-.infinity) == "-Inf")
    #expect(PrometheusText.number(.nan) == "NaN")
    #expect(PrometheusText.number(1e-8) == "1e-08")
    #expect(PrometheusText.number(60) == "60")
  }

  @Test("collectors run before each rendering")
  func collectors() {
    let gauge = Meter(label: "g", factory: registry)
    registry.onScrape { gauge.increment(by: 1) }
    _ = registry.render()
    #expect(registry.render().contains("g 2\n"))
  }

  @Test("requests are counted by code and method, and timed by verb")
  func requests() {
    let requests = RequestMetrics(metrics: registry)
    for code in [200, 200, 409, nil] {
      requests.didFinish(
        RequestRecord(
          verb: "apply", method: .patch, resource: "services", subresource: "", code: code,
          duration: .milliseconds(30)))
    }
    let text = registry.render()
    #expect(text.contains(#"rest_client_requests_total{code="200",method="PATCH"} 2"#))
    #expect(text.contains(#"rest_client_requests_total{code="<error>",method="PATCH"} 1"#))
    #expect(text.contains(#"rest_client_request_duration_seconds_count{verb="apply"} 4"#))
    #expect(requests.writeCount == 4)
  }

  @Test("the standard descriptions have help, and buckets that ascend")
  func standardDescriptions() {
    let all = MetricDescription.standard
    #expect(Set(all.map(\.name)).count == all.count)
    for description in all {
      #expect(!description.help.isEmpty)
      #expect(zip(description.buckets, description.buckets.dropFirst()).allSatisfy { $0 < $1 })
    }
  }
}
