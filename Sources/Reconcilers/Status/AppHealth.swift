import KubeClient

/// What all the children of an app come to: judgments for the conditions, counts for the columns.
struct AppHealth: Sendable {
  /// One or more for each part that the app has, in the order of the children.
  private(set) var judgments: [Judgment] = []
  /// The workloads with their counts.
  private(set) var components: [ComponentStatus] = []
  /// The objects that are there.
  private(set) var children: [ChildReference] = []
  /// The image that all web pods run; `nil` while a rollout is under way.
  private(set) var image: String?
  private var webCounts: Counts?
  private var workerCounts: Counts?

  private struct Counts: Sendable {
    var ready: Int
    var desired: Int
    var replicas: Int

    var json: JSONValue {
      [
        "ready": JSONValue(ready), "replicas": JSONValue(replicas),
        "summary": JSONValue("\(ready)/\(desired)"),
      ]
    }
  }

  /// The health of an app.
  init(of app: LaravelApp, in observation: AppObservation) {
    for outcome in observation.outcomes { judge(outcome, of: app, in: observation) }
    if let certificate = IngressHealth.certificate(of: app, in: observation) { judgments.append(certificate) }
    judgments += UnsupportedParts.judgments(app.spec)
  }

  private mutating func judge(_ outcome: ChildOutcome, of app: LaravelApp, in observation: AppObservation) {
    let child = outcome.child
    let trouble = OutcomeHealth.trouble(outcome)
    if let trouble { judgments.append(.fault(child.part, trouble)) }
    guard let live = outcome.live, !isForeign(outcome) else {
      noteMissing(child, trouble)
      return
    }
    var judgment: Judgment?
    switch child.type {
    case .deployments:
      judgment = judge(deployment: live, of: child, app: app, in: observation)
    case .cronJobs:
      judgment = judge(cronJob: live, of: child, app: app, in: observation)
    case .persistentVolumeClaims:
      judgment = StorageHealth.judgment(live)
    case .ingresses:
      judgment = IngressHealth.judgment(live)
    case .secrets:
      judgment = .works(.secrets, reason: "Generated", message: "\(live.metadata.name) is there")
    default:
      break
    }
    if let judgment { judgments.append(judgment) }
    let value = trouble == nil ? judgment?.value ?? .true : .false
    children.append(
      ChildReference(
        apiVersion: child.type.apiVersion, kind: child.type.kind, name: live.metadata.name,
        ready: value == .unknown ? nil : value == .true,
        message: (trouble?.message ?? (value == .true ? nil : judgment?.message)).map(ConditionWriter.bounded)
      ))
  }

  private mutating func noteMissing(_ child: DesiredChild, _ trouble: Trouble?) {
    if trouble == nil {
      judgments.append(
        Judgment(
          part: child.part, value: .unknown, reason: "NotCreated",
          message: "\(child.description) is not there yet", blocksReady: true,
          progress: "\(child.description) is being made"))
    }
    if child.isWorkload {
      let desired = child.object.spec["replicas"]?.int ?? 1
      note(child, ready: 0, desired: desired, trouble?.message ?? "not there yet")
    }
  }

  private mutating func judge(
    cronJob: KubeObject, of child: DesiredChild, app: LaravelApp, in observation: AppObservation
  ) -> Judgment {
    if app.spec.isSuspended {
      note(child, ready: 0, desired: 0, nil)
      return Self.suspended(.scheduler)
    }
    let judgment = SchedulerHealth.judgment(cronJob, in: observation)
    // Pods come and go by the minute: they are not counted, or the status would tick.
    let works = judgment.value == .true
    note(child, ready: works ? 1 : 0, desired: 1, works ? nil : judgment.message)
    return judgment
  }

  private mutating func judge(
    deployment: KubeObject, of child: DesiredChild, app: LaravelApp, in observation: AppObservation
  ) -> Judgment {
    let path = ["spec", "template", "spec", "containers"]
    let container = deployment.json[path: path]?.items.first {
      $0["name"]?.string == PodTemplate.containerName
    }
    let health = DeploymentHealth(
      deployment, of: child, in: observation,
      readinessPath: container?["readinessProbe", "httpGet", "path"]?.string)
    var judgment = health.judgment
    if app.spec.isSuspended {
      judgment = Self.suspended(child.part)
      if health.replicas > 0 { judgment.progress = "\(child.object.metadata.name): pods are stopping" }
    }
    note(child, ready: health.ready, desired: health.desired, health.isRolledOut ? nil : judgment.message)
    switch child.component {
    case .web:
      webCounts = Counts(ready: health.ready, desired: health.desired, replicas: health.replicas)
      if health.isRolledOut { image = container?["image"]?.string }
    case .worker:
      var sum = workerCounts ?? Counts(ready: 0, desired: 0, replicas: 0)
      sum.ready += health.ready
      sum.desired += health.desired
      sum.replicas += health.replicas
      workerCounts = sum
    case .scheduler, .process, .storage, .environment: break
    }
    return judgment
  }

  private mutating func note(_ child: DesiredChild, ready: Int, desired: Int, _ message: String?) {
    let labels = child.object.metadata.labels
    var name = labels[AppLabels.pool] ?? labels[AppLabels.process] ?? child.component.rawValue
    // The list is keyed by name; the object's own name is the only other one that is sure to be free.
    if components.contains(where: { $0.name == name }) { name = child.object.metadata.name }
    components.append(
      ComponentStatus(
        name: name, kind: child.type.kind, ready: ready, desired: desired,
        message: message.map(ConditionWriter.bounded)))
  }

  private static func suspended(_ part: Part) -> Judgment {
    Judgment(
      part: part, value: .false, reason: "Suspended", message: "spec.suspend is true", blocksReady: true)
  }

  private func isForeign(_ outcome: ChildOutcome) -> Bool {
    if case .ownershipConflict = outcome.problem { true } else { false }
  }

  /// `status.web`; the selector serves the `scale` subresource.
  func web(of app: LaravelApp) -> JSONValue {
    let counts = webCounts ?? Counts(ready: 0, desired: app.spec.effectiveWeb.effectiveReplicas, replicas: 0)
    var json = counts.json
    let selector = AppLabels.selector(of: app, .web).sorted { $0.key < $1.key }
    json["selector"] = JSONValue(selector.map { "\($0.key)=\($0.value)" }.joined(separator: ","))
    return json
  }

  /// `status.workers`: all pools together; `nil` when there are none.
  var workers: JSONValue? { workerCounts?.json }
}

extension DesiredChild {
  /// Whether it runs pods.
  var isWorkload: Bool { type == .deployments || type == .cronJobs }
}
