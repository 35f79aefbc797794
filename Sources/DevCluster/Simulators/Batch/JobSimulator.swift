import Foundation
import KubeClient

/// The Job controller (pkg/controller/job of Kubernetes 1.36) and the one that deletes finished Jobs.
///
/// Pods are counted exactly once, in the controller's three steps: their uids go into
/// `uncountedTerminatedPods`, their finalizers are removed, then the counts grow. Indexed Jobs, pod failure
/// policies and success policies are not simulated.
struct JobSimulator {
  static let component = "job-controller"
  /// Keeps a pod until it is counted.
  static let tracking = "batch.kubernetes.io/job-tracking"

  /// What the controller sees.
  struct Snapshot {
    let job: KubeObject
    /// The pods that it controls.
    let pods: [KubeObject]
  }

  private let job: JobView
  private let pods: [PodView]
  private let timing: SimulatorTiming
  private let now: Date
  private var status: JobStatus
  private var actions: [SimulatorAction] = []

  /// The next step of the Job; no action when it waits for its pods.
  static func reconcile(
    _ snapshot: Snapshot, timing: SimulatorTiming = SimulatorTiming(), now: Date
  ) -> [SimulatorAction] {
    var simulator = JobSimulator(snapshot, timing: timing, now: now)
    simulator.sync()
    return simulator.actions
  }

  /// Lets go of a pod whose Job is gone or going.
  static func release(_ pod: KubeObject) -> SimulatorAction? {
    guard pod.metadata.finalizers.contains(tracking) else { return nil }
    var changed = pod
    let rest = pod.metadata.finalizers.filter { $0 != tracking }
    changed["metadata", "finalizers"] = rest.isEmpty ? nil : JSONValue(rest)
    return .update(.pods, changed)
  }

  private init(_ snapshot: Snapshot, timing: SimulatorTiming, now: Date) {
    job = JobView(object: snapshot.job)
    pods = snapshot.pods.map(PodView.init)
    status = JobStatus(snapshot.job.status)
    self.timing = timing
    self.now = now
  }

  private mutating func sync() {
    if job.isFinished || job.object.metadata.isBeingDeleted {
      actions += pods.filter { !$0.isActive || job.isFinished }.compactMap { Self.release($0.object) }
      expire()
      return
    }
    let isNewlyEnded = collectEnded()
    var isCounted = false
    if !isNewlyEnded {
      if releaseCollected() { return }
      isCounted = status.countCollected()
    }
    start()
    judge()
    if status.isEnding {
      removeActive()
    } else if !isNewlyEnded {
      adjustPods()
    }
    status.ready = pods.count { $0.isActive && $0.isReady }
    finish()
    actions.updateStatus(.jobs, of: job.object, to: status.json)
    if isNewlyEnded || isCounted { actions.append(.requeue(at: now)) }
    if let deadline = job.deadline, !status.isEnding { actions.append(.requeue(at: deadline)) }
  }

  private mutating func expire() {
    guard let expiry = job.expiresAt, !job.object.metadata.isBeingDeleted else { return }
    if expiry <= now {
      actions.append(.delete(.jobs, job.object, .foreground))
    } else {
      actions.append(.requeue(at: expiry))
    }
  }

  // MARK: Counting

  /// First step: names the pods that have ended since the last look.
  private mutating func collectEnded() -> Bool {
    let ended = pods.filter {
      !$0.isActive && $0.object.metadata.finalizers.contains(Self.tracking) && !status.isCollected($0.uid)
    }
    for pod in ended where !(job.isSuspended && !pod.hasEnded) {
      status.collect(pod.uid, succeeded: pod.hasSucceeded)
    }
    if job.isSuspended {
      // Pods that a suspension stops are no failures.
      actions += ended.filter { !$0.hasEnded }.compactMap { Self.release($0.object) }
    }
    return ended.contains { status.isCollected($0.uid) }
  }

  /// Second step: removes the finalizers of the named pods; whether there were any left.
  private mutating func releaseCollected() -> Bool {
    let releases = pods.filter { status.isCollected($0.uid) }.compactMap { Self.release($0.object) }
    actions += releases
    if !releases.isEmpty { actions.append(.requeue(at: now)) }
    return !releases.isEmpty
  }

  // MARK: Start and end

  private mutating func start() {
    status.active = pods.count { $0.isActive }
    status.terminating = pods.count { $0.isTerminating && !$0.hasEnded }
    if job.isSuspended {
      if status.suspend(at: now) {
        actions.event(job.object, "Suspended", "Job suspended", from: Self.component)
      }
      return
    }
    if status.resume(at: now) { actions.event(job.object, "Resumed", "Job resumed", from: Self.component) }
    if status.startTime == nil {
      status.startTime = JSONValue(Timestamp.text(now))
      if let seconds = job.object["spec", "activeDeadlineSeconds"]?.int {
        actions.append(.requeue(at: now.addingTimeInterval(Double(seconds))))
      }
    }
  }

  /// Whether the Job has reached its aim or its limits.
  private mutating func judge() {
    guard !status.isEnding else { return }
    if let deadline = job.deadline, deadline <= now, !job.isSuspended {
      return status.set("FailureTarget", .deadlineExceeded, at: now)
    }
    let restarts = pods.filter(\.isActive).reduce(0) { $0 + $1.restarts }
    let isPastRestarts =
      job.restartsInPlace && (job.backoffLimit == 0 ? restarts > 0 : restarts >= job.backoffLimit)
    if status.allFailed > job.backoffLimit || isPastRestarts {
      return status.set("FailureTarget", .backoffLimitExceeded, at: now)
    }
    if let completions = job.completions {
      if status.allSucceeded >= completions { status.set("SuccessCriteriaMet", .completionsReached, at: now) }
    } else if status.allSucceeded > 0, status.active == 0 {
      status.set("SuccessCriteriaMet", .completionsReached, at: now)
    }
  }

  /// Third step's end: the Job is over when all is counted and nothing runs.
  private mutating func finish() {
    guard status.isEnding, status.active == 0, status.terminating == 0, !status.hasCollected else { return }
    if status.has("FailureTarget"), let end = status.end("FailureTarget") {
      status.set("Failed", end, at: now)
      actions.warn(job.object, end.reason, end.message, from: Self.component)
    } else {
      status.set("Complete", .completionsReached, at: now)
      status.completionTime = JSONValue(Timestamp.text(now))
      actions.event(job.object, "Completed", "Job completed", from: Self.component)
    }
    if let seconds = job.object["spec", "ttlSecondsAfterFinished"]?.int {
      actions.append(.requeue(at: now.addingTimeInterval(Double(seconds))))
    }
  }

  // MARK: Pods

  private mutating func removeActive() {
    let active = pods.filter(\.isActive)
    remove(active)
    for pod in active where status.has("FailureTarget") { status.collect(pod.uid, succeeded: false) }
  }

  private mutating func remove(_ doomed: some Collection<PodView>) {
    for pod in doomed {
      actions.append(.delete(.pods, pod.object))
      actions.event(
        job.object, "SuccessfulDelete", "Deleted pod: \(pod.object.metadata.name)", from: Self.component)
    }
    status.active -= doomed.count
    status.terminating += doomed.count
  }

  private mutating func adjustPods() {
    let left = job.completions.map { max(0, $0 - status.allSucceeded) } ?? job.parallelism
    let wanted = job.isSuspended ? 0 : min(job.parallelism, left)
    if status.active > wanted {
      remove(pods.filter(\.isActive).suffix(status.active - wanted))
    } else if status.active < wanted {
      let due = (lastFailure ?? .distantPast).addingTimeInterval(
        SimulatorTiming.backoff(timing.jobBackoff, limit: timing.jobBackoffLimit, failures: status.allFailed))
      guard due <= now else { return actions.append(.requeue(at: due)) }
      let pod = PodFactory.pod(
        from: job.object["spec", "template"] ?? [:], ownedBy: job.object, type: .jobs,
        finalizers: [Self.tracking])
      for _ in status.active..<wanted { actions.append(.create(.pods, pod)) }
      status.active = wanted
    }
  }

  private var lastFailure: Date? {
    pods.filter { $0.hasFailed || $0.isTerminating }.map { $0.finishedAt ?? now }.max()
  }
}
