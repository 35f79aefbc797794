import KubeClient

extension KindColumns {
  static let core: [String: Printer] = [
    "configmaps": printer("Name, Data, Age") { object, now in
      let count = (object["data"]?.object?.count ?? 0) + (object["binaryData"]?.object?.count ?? 0)
      return [name(object), JSONValue(count), age(object, now)]
    },
    "secrets": printer("Name, Type, Data, Age") { object, now in
      [
        name(object), text(object["type"]), JSONValue(object["data"]?.object?.count ?? 0),
        age(object, now),
      ]
    },
    "namespaces": printer("Name, Status, Age") { object, now in
      [name(object), text(object["status", "phase"], or: ""), age(object, now)]
    },
    "serviceaccounts": printer("Name, Age") { object, now in [name(object), age(object, now)] },
    "nodes": printer(
      "Name, Status, Roles, Age, Version, Internal-IP+1, External-IP+1, OS-Image+1, Kernel-Version+1, "
        + "Container-Runtime+1"
    ) { node, now in
      let roles = node.metadata.labels.keys.filter { $0.hasPrefix("node-role.kubernetes.io/") }
        .map { String($0.dropFirst("node-role.kubernetes.io/".count)) }.sorted()
      let info = node["status", "nodeInfo"] ?? [:]
      var status = node.condition("Ready")?.value == .true ? "Ready" : "NotReady"
      if node["spec", "unschedulable"]?.bool == true { status += ",SchedulingDisabled" }
      return [
        name(node), .string(status), joined(roles), age(node, now), text(info["kubeletVersion"], or: ""),
        address(node, "InternalIP"), address(node, "ExternalIP"), text(info["osImage"], or: "<unknown>"),
        text(info["kernelVersion"], or: "<unknown>"), text(info["containerRuntimeVersion"], or: "<unknown>"),
      ]
    },
    "persistentvolumeclaims": printer(
      "Name, Status, Volume, Capacity, Access Modes, StorageClass, VolumeAttributesClass, Age, VolumeMode+1"
    ) { claim, now in
      let isBound = claim["spec", "volumeName"]?.string?.isEmpty == false
      return [
        name(claim),
        claim.metadata.isBeingDeleted ? "Terminating" : text(claim["status", "phase"], or: ""),
        text(claim["spec", "volumeName"], or: ""),
        isBound ? text(claim["status", "capacity", "storage"], or: "") : "",
        isBound ? .string(accessModes(claim["status", "accessModes"])) : "",
        text(claim["spec", "storageClassName"], or: ""),
        text(claim["spec", "volumeAttributesClassName"], or: "<unset>"), age(claim, now),
        text(claim["spec", "volumeMode"], or: "<unset>"),
      ]
    },
    "persistentvolumes": printer(
      "Name, Capacity, Access Modes, Reclaim Policy, Status, Claim, StorageClass, VolumeAttributesClass, Reason, "
        + "Age, VolumeMode+1"
    ) { volume, now in
      let claim = volume["spec", "claimRef"].map {
        "\($0["namespace"]?.string ?? "")/\($0["name"]?.string ?? "")"
      }
      return [
        name(volume), text(volume["spec", "capacity", "storage"], or: ""),
        .string(accessModes(volume["spec", "accessModes"])),
        text(volume["spec", "persistentVolumeReclaimPolicy"], or: ""),
        text(volume["status", "phase"], or: ""), .string(claim ?? ""),
        text(volume["spec", "storageClassName"], or: ""),
        text(volume["spec", "volumeAttributesClassName"], or: "<unset>"),
        text(volume["status", "reason"], or: ""), age(volume, now),
        text(volume["spec", "volumeMode"], or: "<unset>"),
      ]
    },
    "resourcequotas": printer("Name, Request, Limit, Age") { quota, now in
      let hard = quota["status", "hard"]?.object ?? [:]
      func used(_ isLimit: Bool) -> String {
        hard.filter { $0.key.hasPrefix("limits.") == isLimit }
          .map { "\($0.key): \(quota["status", "used", $0.key]?.string ?? "0")/\($0.value.string ?? "")" }
          .joined(separator: ", ")
      }
      return [name(quota), .string(used(false)), .string(used(true)), age(quota, now)]
    },
    "events": printer(
      "Last Seen, Type, Reason, Object, Subobject+1, Source+1, Message, First Seen+1, Count+1, Name+1"
    ) { event, now in
      eventCells(ObjectConversion.stored(event, of: .events), now: now)
    },
  ]

  private static func eventCells(_ event: KubeObject, now: Double) -> [JSONValue] {
    let series = event["series"]
    let first = event["firstTimestamp"]?.string ?? event["eventTime"]?.string
    let last =
      series?["lastObservedTime"]?.string ?? event["lastTimestamp"]?.string ?? event["eventTime"]?.string
    let regarding = event["involvedObject"] ?? [:]
    let component = event["source", "component"]?.string ?? event["reportingComponent"]?.string ?? ""
    let count = series?["count"]?.int ?? event["count"]?.int ?? 1
    return [
      .string(HumanDuration.since(last, now: now)), text(event["type"], or: ""),
      text(event["reason"], or: ""),
      .string("\((regarding["kind"]?.string ?? "").lowercased())/\(regarding["name"]?.string ?? "")"),
      text(regarding["fieldPath"], or: ""), .string(component),
      .string((event["message"]?.string ?? "").trimmingSuffixWhitespace),
      .string(HumanDuration.since(first ?? last, now: now)), JSONValue(count), name(event),
    ]
  }

  private static func address(_ node: KubeObject, _ type: String) -> JSONValue {
    text((node["status", "addresses"]?.items ?? []).first { $0["type"]?.string == type }?["address"])
  }

  private static func accessModes(_ modes: JSONValue?) -> String {
    let short = [
      "ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP",
    ]
    return (modes?.items ?? []).compactMap { $0.string.flatMap { short[$0] } }.joined(separator: ",")
  }
}

extension String {
  fileprivate var trimmingSuffixWhitespace: String {
    var text = self[...]
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
