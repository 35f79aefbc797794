/// How long jobs may take, and what has to agree with it.
///
/// A job that runs longer than `retry_after` is handed to a second worker while the first still works on it; a
/// pod whose grace period is shorter than its longest job is killed in the middle of it. Both are derived from
/// the pools' `timeout`, and the web pods get the same `retry_after`: it belongs to the queue connection, whoever
/// uses it.
enum QueueTimeouts {
  /// Laravel's defaults are `--timeout=60` and `retry_after` 90; the same margin serves the grace period.
  static let margin = 30

  /// The longest that a job of that pool may run, in seconds.
  static func timeout(of pool: WorkerSpec) -> Int { pool.effectiveTimeout.wholeSeconds }

  /// `retry_after` of all queue connections, in seconds; `nil` when the app has no workers.
  static func retryAfter(of spec: LaravelAppSpec) -> Int? {
    spec.effectiveWorkers.map(timeout).max().map { $0 + margin }
  }

  /// The time that a pod of that pool has to finish its jobs, in seconds.
  static func gracePeriod(of pool: WorkerSpec) -> Int { timeout(of: pool) + margin }
}
