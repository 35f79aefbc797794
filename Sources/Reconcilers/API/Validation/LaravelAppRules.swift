import KubeClient

/// What the fields of an app have to do with each other: the CEL rules of the CRD, in its words.
struct LaravelAppRules {
  /// CronJob names have at most 52 characters (Kubernetes needs 11 more for its Jobs), `-scheduler` has 10.
  static let maximumName = 42
  /// `<name>-worker-<pool>` is a label of DNS in the pods' host names: 63 characters without the `-worker-`.
  static let maximumNameAndPool = 55

  private(set) var errors: [FieldError] = []

  /// Checks an app by itself.
  static func errors(in app: LaravelApp) -> [FieldError] {
    var rules = LaravelAppRules()
    rules.checkNames(app)
    rules.checkSpec(app.spec)
    rules.checkWeb(app.spec.effectiveWeb)
    rules.checkScheduler(app.spec.effectiveScheduler)
    for (index, variable) in (app.spec.env ?? []).enumerated() {
      rules.checkVariable(variable, at: "spec.env[\(index)]")
    }
    for (index, source) in (app.spec.envFrom ?? []).enumerated() {
      rules.require(
        (source.secretRef == nil) != (source.configMapRef == nil), "spec.envFrom[\(index)]",
        "must have exactly one of secretRef and configMapRef: make two items for two sources")
    }
    for (index, worker) in (app.spec.workers ?? []).enumerated() {
      rules.checkWorker(worker, at: "spec.workers[\(index)]")
    }
    for (index, process) in (app.spec.processes ?? []).enumerated() {
      rules.checkProcess(process, at: "spec.processes[\(index)]")
    }
    rules.checkServices(app.spec)
    return rules.errors
  }

  /// Reports unless the condition holds.
  mutating func require(_ condition: Bool, _ path: String, _ message: String) {
    if !condition { errors.append(FieldError(path: path, message: message)) }
  }

  private mutating func checkNames(_ app: LaravelApp) {
    let name = app.name
    require(
      name.unicodeScalars.count <= Self.maximumName && DNSName.isLabel(name[...]), "metadata.name",
      "metadata.name must be at most \(Self.maximumName) lower case letters, digits and -, starting with a letter, "
        + "because CronJob <name>-scheduler and Service <name> are named after it: choose a shorter or plainer name"
    )
    let longest = (app.spec.workers ?? []).map(\.name.unicodeScalars.count).max() ?? 0
    require(
      name.unicodeScalars.count + longest <= Self.maximumNameAndPool, "spec.workers",
      "metadata.name and the name of a worker pool may have \(Self.maximumNameAndPool) characters together, because "
        + "the Deployment is named <name>-worker-<pool>: shorten one of them")
  }

  private mutating func checkSpec(_ spec: LaravelAppSpec) {
    require(
      !(spec.effectiveHosts.first?.hasPrefix("*") ?? false), "spec.hosts",
      "the first host makes APP_URL and must not be a wildcard: put a full name first")
    require(
      Set((spec.workers ?? []).map(\.name)).isDisjoint(with: (spec.processes ?? []).map(\.name)),
      "spec.workers",
      "a worker pool has the name of a process: rename one of them")
    if let tls = spec.ingress?.tls, tls.enabled ?? true {
      require(
        !spec.effectiveHosts.isEmpty, "spec.hosts",
        "ingress.tls needs hosts: add the DNS names that the certificate is for")
    }
  }

  private mutating func checkVariable(_ variable: EnvVar, at path: String) {
    require(
      (variable.value == nil) != (variable.valueFrom == nil), path,
      "must have either value or valueFrom; quote numbers and booleans to make them values")
    guard let source = variable.valueFrom else { return }
    let isSet = [
      source.secretKeyRef != nil, source.configMapKeyRef != nil, source.fieldRef != nil,
      source.resourceFieldRef != nil,
    ]
    require(
      isSet.count { $0 } == 1, "\(path).valueFrom",
      "must have exactly one of secretKeyRef, configMapKeyRef, fieldRef and resourceFieldRef")
  }

  /// Checks requests against limits, and the labels of the pod template.
  mutating func checkPods(resources: ResourcesSpec?, podTemplate: JSONValue?, at path: String) {
    let limits = resources?.limits ?? [:]
    let isWithin = (resources?.requests ?? [:]).allSatisfy { name, request in
      guard let request = Quantity(request), let limit = limits[name].flatMap({ Quantity($0) }) else {
        return true
      }
      return request <= limit
    }
    require(
      isWithin, "\(path).resources",
      "requests must not be above limits: lower the request or raise the limit")
    let labels = podTemplate?["metadata", "labels"]?.object?.keys ?? []
    require(
      labels.allSatisfy { !Self.isOwnLabel($0) }, "\(path).podTemplate.metadata.labels",
      "must not contain labels that the operator sets itself (app.kubernetes.io/name, component, managed-by and "
        + "laravel-operator.dev/*): choose other names")
  }

  private static func isOwnLabel(_ key: String) -> Bool {
    [AppLabels.name, AppLabels.component, AppLabels.managedBy].contains(key) || isOwnKey(key)
  }

  /// Whether a label or annotation is one of the operator's own.
  static func isOwnKey(_ key: String) -> Bool { key.hasPrefix("\(LaravelApp.resourceType.group)/") }
}
