import KubeClient

/// The health of one Deployment, from its own status and that of its pods.
struct DeploymentHealth: Sendable {
  /// Pods that serve.
  let ready: Int
  /// Pods that there should be.
  let desired: Int
  /// Pods that there are.
  let replicas: Int
  /// Whether every pod runs the current template.
  let isRolledOut: Bool
  /// What it means.
  let judgment: Judgment

  /// The health of a live Deployment.
  /// - Parameters:
  ///   - deployment: the live object.
  ///   - child: the desired child.
  ///   - observation: its pods and ReplicaSets.
  ///   - readinessPath: what the readiness probe asks for; `nil` when there is no HTTP probe.
  init(
    _ deployment: KubeObject, of child: DesiredChild, in observation: AppObservation, readinessPath: String?
  ) {
    let status = deployment.status
    let desired = deployment.spec["replicas"]?.int ?? 1
    let ready = status["availableReplicas"]?.int ?? 0
    let replicas = status["replicas"]?.int ?? 0
    let isObserved = (status["observedGeneration"]?.int ?? 0) >= deployment.metadata.generation
    let isRolledOut =
      isObserved && status["updatedReplicas"]?.int ?? 0 >= desired && replicas == desired && ready >= desired
    self.desired = desired
    self.ready = ready
    self.replicas = replicas
    self.isRolledOut = isRolledOut
    let name = child.object.metadata.name
    let count = "\(name): \(ready) of \(desired) ready"
    if isRolledOut, desired == 0, child.part == .web {
      judgment = Judgment(
        part: .web, value: .false, reason: "ScaledToZero", message: "\(name) has no replicas",
        blocksReady: true)
      return
    }
    if isRolledOut {
      judgment = .works(child.part, reason: "Available", message: count)
      return
    }
    let pods = observation.currentPods(of: deployment)
    let serves = ready > 0
    if let trouble = Self.trouble(deployment, child, pods, observation) {
      // What serves goes on serving: the new release is held, and that is the fault.
      judgment = Judgment(
        part: child.part, value: serves ? .true : .false, reason: trouble.reason,
        message: "\(count); \(trouble.message)", isFault: true, blocksReady: !serves,
        progress: Self.isStalled(deployment) ? nil : count)
      return
    }
    let waiting = !serves && Self.isUnready(pods) ? readinessPath : nil
    judgment = Judgment(
      part: child.part, value: serves ? .true : .false,
      reason: serves ? "RollingOut" : waiting == nil ? "Starting" : "ReadinessFailing",
      message: waiting.map { "\(count); pods run, but GET \($0) is not answered with 200 yet" } ?? count,
      blocksReady: !serves, progress: count)
  }

  private static func trouble(
    _ deployment: KubeObject, _ child: DesiredChild, _ pods: [KubeObject], _ observation: AppObservation
  ) -> Trouble? {
    let name = deployment.metadata.name
    if let trouble = PodTrouble.find(in: pods, workload: "deployment/\(name)", component: child.component) {
      return trouble
    }
    // Pods that could not even be created: quota, pod security, admission.
    let failure =
      deployment.condition("ReplicaFailure")
      ?? observation.newestReplicaSet(of: deployment)?.condition("ReplicaFailure")
    if let failure, failure.value == .true {
      return Refusal.trouble(failure.message, subject: "pods of \(name) cannot be created")
    }
    guard isStalled(deployment) else { return nil }
    return Trouble(
      reason: "ProgressDeadlineExceeded",
      message: "the rollout makes no progress; kubectl describe pods -l \(AppLabels.app)="
        + (child.object.metadata.labels[AppLabels.app] ?? ""))
  }

  private static func isStalled(_ deployment: KubeObject) -> Bool {
    deployment.condition("Progressing").map { $0.value == .false && $0.reason == "ProgressDeadlineExceeded" }
      ?? false
  }

  /// Whether some pod has started and does not become ready.
  private static func isUnready(_ pods: [KubeObject]) -> Bool {
    pods.contains { pod in
      ContainerState.all(of: pod).contains { !$0.isInit && $0.isStarted && !$0.isReady }
    }
  }
}
