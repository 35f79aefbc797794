import KubeClient

/// The rules of one pod spec.
struct PodValidation {
  let spec: JSONValue
  let path: String
  private var errors: [FieldError] = []
  private var volumes: Set<String> = []
  private var known: Set<String> = []

  init(spec: JSONValue, path: String) {
    self.spec = spec
    self.path = path
  }

  /// Everything wrong with the pod.
  mutating func validate(restartPolicies: [String]) -> [FieldError] {
    checkVolumes()
    let containers = spec["containers"]?.items ?? []
    if containers.isEmpty { errors.append(.required("\(path).containers")) }
    var names: Set<String> = []
    checkContainers(containers, list: "containers", names: &names)
    checkContainers(spec["initContainers"]?.items ?? [], list: "initContainers", names: &names)
    if let policy = spec["restartPolicy"]?.string, !restartPolicies.contains(policy) {
      // The default is as good as nothing where it is not allowed.
      errors.append(
        policy == "Always"
          ? .required("\(path).restartPolicy", "valid values: \"OnFailure\", \"Never\"")
          : .notSupported(
            "\(path).restartPolicy", .string(policy), allowed: restartPolicies.map { "\"\($0)\"" }))
    }
    return errors
  }

  private mutating func checkVolumes() {
    for (index, volume) in (spec["volumes"]?.items ?? []).enumerated() {
      let path = "\(path).volumes[\(index)]"
      let name = volume["name"]?.string ?? ""
      if name.isEmpty {
        errors.append(.required("\(path).name"))
      } else if let problem = ObjectNames.labelProblem(name) {
        errors.append(.invalid("\(path).name", .string(name), problem))
      }
      let sources = (volume.object?.keys ?? []).filter { $0 != "name" }
      for source in sources.dropFirst() {
        errors.append(.forbidden("\(path).\(source)", "may not specify more than 1 volume type"))
      }
      if sources.count > 1 {
        // Its name is known to mounts, but it is not what others are compared with.
        known.insert(name)
      } else if !volumes.insert(name).inserted {
        errors.append(.duplicate("\(path).name", .string(name)))
      }
    }
  }

  private mutating func checkContainers(_ containers: [JSONValue], list: String, names: inout Set<String>) {
    for (index, container) in containers.enumerated() {
      let path = "\(path).\(list)[\(index)]"
      let name = container["name"]?.string ?? ""
      if name.isEmpty {
        errors.append(.required("\(path).name"))
      } else if let problem = ObjectNames.labelProblem(name) {
        errors.append(.invalid("\(path).name", .string(name), problem))
      }
      if (container["image"]?.string ?? "").isEmpty { errors.append(.required("\(path).image")) }
      checkContainer(container, path)
      if !name.isEmpty, !names.insert(name).inserted {
        errors.append(.duplicate("\(path).name", .string(name)))
      }
      checkProbes(container, path)
    }
  }

  private mutating func checkContainer(_ container: JSONValue, _ path: String) {
    for (index, port) in (container["ports"]?.items ?? []).enumerated() {
      let number = port["containerPort"]?.int ?? 0
      if !(1...65_535).contains(number) {
        errors.append(
          number == 0
            ? .required("\(path).ports[\(index)].containerPort")
            : .invalid(
              "\(path).ports[\(index)].containerPort", JSONValue(number),
              "must be between 1 and 65535, inclusive"))
      }
    }
    for (index, variable) in (container["env"]?.items ?? []).enumerated() {
      if (variable["name"]?.string ?? "").isEmpty { errors.append(.required("\(path).env[\(index)].name")) }
      if variable["valueFrom"] != nil, !(variable["value"]?.string ?? "").isEmpty {
        errors.append(
          .invalid("\(path).env[\(index)].valueFrom", "", "may not be specified when `value` is not empty"))
      }
    }
    for (index, mount) in (container["volumeMounts"]?.items ?? []).enumerated() {
      let name = mount["name"]?.string ?? ""
      if !volumes.contains(name), !known.contains(name) {
        errors.append(
          FieldError(
            field: "\(path).volumeMounts[\(index)].name", reason: "FieldValueNotFound",
            message: "Not found: \(JSONValue(name))"))
      }
    }
    if let policy = container["imagePullPolicy"]?.string, !Self.pullPolicies.contains(policy) {
      errors.append(
        .notSupported(
          "\(path).imagePullPolicy", .string(policy), allowed: Self.pullPolicies.map { "\"\($0)\"" }))
    }
    for limit in container["resources", "limits"]?.object ?? [:] {
      guard let maximum = Quantity(limit.value),
        let request = container["resources", "requests", limit.key], let wanted = Quantity(request),
        wanted > maximum
      else { continue }
      errors.append(
        .invalid(
          "\(path).resources.requests", .string(wanted.description),
          "must be less than or equal to \(limit.key) limit of \(maximum)"))
    }
  }

  private static let pullPolicies = ["Always", "IfNotPresent", "Never"]

  private mutating func checkProbes(_ container: JSONValue, _ path: String) {
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
      guard let value = container[probe] else { continue }
      let handlers = ["exec", "grpc", "httpGet", "tcpSocket"].filter { value[$0] != nil }
      if handlers.isEmpty { errors.append(.required("\(path).\(probe)", "must specify a handler type")) }
      if handlers.count > 1 {
        errors.append(
          .forbidden("\(path).\(probe).\(handlers[1])", "may not specify more than 1 handler type"))
      }
    }
  }
}
