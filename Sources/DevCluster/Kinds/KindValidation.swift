import KubeClient

/// The rules of built-in kinds that users run into: a cheap part of `pkg/apis/*/validation`.
struct KindValidation {
  private(set) var errors: [FieldError] = []

  /// Everything wrong with an object; `old` is its present state when it is changed.
  static func errors(in object: KubeObject, old: KubeObject?, resource: APIResource) -> [FieldError] {
    var validation = KindValidation()
    validation.checkSelector(object, type: resource.type)
    for path in PodTemplates.paths(of: resource.type) {
      if let spec = object.json[path: path] {
        var pod = PodValidation(spec: spec, path: path.joined(separator: "."))
        validation.errors += pod.validate(restartPolicies: restartPolicies(of: resource.type))
      }
    }
    validation.check(object, old: old, type: resource.type)
    validation.checkSchema(object.json, resource.schema, path: "")
    return validation.errors
  }

  mutating func add(_ error: FieldError) { errors.append(error) }

  private mutating func check(_ object: KubeObject, old: KubeObject?, type: ResourceType) {
    switch type.storageResource {
    case "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps":
      if let old { checkImmutable(object, old, [["spec", "selector"]]) }
      checkNotNegative(object, ["spec", "replicas"])
      checkStrategy(object)
    case "jobs.batch":
      if let old { checkImmutable(object, old, [["spec", "selector"], ["spec", "completionMode"]]) }
      if let old, !isSuspended(old) { checkImmutable(object, old, [["spec", "template"]]) }
      for field in ["completions", "parallelism", "backoffLimit", "activeDeadlineSeconds"] {
        checkNotNegative(object, ["spec", field])
      }
    case "cronjobs.batch": checkSchedule(object)
    case "services": checkService(object, old: old)
    case "ingresses.networking.k8s.io": checkIngress(object)
    case "persistentvolumeclaims": checkClaim(object, old: old)
    case "poddisruptionbudgets.policy":
      if object["spec", "minAvailable"] != nil, object["spec", "maxUnavailable"] != nil {
        add(.invalid("spec", object.spec, "minAvailable and maxUnavailable cannot be both set"))
      }
    case "horizontalpodautoscalers.autoscaling":
      let (minimum, maximum) = (
        object["spec", "minReplicas"]?.int ?? 1, object["spec", "maxReplicas"]?.int ?? 0
      )
      if maximum < 1 { add(.invalid("spec.maxReplicas", JSONValue(maximum), "must be greater than 0")) }
      if maximum < minimum {
        add(
          .invalid("spec.maxReplicas", JSONValue(maximum), "must be greater than or equal to `minReplicas`"))
      }
    case "configmaps", "secrets": checkData(object, old: old, type: type)
    case "pods": if let old { checkPodChange(object, old) }
    case "customresourcedefinitions.apiextensions.k8s.io": checkDefinition(object)
    default: break
    }
  }

  private static func restartPolicies(of type: ResourceType) -> [String] {
    switch type.storageResource {
    case "jobs.batch", "cronjobs.batch": ["OnFailure", "Never"]
    case "pods": ["Always", "OnFailure", "Never"]
    default: ["Always"]
    }
  }

  private func isSuspended(_ job: KubeObject) -> Bool {
    job["spec", "suspend"]?.bool == true && job["status", "startTime"] == nil
  }

  // MARK: By schema

  /// Required single values and enumerations. Lists may be missing: Go cannot tell that from empty.
  private mutating func checkSchema(_ value: JSONValue, _ schema: Schema, path: String) {
    switch value {
    case .object(let members):
      for name in schema.fields.required where members[name] == nil && !Self.mayBeEmpty.contains(name) {
        let property = schema.fields.properties[name]
        guard let type = property?.fields.type, type != .array, property?.fields.isAlwaysPresent != true
        else {
          continue
        }
        add(.required(path.isEmpty ? name : "\(path).\(name)"))
      }
      for member in members where !(path.isEmpty && ["metadata", "status"].contains(member.key)) {
        guard let property = schema.fields.properties[member.key] else { continue }
        checkSchema(member.value, property, path: path.isEmpty ? member.key : "\(path).\(member.key)")
      }
    case .array(let items):
      guard let itemSchema = schema.fields.items else { return }
      for (index, item) in items.enumerated() { checkSchema(item, itemSchema, path: "\(path)[\(index)]") }
    case .string:
      let allowed = schema.fields.allowedValues
      guard !allowed.isEmpty, !allowed.contains(value), !path.hasSuffix("restartPolicy"),
        !path.hasSuffix("imagePullPolicy")
      else { return }
      add(.notSupported(path, value, allowed: allowed.map(\.description)))
    default: break
    }
  }

  /// Fields that Go always writes but that may be empty, or that have rules of their own.
  private static let mayBeEmpty: Set<String> = [
    "value", "maxReplicas", "containerPort", "selector", "schedule", "serviceName", "name", "message",
    "reason",
    "addressType",
  ]

  // MARK: Shared

  private mutating func checkNotNegative(_ object: KubeObject, _ path: [String]) {
    guard let value = object.json[path: path], let number = value.int, number < 0 else { return }
    add(.invalid(path.joined(separator: "."), value, "must be greater than or equal to 0"))
  }

  mutating func checkImmutable(_ object: KubeObject, _ old: KubeObject, _ paths: [[String]]) {
    for path in paths where object.json[path: path] != old.json[path: path] {
      add(.invalid(path.joined(separator: "."), object.json[path: path] ?? .null, "field is immutable"))
    }
  }

  private mutating func checkSelector(_ object: KubeObject, type: ResourceType) {
    guard type.group == "apps" else { return }
    let labels = object["spec", "template", "metadata", "labels"]
    let selector = object["spec", "selector"] ?? .null
    if selector.isNull {
      add(.required("spec.selector"))
    } else if selector.object?.isEmpty != false {
      add(.invalid("spec.selector", selector, "empty selector is invalid for \(type.kind.lowercased())"))
    }
    // A missing selector selects nothing.
    if selector.isNull || !LabelSelector(selector).matches(labels?.object) {
      add(
        .invalid(
          "spec.template.metadata.labels", labels ?? .null, "`selector` does not match template `labels`"))
    }
  }

  private mutating func checkStrategy(_ object: KubeObject) {
    let update = object["spec", "strategy", "rollingUpdate"]
    func isZero(_ value: JSONValue?) -> Bool { value == 0 || value == "0%" }
    if isZero(update?["maxSurge"]), isZero(update?["maxUnavailable"]) {
      add(
        .invalid(
          "spec.strategy.rollingUpdate.maxUnavailable", update?["maxUnavailable"] ?? 0,
          "may not be 0 when `maxSurge` is 0"))
    }
  }

  /// A pod's spec is all but fixed.
  private mutating func checkPodChange(_ object: KubeObject, _ old: KubeObject) {
    func fixed(_ pod: KubeObject) -> JSONValue {
      var spec = pod.spec
      for field in [
        "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName",
        "schedulingGates",
      ] {
        spec[field] = nil
      }
      for list in ["containers", "initContainers"] {
        guard let containers = spec[list]?.array else { continue }
        spec[list] = .array(
          containers.map { container in
            var container = container
            container["image"] = nil
            return container
          })
      }
      return spec
    }
    if fixed(object) != fixed(old) {
      add(
        .forbidden(
          "spec",
          "pod updates may not change fields other than `spec.containers[*].image`,"
            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to "
            + "existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
            + "previously negative)"))
    }
  }

  private mutating func checkSchedule(_ object: KubeObject) {
    guard let schedule = object["spec", "schedule"]?.string, !schedule.isEmpty else {
      add(.required("spec.schedule"))
      return
    }
    if schedule.hasPrefix("@") { return }
    if schedule.contains("TZ=") {
      add(
        .invalid(
          "spec.schedule", .string(schedule),
          "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"))
      return
    }
    let fields = schedule.split(separator: " ")
    if fields.count != 5 {
      add(
        .invalid(
          "spec.schedule", .string(schedule),
          "expected exactly 5 fields, found \(fields.count): [\(fields.joined(separator: " "))]"))
    }
  }

  private mutating func checkData(_ object: KubeObject, old: KubeObject?, type: ResourceType) {
    for field in ["data", "binaryData"] {
      for key in object[field]?.object?.keys ?? [] {
        if let problem = ObjectNames.configKeyProblem(key) {
          add(.invalid("\(field)[\(key)]", .string(key), problem))
        }
      }
    }
    guard let old else { return }
    if type.kind == "Secret" { checkImmutable(object, old, [["type"]]) }
    if old["immutable"]?.bool == true, object["data"] != old["data"] {
      add(.forbidden("data", "field is immutable when `immutable` is set"))
    }
  }

  private mutating func checkDefinition(_ object: KubeObject) {
    let (group, plural) = (
      object["spec", "group"]?.string ?? "", object["spec", "names", "plural"]?.string ?? ""
    )
    if object.metadata.name != "\(plural).\(group)" {
      add(
        .invalid("metadata.name", .string(object.metadata.name), "must be spec.names.plural+\".\"+spec.group")
      )
    }
    let versions = object["spec", "versions"]?.items ?? []
    if versions.filter({ $0["storage"]?.bool == true }).count != 1 {
      add(
        .invalid("spec.versions", .array(versions), "must have exactly one version marked as storage version")
      )
    }
    for (index, version) in versions.enumerated() where version["schema", "openAPIV3Schema"] == nil {
      add(.required("spec.versions[\(index)].schema.openAPIV3Schema"))
    }
  }
}
