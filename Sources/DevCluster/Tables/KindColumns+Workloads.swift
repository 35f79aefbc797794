import Foundation
import KubeClient

extension KindColumns {
  static let workloads: [String: Printer] = [
    "pods": printer(
      "Name, Ready, Status, Restarts, Age, IP+1, Node+1, Nominated Node+1, Readiness Gates+1"
    ) { pod, now in
      let state = PodState(pod, now: now)
      return [
        name(pod), .string(state.ready), .string(state.reason), .string(state.restarts), age(pod, now),
        text(pod["status", "podIP"]), text(pod["spec", "nodeName"]), text(pod["status", "nominatedNodeName"]),
        "<none>",
      ]
    },
    "deployments.apps": printer(
      "Name, Ready, Up-to-date, Available, Age, Containers+1, Images+1, Selector+1"
    ) { object, now in
      [
        name(object), fraction(object["status", "readyReplicas"], of: object["spec", "replicas"]),
        number(object["status", "updatedReplicas"]),
        number(object["status", "availableReplicas"]), age(object, now),
      ] + wide(object)
    },
    "replicasets.apps": printer(
      "Name, Desired|integer, Current|integer, Ready|integer, Age, Containers+1, Images+1, Selector+1"
    ) { object, now in
      [
        name(object), number(object["spec", "replicas"]), number(object["status", "replicas"]),
        number(object["status", "readyReplicas"]), age(object, now),
      ] + wide(object)
    },
    "statefulsets.apps": printer("Name, Ready, Age, Containers+1, Images+1") { object, now in
      [
        name(object), fraction(object["status", "readyReplicas"], of: object["spec", "replicas"]),
        age(object, now),
      ] + wide(object).prefix(2)
    },
    "daemonsets.apps": printer(
      "Name, Desired|integer, Current|integer, Ready|integer, Up-to-date|integer, Available|integer, "
        + "Node Selector, Age, Containers+1, Images+1, Selector+1"
    ) { object, now in
      let counts = [
        "desiredNumberScheduled", "currentNumberScheduled", "numberReady", "updatedNumberScheduled",
        "numberAvailable",
      ]
      return [name(object)] + counts.map { number(object["status", $0]) } + ["<none>", age(object, now)]
        + wide(object)
    },
    "jobs.batch": printer(
      "Name, Status, Completions, Duration, Age, Containers+1, Images+1, Selector+1"
    ) { job, now in
      [
        name(job), .string(jobStatus(job)),
        job["spec", "completions"] == nil
          ? .string("\(job["status", "succeeded"]?.int ?? 0)/1 of \(job["spec", "parallelism"]?.int ?? 1)")
          : fraction(job["status", "succeeded"], of: job["spec", "completions"]),
        .string(jobDuration(job, now: now)), age(job, now),
      ] + wide(job)
    },
    "cronjobs.batch": printer(
      "Name, Schedule, Timezone, Suspend|boolean, Active|integer, Last Schedule, Age, Containers+1, Images+1, "
        + "Selector+1"
    ) { object, now in
      let last = object["status", "lastScheduleTime"]?.string
      return [
        name(object), text(object["spec", "schedule"]), text(object["spec", "timeZone"]),
        .string(object["spec", "suspend"]?.bool == true ? "True" : "False"),
        JSONValue((object["status", "active"]?.items ?? []).count),
        .string(last.map { HumanDuration.since($0, now: now) } ?? "<none>"), age(object, now),
      ] + wide(object, ["spec", "jobTemplate", "spec", "template", "spec"])
    },
  ]

  private static func jobStatus(_ job: KubeObject) -> String {
    let conditions = job.conditions.filter { $0.value == .true }
    if conditions.contains(where: { $0.type == "Complete" }) { return "Complete" }
    if conditions.contains(where: { $0.type == "Failed" }) { return "Failed" }
    if job.metadata.isBeingDeleted { return "Terminating" }
    for type in ["Suspended", "FailureTarget", "SuccessCriteriaMet"]
    where conditions.contains(where: { $0.type == type }) {
      return type
    }
    return "Running"
  }

  private static func jobDuration(_ job: KubeObject, now: Double) -> String {
    guard let start = job["status", "startTime"]?.string.flatMap(Timestamp.date) else { return "" }
    let end = job["status", "completionTime"]?.string.flatMap(Timestamp.date)?.timeIntervalSince1970 ?? now
    return HumanDuration.text(seconds: Int(end - start.timeIntervalSince1970))
  }
}

/// What the STATUS, READY and RESTARTS of a pod say.
struct PodState {
  private(set) var ready = ""
  private(set) var reason = ""
  private(set) var restarts = ""

  init(_ pod: KubeObject, now: Double) {
    let statuses = pod["status", "containerStatuses"]?.items ?? []
    let total = (pod["spec", "containers"]?.items ?? []).count
    var readyCount = 0
    var restartCount = 0
    var lastRestart: String?
    reason = pod["status", "reason"]?.string ?? pod["status", "phase"]?.string ?? "Unknown"
    var hasRunning = false
    // The first container's trouble is what is shown.
    for status in statuses.reversed() {
      restartCount += status["restartCount"]?.int ?? 0
      if let finished = status["lastState", "terminated", "finishedAt"]?.string {
        lastRestart = max(lastRestart ?? "", finished)
      }
      if let waiting = status["state", "waiting", "reason"]?.string, !waiting.isEmpty {
        reason = waiting
      } else if let terminated = status["state", "terminated"] {
        let code = terminated["exitCode"]?.int ?? 0
        reason = terminated["reason"]?.string ?? "ExitCode:\(code)"
      } else if status["ready"]?.bool == true, status["state", "running"] != nil {
        hasRunning = true
        readyCount += 1
      }
    }
    if reason == "Completed", hasRunning {
      reason = pod.condition("Ready")?.value == .true ? "Running" : "NotReady"
    }
    if pod.metadata.isBeingDeleted { reason = "Terminating" }
    ready = "\(readyCount)/\(total)"
    restarts = String(restartCount)
    if restartCount > 0, let lastRestart, !lastRestart.isEmpty {
      restarts += " (\(HumanDuration.since(lastRestart, now: now)) ago)"
    }
  }
}
