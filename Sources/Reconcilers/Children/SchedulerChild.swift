import KubeClient

/// What runs Laravel's scheduled tasks: a CronJob every minute, or one `schedule:work` pod.
enum SchedulerChild {
  /// `schedule:run` runs what is due in the current minute: a start that is later than that helps nobody. Without
  /// a deadline the controller gives up for good after 100 missed starts.
  private static let startingDeadline = 60
  /// A run that could not boot gets a second and third chance within its minute. Tasks that fail do not count:
  /// `schedule:run` exits 0 then.
  private static let backoffLimit = 2
  /// `schedule:work` waits for the runs it has started, and they live to the end of their minute.
  private static let daemonGracePeriod = 60

  /// The scheduler; `nil` when the app has none.
  static func desired(_ app: LaravelApp, _ facts: Facts) -> DesiredChild? {
    switch app.spec.effectiveScheduler.effectiveMode {
    case .cronJob: cronJob(app, facts)
    case .daemon: daemon(app, facts)
    case .none: nil
    }
  }

  private static func cronJob(_ app: LaravelApp, _ facts: Facts) -> DesiredChild {
    let scheduler = app.spec.effectiveScheduler
    var workload = Workload(identity: .scheduler)
    workload.command = Workload.artisan("schedule:run", "--no-interaction")
    workload.resources = scheduler.resources
    workload.restartPolicy = "OnFailure"
    workload.override = scheduler.podTemplate
    let labels = AppLabels.labels(of: app, .scheduler)
    var object = KubeObject(
      .cronJobs, name: WorkloadIdentity.scheduler.objectName(in: app), namespace: app.namespace,
      labels: labels)
    object["spec"] = JSONValue.object([
      "schedule": JSONValue(scheduler.effectiveSchedule),
      "timeZone": scheduler.timeZone.nonEmpty.map { JSONValue($0) },
      "concurrencyPolicy": JSONValue(scheduler.effectiveConcurrencyPolicy.rawValue),
      "startingDeadlineSeconds": JSONValue(startingDeadline),
      "suspend": JSONValue(app.spec.isSuspended),
      // A finished run tells nothing but its log, a failed one is worth a look.
      "successfulJobsHistoryLimit": 1,
      "failedJobsHistoryLimit": 3,
      "jobTemplate": [
        "metadata": ["labels": JSONValue(labels)],
        "spec": [
          // A run that hangs would, under `Forbid`, stop all later ones for ever.
          "activeDeadlineSeconds": JSONValue(
            scheduler.effectiveTimeout.wholeSeconds),
          "backoffLimit": JSONValue(backoffLimit),
          "template": PodTemplate.json(workload, of: app, facts: facts),
        ],
      ],
    ])
    return DesiredChild(
      type: .cronJobs, object: object, component: .scheduler, part: .scheduler, needsEnvironment: true)
  }

  private static func daemon(_ app: LaravelApp, _ facts: Facts) -> DesiredChild {
    let scheduler = app.spec.effectiveScheduler
    var workload = Workload(identity: .scheduler)
    workload.command = Workload.artisan("schedule:work", "--no-interaction")
    workload.resources = scheduler.resources
    workload.gracePeriod = daemonGracePeriod
    workload.override = scheduler.podTemplate
    // Two of them at once would run every task twice.
    return DeploymentManifest.child(
      workload, of: app, facts: facts, replicas: 1, strategy: .recreate, part: .scheduler)
  }
}
