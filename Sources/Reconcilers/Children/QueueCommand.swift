/// The command line of a worker pool, in exec form: through a shell, signals would not reach PHP.
enum QueueCommand {
  /// `php artisan horizon`, `php artisan queue:work ...`, or what the user wrote instead.
  static func line(of pool: WorkerSpec) -> [String] {
    if let command = pool.command.nonEmpty { return command }
    return pool.isHorizon ? Workload.artisan("horizon") : queueWork(pool)
  }

  /// `queue:work` with the options of that pool. The timeout is always written out, because the grace period and
  /// `retry_after` are derived from it.
  private static func queueWork(_ pool: WorkerSpec) -> [String] {
    var line = Workload.artisan("queue:work")
    if let connection = pool.connection.nonEmpty { line.append(connection) }
    func option(_ name: String, _ value: String?) {
      if let value { line.append("--\(name)=\(value)") }
    }
    option("queue", pool.queues.nonEmpty?.joined(separator: ","))
    option("tries", pool.tries.map(String.init))
    option("timeout", String(QueueTimeouts.timeout(of: pool)))
    option("memory", pool.memory.map(String.init))
    option("max-jobs", pool.maxJobs.map(String.init))
    option("max-time", seconds(pool.maxTime))
    option("backoff", pool.backoff.nonEmpty?.compactMap(seconds).joined(separator: ","))
    option("sleep", fractional(pool.sleep))
    option("rest", fractional(pool.rest))
    line.append("--no-interaction")
    return line
  }

  private static func seconds(_ text: String?) -> String? {
    text.flatMap { GoDuration($0) }.map { String($0.wholeSeconds) }
  }

  /// `--sleep` and `--rest` take fractions of a second.
  private static func fractional(_ text: String?) -> String? {
    guard let duration = text.flatMap({ GoDuration($0) }) else { return nil }
    return duration.milliseconds % 1000 == 0
      ? String(duration.wholeSeconds) : String(Double(duration.milliseconds) / 1000)
  }
}
