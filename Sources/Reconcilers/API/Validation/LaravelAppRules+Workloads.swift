extension LaravelAppRules {
  /// `web` and `scheduler` are the names of other components; a process's Deployment is `<app>-<process>`.
  private static let reservedPools: Set<String> = ["web", "scheduler"]
  /// What an API server writes where the spec is silent.
  private static let defaultTimeout = "1h"
  private static let reservedProcesses: Set<String> = ["web", "worker", "scheduler", "migrate"]

  /// Checks `spec.web`.
  mutating func checkWeb(_ web: WebSpec) {
    if let scaling = web.autoscaling {
      require(
        scaling.maxReplicas >= scaling.effectiveMinReplicas, "spec.web.autoscaling.maxReplicas",
        "maxReplicas must not be below minReplicas, which is 2 when left out: raise maxReplicas or lower minReplicas"
      )
      let resources = web.resources
      require(
        resources == nil || resources?.requests?["cpu"] != nil || resources?.limits?["cpu"] != nil,
        "spec.web.resources", "autoscaling by CPU needs a CPU request: add resources.requests.cpu")
    }
    checkPods(resources: web.resources, podTemplate: web.podTemplate, at: "spec.web")
  }

  /// Checks one item of `spec.workers`.
  mutating func checkWorker(_ worker: WorkerSpec, at path: String) {
    require(
      !Self.reservedPools.contains(worker.name), "\(path).name",
      "must not be web or scheduler: those name other parts of the app")
    require(
      !worker.isHorizon || !worker.hasQueueOptions, path,
      "connection, queues, tries, memory, maxJobs, maxTime, backoff, sleep and rest do not work with horizon: set "
        + "them in config/horizon.php")
    require(
      worker.command == nil || (!worker.isHorizon && !worker.hasQueueOptions), path,
      "command excludes horizon, connection, queues, tries, memory, maxJobs, maxTime, backoff, sleep and rest: write "
        + "them into the command")
    checkPods(resources: worker.resources, podTemplate: worker.podTemplate, at: path)
  }

  /// Checks `spec.scheduler`.
  mutating func checkScheduler(_ scheduler: SchedulerSpec) {
    let defaults = SchedulerSpec()
    require(
      scheduler.effectiveMode == .cronJob
        || (scheduler.timeZone == nil && scheduler.timeout ?? Self.defaultTimeout == Self.defaultTimeout
          && scheduler.effectiveSchedule == defaults.effectiveSchedule
          && scheduler.effectiveConcurrencyPolicy == defaults.effectiveConcurrencyPolicy),
      "spec.scheduler",
      "schedule, timeZone, concurrencyPolicy and timeout work with mode CronJob only: remove them or set mode to "
        + "CronJob")
    do throws(CronExpression.Defect) {
      _ = try CronExpression(scheduler.effectiveSchedule)
    } catch {
      // What is malformed was refused for its format.
      require(
        error != .reversedRange, "spec.scheduler.schedule",
        "has a range that ends before it begins: write the smaller number first, or two ranges with a comma")
    }
    checkPods(resources: scheduler.resources, podTemplate: scheduler.podTemplate, at: "spec.scheduler")
  }

  /// Checks one item of `spec.processes`.
  mutating func checkProcess(_ process: ProcessSpec, at path: String) {
    require(
      !Self.reservedProcesses.contains(process.name) && !process.name.hasPrefix("worker-"), "\(path).name",
      "must not be web, worker, worker-*, scheduler or migrate: those name other parts of the app")
    require(
      process.probes == nil || process.port != nil, path,
      "probes need a port: add the port that the process listens on")
    checkPods(resources: process.resources, podTemplate: process.podTemplate, at: path)
  }
}

extension WorkerSpec {
  /// Whether any option is set that `queue:work` takes and Horizon does not.
  fileprivate var hasQueueOptions: Bool {
    connection != nil || queues != nil || tries != nil || memory != nil || maxJobs != nil || maxTime != nil
      || backoff != nil || sleep != nil || rest != nil
  }
}
