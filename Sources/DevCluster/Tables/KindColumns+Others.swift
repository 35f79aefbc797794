import KubeClient

extension KindColumns {
  static let others: [String: Printer] = [
    "poddisruptionbudgets.policy": printer(
      "Name, Min Available, Max Unavailable, Allowed Disruptions|integer, Age"
    ) { object, now in
      [
        name(object), text(object["spec", "minAvailable"], or: "N/A"),
        text(object["spec", "maxUnavailable"], or: "N/A"), number(object["status", "disruptionsAllowed"]),
        age(object, now),
      ]
    },
    "horizontalpodautoscalers.autoscaling": printer(
      "Name, Reference, Targets, MinPods, MaxPods, Replicas, Age"
    ) { object, now in
      let target = object["spec", "scaleTargetRef"] ?? [:]
      return [
        name(object), .string("\(target["kind"]?.string ?? "")/\(target["name"]?.string ?? "")"),
        .string(targets(object)), text(object["spec", "minReplicas"], or: "<unset>"),
        text(object["spec", "maxReplicas"], or: "0"), text(object["status", "currentReplicas"], or: "0"),
        age(object, now),
      ]
    },
    "leases.coordination.k8s.io": printer("Name, Holder, Age") { object, now in
      [name(object), text(object["spec", "holderIdentity"], or: ""), age(object, now)]
    },
    "customresourcedefinitions.apiextensions.k8s.io": printer("Name, Created At|date") { object, _ in
      [name(object), .string(object.metadata.creationTimestamp)]
    },
    "storageclasses.storage.k8s.io": printer(
      "Name, Provisioner, ReclaimPolicy, VolumeBindingMode, AllowVolumeExpansion, Age"
    ) { object, now in
      let isDefault =
        object.metadata.annotations["storageclass.kubernetes.io/is-default-class"] == "true"
        ? " (default)" : ""
      return [
        .string(object.metadata.name + isDefault), text(object["provisioner"]),
        text(object["reclaimPolicy"], or: "Delete"), text(object["volumeBindingMode"], or: "Immediate"),
        .string(object["allowVolumeExpansion"]?.bool == true ? "true" : "false"), age(object, now),
      ]
    },
    "rolebindings.rbac.authorization.k8s.io": bindings,
    "clusterrolebindings.rbac.authorization.k8s.io": bindings,
    "priorityclasses.scheduling.k8s.io": printer(
      "Name, Value|integer, Global-Default|boolean, Age, PreemptionPolicy"
    ) { object, now in
      [
        name(object), number(object["value"]), .bool(object["globalDefault"]?.bool ?? false),
        age(object, now),
        text(object["preemptionPolicy"], or: ""),
      ]
    },
  ]

  private static let bindings = printer("Name, Role, Age, Users+1, Groups+1, ServiceAccounts+1") {
    object, now in
    let subjects = object["subjects"]?.items ?? []
    func names(_ kind: String) -> JSONValue {
      .string(
        subjects.filter { $0["kind"]?.string == kind }.map { subject in
          let name = subject["name"]?.string ?? ""
          return subject["namespace"]?.string.map { "\($0)/\(name)" } ?? name
        }.joined(separator: ", "))
    }
    return [
      name(object),
      .string("\(object["roleRef", "kind"]?.string ?? "")/\(object["roleRef", "name"]?.string ?? "")"),
      age(object, now), names("User"), names("Group"), names("ServiceAccount"),
    ]
  }

  private static func targets(_ object: KubeObject) -> String {
    let current = object["status", "currentMetrics"]?.items ?? []
    let texts = (object["spec", "metrics"]?.items ?? []).enumerated().map { index, metric -> String in
      let name = metric["resource", "name"]?.string ?? "?"
      let found = current.indices.contains(index) ? current[index] : [:]
      if let wanted = metric["resource", "target", "averageUtilization"]?.int {
        let now = found["resource", "current", "averageUtilization"]?.int.map { "\($0)%" } ?? "<unknown>"
        return "\(name): \(now)/\(wanted)%"
      }
      return "\(name): <unknown>/\(metric["resource", "target", "averageValue"]?.string ?? "<auto>")"
    }
    return texts.isEmpty ? "<none>" : texts.joined(separator: ", ")
  }
}
