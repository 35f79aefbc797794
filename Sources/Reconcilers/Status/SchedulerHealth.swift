import KubeClient

/// The health of the scheduler's CronJob: what became of its last run. Times and the names of Jobs change every
/// minute and are left out, so a scheduler that works has one status for ever,
/// before its first run as well: many apps made at once would all be written when the minute turns.
enum SchedulerHealth {
  /// The judgment of a live CronJob.
  static func judgment(_ cronJob: KubeObject, in observation: AppObservation) -> Judgment {
    let name = cronJob.metadata.name
    let runs = observation.jobs.filter { $0.metadata.controller?.uid == cronJob.metadata.uid }
      .sorted {
        ($0.metadata.creationTimestamp, $0.metadata.name) < ($1.metadata.creationTimestamp, $1.metadata.name)
      }
    if let running = runs.last(where: { !isFinished($0) }),
      let trouble = PodTrouble.find(
        in: observation.pods(matching: [jobName: running.metadata.name]), workload: "cronjob/\(name)",
        component: .scheduler)
    {
      return .fault(.scheduler, trouble)
    }
    if let last = runs.last(where: isFinished), let failure = last.condition("Failed"), failure.value == .true
    {
      // The next run is a minute away and users do not notice: a fault, but the app can be used.
      return Judgment(
        part: .scheduler, value: .false, reason: "LastRunFailed",
        message: "the last run of \(name) failed (\(failure.reason)): see the log of its last Job",
        isFault: true, blocksReady: false)
    }
    return .works(.scheduler, reason: "Scheduled", message: "\(name) is scheduled")
  }

  /// The Job controller's label on pods.
  private static let jobName = "batch.kubernetes.io/job-name"

  private static func isFinished(_ job: KubeObject) -> Bool {
    job.conditions.contains { ($0.type == "Complete" || $0.type == "Failed") && $0.value == .true }
  }
}
