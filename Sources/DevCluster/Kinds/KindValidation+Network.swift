import KubeClient

extension KindValidation {
  mutating func checkService(_ object: KubeObject, old: KubeObject?) {
    let type = object["spec", "type"]?.string ?? "ClusterIP"
    let isHeadless = object["spec", "clusterIP"]?.string == "None"
    let ports = object["spec", "ports"]?.items ?? []
    if ports.isEmpty, !isHeadless, type != "ExternalName" { add(.required("spec.ports")) }
    var names: Set<String> = []
    var numbers: Set<JSONValue> = []
    for (index, port) in ports.enumerated() {
      let path = "spec.ports[\(index)]"
      let name = port["name"]?.string ?? ""
      if name.isEmpty, ports.count > 1 {
        add(.required("\(path).name"))
      } else if !name.isEmpty {
        if let problem = ObjectNames.labelProblem(name) {
          add(.invalid("\(path).name", .string(name), problem))
        }
        if !names.insert(name).inserted { add(.duplicate("\(path).name", .string(name))) }
      }
      checkPort(port["port"], "\(path).port")
      if let target = port["targetPort"], case .int = target { checkPort(target, "\(path).targetPort") }
      let identity: JSONValue = [
        "port": port["port"] ?? 0, "protocol": port["protocol"] ?? "TCP",
      ]
      if !numbers.insert(identity).inserted { add(.duplicate(path, identity)) }
    }
    if let old, let before = old["spec", "clusterIP"], object["spec", "clusterIP"] != before,
      type != "ExternalName", old["spec", "type"]?.string != "ExternalName"
    {
      checkImmutableAddress(object, before)
    }
  }

  private mutating func checkImmutableAddress(_ object: KubeObject, _ old: JSONValue) {
    add(
      .invalid(
        "spec.clusterIPs[0]", object["spec", "clusterIPs"] ?? [old], "may not change once set"))
  }

  private mutating func checkPort(_ value: JSONValue?, _ path: String) {
    let number = value?.int ?? 0
    if !(1...65_535).contains(number) {
      add(.invalid(path, JSONValue(number), "must be between 1 and 65535, inclusive"))
    }
  }

  mutating func checkIngress(_ object: KubeObject) {
    let rules = object["spec", "rules"]?.items ?? []
    if rules.isEmpty, object["spec", "defaultBackend"] == nil {
      add(.invalid("spec", object.spec, "either `defaultBackend` or `rules` must be specified"))
    }
    for (index, rule) in rules.enumerated() {
      let path = "spec.rules[\(index)]"
      if let host = rule["host"]?.string, !host.isEmpty {
        let name = host.hasPrefix("*.") ? String(host.dropFirst(2)) : host
        if let problem = ObjectNames.subdomainProblem(name) {
          add(.invalid("\(path).host", .string(host), problem))
        }
      }
      for (position, entry) in (rule["http", "paths"]?.items ?? []).enumerated() {
        let path = "\(path).http.paths[\(position)]"
        let type = entry["pathType"]?.string
        if type != "ImplementationSpecific", let text = entry["path"]?.string, !text.hasPrefix("/") {
          add(.invalid("\(path).path", .string(text), "must be an absolute path"))
        }
        if let service = entry["backend", "service"] {
          let port = service["port"] ?? [:]
          if (service["name"]?.string ?? "").isEmpty { add(.required("\(path).backend.service.name")) }
          if port["name"] == nil, port["number"] == nil {
            add(.required("\(path).backend", "port name or number is required"))
          }
        }
      }
    }
  }

  mutating func checkClaim(_ object: KubeObject, old: KubeObject?) {
    if (object["spec", "accessModes"]?.items ?? []).isEmpty {
      add(.required("spec.accessModes", "at least 1 access mode is required"))
    }
    if object["spec", "resources", "requests", "storage"] == nil { add(.required("spec.resources[storage]")) }
    guard let old else { return }
    // The volume's name and the class may be filled in later, the size may grow.
    var (before, after) = (old.spec, object.spec)
    for field in ["volumeName", "storageClassName"] where before[field] == nil { after[field] = nil }
    let sizes = [before, after].map { $0["resources", "requests", "storage"].flatMap { Quantity($0) } }
    var isSmaller = false
    if let old = sizes[0], let new = sizes[1] { isSmaller = new < old }
    before["resources"] = nil
    after["resources"] = nil
    if before != after || isSmaller {
      add(
        .forbidden(
          "spec",
          "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"
        ))
    }
  }
}
