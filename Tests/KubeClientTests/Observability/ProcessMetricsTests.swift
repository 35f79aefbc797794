import Foundation
import Testing

@testable import KubeClient

@Suite("ProcessMetrics")
struct ProcessMetricsTests {
  @Test("reads the kernel's numbers, whatever the command's name")
  func parse() {
    let stat =
      "42 (a ) b (c) S 1 42 42 0 -1 4194304 500 0 0 0 150 50 0 0 20 0 9 0 1000 52428800 2560 "
      + "18446744073709551615 1 1 0 0"
    let statistics = ProcessStatistics(
      processStat: stat, systemStat: "cpu 1 2 3\nbtime 1700000000\nprocesses 9\n", ticksPerSecond: 100,
      pageSize: 4096)
    #expect(statistics?.cpuSeconds == 2)
    #expect(statistics?.virtualBytes == 52_428_800)
    #expect(statistics?.residentBytes == 2560 * 4096)
    #expect(statistics?.startTime == 1_700_000_010)
  }

  @Test("text that is not what it should be gives nothing", arguments: ["", "42", "1 (x) S 1 2", ") ) )"])
  func malformed(text: String) {
    #expect(
      ProcessStatistics(processStat: text, systemStat: "btime 1", ticksPerSecond: 100, pageSize: 4096) == nil)
  }

  @Test(
    "this process has memory, open files, a start in the past and CPU time",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/stat"), "needs /proc"))
  func live() throws {
    let registry = PrometheusRegistry()
    let metrics = ProcessMetrics(in: registry)
    let text = registry.render()
    withExtendedLifetime(metrics) {}
    func value(_ name: String) throws -> Double {
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("\(name) ") })
      return try #require(Double(line.dropFirst(name.count + 1)))
    }
    #expect(try value("process_resident_memory_bytes") > 1_000_000)
    #expect(try value("process_open_fds") > 2)
    #expect(try value("process_cpu_seconds_total") > 0)
    let start = try value("process_start_time_seconds")
    #expect(abs(Date().timeIntervalSince1970 - start) < 24 * 3600)
  }
}
