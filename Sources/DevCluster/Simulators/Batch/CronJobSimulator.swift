import Foundation
import KubeClient

/// The CronJob controller (pkg/controller/cronjob of Kubernetes 1.36): creates Jobs when they are due, follows
/// them and deletes old ones.
struct CronJobSimulator {
  static let component = "cronjob-controller"
  static let scheduledAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp"

  /// What the controller sees.
  struct Snapshot {
    let cronJob: KubeObject
    /// The Jobs that it controls.
    let jobs: [KubeObject]
  }

  private let cronJob: KubeObject
  private let jobs: [JobView]
  private let now: Date
  private var active: [JSONValue]
  private var status: JSONValue
  private var actions: [SimulatorAction] = []

  /// What is due now, and when to look again.
  static func reconcile(_ snapshot: Snapshot, now: Date) -> [SimulatorAction] {
    var simulator = CronJobSimulator(snapshot, now: now)
    simulator.sync()
    return simulator.actions
  }

  private init(_ snapshot: Snapshot, now: Date) {
    cronJob = snapshot.cronJob
    jobs = snapshot.jobs.map(JobView.init)
    active = cronJob.status["active"]?.items ?? []
    status = cronJob.status
    self.now = now
  }

  private mutating func sync() {
    follow()
    cleanUp()
    if !cronJob.metadata.isBeingDeleted { schedule() }
    status["active"] = active.isEmpty ? nil : .array(active)
    if status.isNull, cronJob.status.isNull { return }
    actions.updateStatus(.cronJobs, of: cronJob, to: status)
  }

  // MARK: Jobs that are there

  private mutating func follow() {
    for job in jobs {
      let uid = job.object.metadata.uid
      let name = job.object.metadata.name
      let isListed = active.contains { $0["uid"]?.string == uid }
      if let end = job.end {
        if isListed {
          active.removeAll { $0["uid"]?.string == uid }
          actions.event(
            cronJob, "SawCompletedJob", "Saw completed job: \(name), condition: \(end.type)",
            from: Self.component)
        }
        noteSuccess(job)
      } else if !isListed {
        active.append(Self.reference(to: job.object))
      }
    }
    let alive = Set(jobs.map(\.object.metadata.uid))
    for entry in active where !alive.contains(entry["uid"]?.string ?? "") {
      // A Job that was just created has no uid here yet; it is listed by name.
      actions.event(
        cronJob, "MissingJob", "Active job went missing: \(entry["name"]?.string ?? "")",
        from: Self.component)
    }
    active.removeAll { !alive.contains($0["uid"]?.string ?? "") }
  }

  private mutating func noteSuccess(_ job: JobView) {
    guard job.hasSucceeded, let time = job.object["status", "completionTime"]?.string,
      time > (status["lastSuccessfulTime"]?.string ?? "")
    else { return }
    status["lastSuccessfulTime"] = JSONValue(time)
  }

  private static func reference(to job: KubeObject) -> JSONValue {
    let meta = job.metadata
    return [
      "apiVersion": "batch/v1", "kind": "Job", "name": JSONValue(meta.name),
      "namespace": JSONValue(meta.namespace), "uid": JSONValue(meta.uid),
      "resourceVersion": JSONValue(meta.resourceVersion),
    ]
  }

  /// Keeps `successfulJobsHistoryLimit` and `failedJobsHistoryLimit` finished Jobs.
  private mutating func cleanUp() {
    for (succeeded, field, standard) in [
      (true, "successfulJobsHistoryLimit", 3), (false, "failedJobsHistoryLimit", 1),
    ] {
      let limit = max(0, cronJob["spec", field]?.int ?? standard)
      let finished = jobs.filter {
        $0.isFinished && $0.hasSucceeded == succeeded && !$0.object.metadata.isBeingDeleted
      }.sorted {
        ($0.object["status", "startTime"]?.string ?? "", $0.object.metadata.name)
          < ($1.object["status", "startTime"]?.string ?? "", $1.object.metadata.name)
      }
      for job in finished.prefix(max(0, finished.count - limit)) { delete(job.object) }
    }
  }

  private mutating func delete(_ job: KubeObject) {
    actions.append(.delete(.jobs, job))
    actions.event(cronJob, "SuccessfulDelete", "Deleted job \(job.metadata.name)", from: Self.component)
  }

  // MARK: Jobs that are due

  private mutating func schedule() {
    guard cronJob["spec", "suspend"]?.bool != true else { return }
    let zoneName = cronJob["spec", "timeZone"]?.string
    guard let zone = zoneName.map({ TimeZone(identifier: $0) }) ?? .gmt else {
      return actions.warn(
        cronJob, "UnknownTimeZone", "invalid timeZone: \"\(zoneName ?? "")\": unknown time zone",
        from: Self.component)
    }
    let text = cronJob["spec", "schedule"]?.string ?? ""
    let schedule: CronSchedule
    do {
      schedule = try CronSchedule(text)
    } catch {
      return actions.warn(
        cronJob, "UnparseableSchedule", "unparseable schedule: \"\(text)\" : \(error)", from: Self.component)
    }
    defer {
      if let next = schedule.next(after: now, in: zone) { actions.append(.requeue(at: next)) }
    }
    guard let due = lastDue(schedule, zone) else { return }
    if let deadline = cronJob["spec", "startingDeadlineSeconds"]?.int,
      due.addingTimeInterval(Double(deadline)) < now
    {
      return actions.warn(
        cronJob, "MissSchedule", "Missed scheduled time to start a job: \(Timestamp.text(due))",
        from: Self.component)
    }
    start(at: due, zone)
  }

  /// The newest time that the schedule has fired and no Job was made for; `nil` when there is none.
  private func lastDue(_ schedule: CronSchedule, _ zone: TimeZone) -> Date? {
    let last = status["lastScheduleTime"]?.string ?? cronJob.metadata.creationTimestamp
    guard var earliest = Timestamp.date(last) else { return nil }
    if let deadline = cronJob["spec", "startingDeadlineSeconds"]?.int {
      earliest = max(earliest, now.addingTimeInterval(-Double(deadline)))
    }
    var due: Date?
    // A cluster that slept for long has missed many: as the controller, it does not count beyond 100.
    for _ in 0..<100 {
      guard let next = schedule.next(after: due ?? earliest, in: zone), next <= now else { return due }
      due = next
    }
    // The newest of the missed times is found from the present backwards.
    var window: TimeInterval = 60
    while window < now.timeIntervalSince(earliest) {
      var latest: Date?
      var cursor = now.addingTimeInterval(-window)
      while let next = schedule.next(after: cursor, in: zone), next <= now {
        latest = next
        cursor = next
      }
      if let latest { return latest }
      window *= 8
    }
    return due
  }

  private mutating func start(at due: Date, _ zone: TimeZone) {
    let minutes = Int(due.timeIntervalSince1970) / 60
    let name = "\(cronJob.metadata.name)-\(minutes)"
    if jobs.contains(where: { $0.object.metadata.name == name }) {
      // Made already, but the status was not written.
      status["lastScheduleTime"] = JSONValue(Timestamp.text(due))
      return
    }
    let running = jobs.filter { !$0.isFinished && !$0.object.metadata.isBeingDeleted }
    switch cronJob["spec", "concurrencyPolicy"]?.string {
    case "Forbid" where !running.isEmpty:
      return actions.event(
        cronJob, "JobAlreadyActive",
        "Not starting job because prior execution is running and concurrency policy is Forbid",
        from: Self.component)
    case "Replace":
      for job in running {
        delete(job.object)
        active.removeAll { $0["uid"]?.string == job.object.metadata.uid }
      }
    default: break
    }
    actions.append(.create(.jobs, job(name: name, due: due, zone)))
    actions.event(cronJob, "SuccessfulCreate", "Created job \(name)", from: Self.component)
    status["lastScheduleTime"] = JSONValue(Timestamp.text(due))
  }

  private func job(name: String, due: Date, _ zone: TimeZone) -> KubeObject {
    let meta = cronJob.metadata
    let template = cronJob["spec", "jobTemplate"] ?? [:]
    var job = KubeObject(.jobs, name: name, namespace: meta.namespace)
    job["metadata", "labels"] = template["metadata"]?["labels"]
    job["metadata", "annotations"] = template["metadata"]?["annotations"] ?? [:]
    job["metadata", "annotations", Self.scheduledAnnotation] = JSONValue(Self.text(due, in: zone))
    job.metadata.ownerReferences = [
      OwnerReference(apiVersion: "batch/v1", kind: "CronJob", name: meta.name, uid: meta.uid)
    ]
    var spec = template["spec"] ?? [:]
    let defaults: [(String, JSONValue)] = [
      ("parallelism", 1), ("completions", 1), ("backoffLimit", 6), ("completionMode", "NonIndexed"),
      ("manualSelector", false), ("suspend", false), ("podReplacementPolicy", "TerminatingOrFailed"),
    ]
    for (field, value) in defaults where spec[field] == nil { spec[field] = value }
    job["spec"] = spec
    job["status"] = [:]
    return job
  }

  /// RFC 3339 with the zone's offset.
  private static func text(_ date: Date, in zone: TimeZone) -> String {
    let offset = zone.secondsFromGMT(for: date)
    guard offset != 0 else { return Timestamp.text(date) }
    let local = Timestamp.text(date.addingTimeInterval(Double(offset))).dropLast()
    let minutes = abs(offset) / 60
    let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(local)\(offset < 0 ? "-" : "+")\(pad(minutes / 60)):\(pad(minutes % 60))"
  }
}
