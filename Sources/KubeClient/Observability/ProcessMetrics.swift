import Foundation
import Metrics
import Synchronization

/// The `process_*` metrics of client_golang, read from `/proc` before each scrape. Without a `/proc` there are none.
public final class ProcessMetrics: Sendable {
  private let residentMemory: Meter
  private let virtualMemory: Meter
  private let openFiles: Meter
  private let startTime: Meter
  private let cpu: FloatingPointCounter
  /// A counter can only be told what was added.
  private let cpuReported = Mutex(0.0)

  /// The metrics of this process, brought up to date whenever the registry is rendered.
  public init(in registry: PrometheusRegistry) {
    residentMemory = Meter(label: "process_resident_memory_bytes", factory: registry)
    virtualMemory = Meter(label: "process_virtual_memory_bytes", factory: registry)
    openFiles = Meter(label: "process_open_fds", factory: registry)
    startTime = Meter(label: "process_start_time_seconds", factory: registry)
    cpu = FloatingPointCounter(label: "process_cpu_seconds_total", factory: registry)
    registry.onScrape { self.collect() }
  }

  private func collect() {
    guard let statistics = ProcessStatistics.current() else { return }
    residentMemory.set(statistics.residentBytes)
    virtualMemory.set(statistics.virtualBytes)
    startTime.set(statistics.startTime)
    if let count = statistics.openFiles { openFiles.set(count) }
    let spent = cpuReported.withLock { reported in
      defer { reported = max(reported, statistics.cpuSeconds) }
      return statistics.cpuSeconds - reported
    }
    if spent > 0 { cpu.increment(by: spent) }
  }
}

/// What the kernel tells about this process.
struct ProcessStatistics: Sendable, Hashable {
  var cpuSeconds: Double
  var virtualBytes: Int
  var residentBytes: Int
  /// Seconds since 1970.
  var startTime: Double
  var openFiles: Int?

  static func current() -> ProcessStatistics? {
    guard let process = read("/proc/self/stat"), let system = read("/proc/stat"),
      var statistics = ProcessStatistics(
        processStat: process, systemStat: system, ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)),
        pageSize: sysconf(Int32(_SC_PAGESIZE)))
    else { return nil }
    statistics.openFiles = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    return statistics
  }

  private static func read(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The numbers in `/proc/self/stat` and `/proc/stat`; field numbers are those of proc_pid_stat(5).
  init?(processStat: String, systemStat: String, ticksPerSecond: Int, pageSize: Int) {
    // The second field is the command in brackets and may hold anything, brackets and blanks too.
    guard ticksPerSecond > 0, let command = processStat.lastIndex(of: ")") else { return nil }
    let fields = processStat[command...].split(whereSeparator: \.isWhitespace).map(String.init)
    func field(_ number: Int) -> Int? {
      fields.indices.contains(number - 2) ? Int(fields[number - 2]) : nil
    }
    let boot = systemStat.split(separator: "\n").first { $0.hasPrefix("btime ") }
      .flatMap { Double($0.dropFirst("btime ".count)) }
    guard let user = field(14), let kernel = field(15), let start = field(22), let virtual = field(23),
      let pages = field(24), let boot
    else { return nil }
    cpuSeconds = Double(user + kernel) / Double(ticksPerSecond)
    virtualBytes = virtual
    residentBytes = pages * pageSize
    startTime = boot + Double(start) / Double(ticksPerSecond)
  }
}
