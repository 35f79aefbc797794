import Foundation
import KubeClient

/// Defaults of built-in kinds that depend on other fields or are made on creation; what stands by itself is in
/// the schemas. The rules are those of `pkg/apis/*/v1/defaults.go` and the registry strategies.
enum KindDefaults {
  /// Fills in a new or changed object of a built-in kind.
  static func fill(_ object: inout KubeObject, type: ResourceType) {
    for path in PodTemplates.paths(of: type) { PodTemplates.fill(&object, at: path) }
    switch type.storageResource {
    case "deployments.apps": fillDeployment(&object)
    case "statefulsets.apps": fillStatefulSet(&object)
    case "daemonsets.apps": fillDaemonSet(&object)
    case "jobs.batch": fillJob(&object)
    case "services": ServiceDefaults.fill(&object)
    case "namespaces" where !object.metadata.name.isEmpty:
      object["metadata", "labels", "kubernetes.io/metadata.name"] = JSONValue(object.metadata.name)
    case "networkpolicies.networking.k8s.io":
      if object["spec"] != nil, object["spec", "policyTypes"] == nil {
        object["spec", "policyTypes"] =
          (object["spec", "egress"]?.items ?? []).isEmpty ? ["Ingress"] : ["Ingress", "Egress"]
      }
    case "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io":
      fillSubjects(&object)
    case "events":
      let isCore = type.group.isEmpty
      for field in isCore
        ? ["firstTimestamp", "lastTimestamp"] : ["deprecatedFirstTimestamp", "deprecatedLastTimestamp"]
      where object[field] == nil {
        object[field] = JSONValue.null
      }
      if object["eventTime"] == nil { object["eventTime"] = JSONValue.null }
    case "horizontalpodautoscalers.autoscaling": fillAutoscaler(&object)
    case "secrets": fillSecret(&object)
    case "customresourcedefinitions.apiextensions.k8s.io": fillDefinition(&object)
    default: break
    }
  }

  /// The first status, and whatever else only a new object gets.
  static func create(_ object: inout KubeObject, type: ResourceType, uid: String) {
    switch type.storageResource {
    case "namespaces":
      object["spec", "finalizers"] = ["kubernetes"]
      object["status"] = ["phase": "Active"]
    case "services": ServiceDefaults.allocate(&object)
    case "pods":
      PodTemplates.admit(&object)
      object["status"] = ["phase": "Pending", "qosClass": JSONValue(PodTemplates.qualityOfService(object))]
    case "persistentvolumeclaims": object["status"] = ["phase": "Pending"]
    case "persistentvolumes": object["status"] = ["phase": "Pending"]
    case "jobs.batch": JobSelector.fill(&object, uid: uid)
    case "customresourcedefinitions.apiextensions.k8s.io":
      let stored = (object["spec", "versions"]?.items ?? []).filter { $0["storage"]?.bool == true }
      object["status"] = [
        "conditions": .null, "acceptedNames": ["plural": "", "kind": ""],
        "storedVersions": .array(stored.compactMap { $0["name"] }),
      ]
    default: break
    }
  }

  private static func fillDeployment(_ object: inout KubeObject) {
    guard object["spec", "strategy", "type"]?.string == "RollingUpdate" else { return }
    for field in ["maxUnavailable", "maxSurge"]
    where object["spec", "strategy", "rollingUpdate", field] == nil {
      object["spec", "strategy", "rollingUpdate", field] = "25%"
    }
  }

  private static func fillStatefulSet(_ object: inout KubeObject) {
    if object["spec", "updateStrategy", "type"]?.string == "RollingUpdate",
      object["spec", "updateStrategy", "rollingUpdate", "partition"] == nil
    {
      object["spec", "updateStrategy", "rollingUpdate", "partition"] = 0
    }
  }

  private static func fillDaemonSet(_ object: inout KubeObject) {
    guard object["spec", "updateStrategy", "type"]?.string == "RollingUpdate" else { return }
    for (field, value) in [("maxUnavailable", 1), ("maxSurge", 0)] as [(String, JSONValue)]
    where object["spec", "updateStrategy", "rollingUpdate", field] == nil {
      object["spec", "updateStrategy", "rollingUpdate", field] = value
    }
  }

  private static func fillJob(_ object: inout KubeObject) {
    guard object["spec"] != nil else { return }
    if object["spec", "completions"] == nil, object["spec", "parallelism"] == nil {
      object["spec", "completions"] = 1
    }
    let defaults: [(String, JSONValue)] = [
      ("parallelism", 1), ("backoffLimit", 6), ("completionMode", "NonIndexed"), ("manualSelector", false),
      ("suspend", false),
      ("podReplacementPolicy", object["spec", "podFailurePolicy"] == nil ? "TerminatingOrFailed" : "Failed"),
    ]
    for (field, value) in defaults where object["spec", field] == nil { object["spec", field] = value }
  }

  private static func fillSubjects(_ object: inout KubeObject) {
    guard let subjects = object["subjects"]?.array else { return }
    object["subjects"] = .array(
      subjects.map { subject in
        var subject = subject
        if subject["apiGroup"] == nil, ["User", "Group"].contains(subject["kind"]?.string) {
          subject["apiGroup"] = "rbac.authorization.k8s.io"
        }
        return subject
      })
  }

  private static func fillAutoscaler(_ object: inout KubeObject) {
    guard object["spec"] != nil, (object["spec", "metrics"]?.items ?? []).isEmpty else { return }
    object["spec", "metrics"] = [
      [
        "type": "Resource",
        "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80]],
      ]
    ]
  }

  /// `stringData` is write-only: it ends up in `data`.
  private static func fillSecret(_ object: inout KubeObject) {
    for member in object["stringData"]?.object ?? [:] {
      object["data", member.key] = JSONValue(Data((member.value.string ?? "").utf8).base64EncodedString())
    }
    object["stringData"] = nil
  }

  private static func fillDefinition(_ object: inout KubeObject) {
    guard let kind = object["spec", "names", "kind"]?.string else { return }
    if object["spec", "names", "singular"] == nil {
      object["spec", "names", "singular"] = JSONValue(kind.lowercased())
    }
    if object["spec", "names", "listKind"] == nil {
      object["spec", "names", "listKind"] = JSONValue("\(kind)List")
    }
  }
}

/// The labels by which a Job finds its pods (`pkg/registry/batch/job/strategy.go`).
enum JobSelector {
  static func fill(_ object: inout KubeObject, uid: String) {
    guard object["spec", "manualSelector"]?.bool != true else { return }
    let name = object.metadata.name
    let labels = [
      "batch.kubernetes.io/controller-uid": uid, "controller-uid": uid, "batch.kubernetes.io/job-name": name,
      "job-name": name,
    ]
    for (key, value) in labels where object["metadata", "labels", key] == nil {
      object["metadata", "labels", key] = JSONValue(value)
    }
    object["spec", "selector"] = ["matchLabels": ["batch.kubernetes.io/controller-uid": JSONValue(uid)]]
    for (key, value) in labels { object["spec", "template", "metadata", "labels", key] = JSONValue(value) }
  }
}

/// Services get an address that nobody answers on, but that clients can show.
enum ServiceDefaults {
  static func fill(_ object: inout KubeObject) {
    guard object["spec"] != nil else { return }
    if let ports = object["spec", "ports"]?.array {
      object["spec", "ports"] = .array(
        ports.map { port in
          var port = port
          if port["targetPort"] == nil { port["targetPort"] = port["port"] }
          return port
        })
    }
    let type = object["spec", "type"]?.string ?? "ClusterIP"
    guard type != "ExternalName" else { return }
    if object["spec", "internalTrafficPolicy"] == nil { object["spec", "internalTrafficPolicy"] = "Cluster" }
    if ["LoadBalancer", "NodePort"].contains(type), object["spec", "externalTrafficPolicy"] == nil {
      object["spec", "externalTrafficPolicy"] = "Cluster"
    }
    if type == "LoadBalancer", object["spec", "allocateLoadBalancerNodePorts"] == nil {
      object["spec", "allocateLoadBalancerNodePorts"] = true
    }
  }

  /// Fields that the server allocates: they belong to nobody and stay when a client leaves them out.
  static let allocated = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]

  /// Gives a service its address and, where it asks for them, ports on the nodes.
  static func allocate(_ object: inout KubeObject) {
    guard object["spec"] != nil, let type = object["spec", "type"]?.string, type != "ExternalName" else {
      return
    }
    if object["spec", "clusterIP"] == nil || object["spec", "clusterIP"] == "" {
      object["spec", "clusterIP"] = JSONValue(address(of: object.key))
    }
    let defaults: [(String, JSONValue)] = [
      ("clusterIPs", [object["spec", "clusterIP"] ?? "None"]), ("ipFamilies", ["IPv4"]),
      ("ipFamilyPolicy", "SingleStack"),
    ]
    for (field, value) in defaults where object["spec", field] == nil { object["spec", field] = value }
    guard type != "ClusterIP", let ports = object["spec", "ports"]?.array else { return }
    object["spec", "ports"] = .array(
      ports.enumerated().map { index, port in
        var port = port
        if port["nodePort"] == nil {
          port["nodePort"] = JSONValue(30_000 + Int(hash(of: object.key) % 2700) + index)
        }
        return port
      })
  }

  /// An address in 10.96.0.0/12 that follows from the name, so that it needs no allocator.
  private static func address(of key: NamespacedName) -> String {
    let hash = hash(of: key)
    return "10.\(96 + (hash >> 16) % 16).\((hash >> 8) % 256).\(1 + hash % 254)"
  }

  /// FNV-1a.
  private static func hash(of key: NamespacedName) -> UInt32 {
    key.description.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
  }
}
