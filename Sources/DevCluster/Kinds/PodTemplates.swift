import KubeClient

/// Pods and the templates of pods inside other kinds.
enum PodTemplates {
  /// Where pod specs are in the objects of a type.
  static func paths(of type: ResourceType) -> [[String]] {
    switch type.storageResource {
    case "pods": [["spec"]]
    case "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch":
      [["spec", "template", "spec"]]
    case "cronjobs.batch": [["spec", "jobTemplate", "spec", "template", "spec"]]
    default: []
    }
  }

  /// Defaults that depend on other fields of the pod.
  static func fill(_ object: inout KubeObject, at path: [String]) {
    guard var spec = object.json[path: path] else { return }
    for list in ["containers", "initContainers"] {
      guard let containers = spec[list]?.array else { continue }
      spec[list] = .array(containers.map { container($0, isPod: path.count == 1) })
    }
    if let volumes = spec["volumes"]?.array {
      spec["volumes"] = .array(
        volumes.map { volume in
          guard var members = volume.object, members.count == 1, members["name"] != nil else { return volume }
          members["emptyDir"] = [:]
          return .object(members)
        })
    }
    if let account = spec["serviceAccountName"] ?? spec["serviceAccount"] {
      spec["serviceAccountName"] = account
      spec["serviceAccount"] = account
    }
    if path.count == 1, spec["enableServiceLinks"] == nil { spec["enableServiceLinks"] = true }
    object.json[path: path] = spec
  }

  /// What admission adds to a new pod: priority, and 300 s on a node that is lost.
  static func admit(_ pod: inout KubeObject) {
    if pod["spec", "preemptionPolicy"] == nil { pod["spec", "preemptionPolicy"] = "PreemptLowerPriority" }
    if pod["spec", "priority"] == nil { pod["spec", "priority"] = 0 }
    var tolerations = pod["spec", "tolerations"]?.items ?? []
    for taint in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]
    where !tolerations.contains(where: {
      $0["key"]?.string == taint || ($0["key"] == nil && $0["operator"] == "Exists")
    }) {
      tolerations.append(
        ["key": JSONValue(taint), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300])
    }
    pod["spec", "tolerations"] = .array(tolerations)
  }

  private static func container(_ container: JSONValue, isPod: Bool) -> JSONValue {
    var result = container
    if result["imagePullPolicy"] == nil, let image = result["image"]?.string {
      result["imagePullPolicy"] = isLatest(image) ? "Always" : "IfNotPresent"
    }
    // What is limited and not requested is requested.
    if isPod, let limits = result["resources", "limits"]?.object {
      for limit in limits where result["resources", "requests", limit.key] == nil {
        result["resources", "requests", limit.key] = limit.value
      }
    }
    return result
  }

  /// Whether an image means whatever is newest: no digest, and the tag `latest` or none.
  static func isLatest(_ image: String) -> Bool {
    if image.contains("@") { return false }
    let name = image.split(separator: "/").last ?? ""
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count < 2 || parts.last == "latest"
  }

  /// `status.qosClass`: Guaranteed when all limits are requested, BestEffort when there is nothing at all.
  static func qualityOfService(_ pod: KubeObject) -> String {
    let containers = (pod["spec", "containers"]?.items ?? []) + (pod["spec", "initContainers"]?.items ?? [])
    let resources = containers.map { $0["resources"] ?? [:] }
    if resources.allSatisfy({ $0["limits"] == nil && $0["requests"] == nil }) { return "BestEffort" }
    let isGuaranteed = resources.allSatisfy { resource in
      ["cpu", "memory"].allSatisfy { name in
        resource["limits", name] != nil
          && (resource["requests", name] ?? resource["limits", name]) == resource["limits", name]
      }
    }
    return isGuaranteed ? "Guaranteed" : "Burstable"
  }
}
