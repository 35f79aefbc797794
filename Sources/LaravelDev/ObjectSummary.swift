import KubeClient

/// The few words that stand beside an object in a tree. Pure.
enum ObjectSummary {
  static func text(of object: KubeObject) -> String {
    let status = object.status
    switch object.kind {
    case "LaravelApp": return object.condition("Ready")?.reason ?? ""
    case "Deployment", "ReplicaSet":
      return "\(status["readyReplicas"]?.int ?? 0)/\(object.spec["replicas"]?.int ?? 0) ready"
    case "Pod", "PersistentVolumeClaim": return status["phase"]?.string ?? ""
    case "CronJob": return object.spec["schedule"]?.string ?? ""
    case "Service": return object.spec["clusterIP"]?.string ?? ""
    case "Ingress":
      return (object.spec["rules"]?.items ?? []).compactMap { $0["host"]?.string }.joined(separator: ", ")
    case "Secret": return "\(object["data"]?.object?.count ?? 0) keys"
    default: return ""
    }
  }
}
