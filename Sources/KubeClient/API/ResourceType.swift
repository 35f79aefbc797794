/// One kind of Kubernetes object and where the API serves it.
public struct ResourceType: Sendable, Hashable, CustomStringConvertible {
  /// The API group; empty for the core group.
  public let group: String
  /// The version, such as `v1`.
  public let version: String
  /// The kind, such as `Deployment`.
  public let kind: String
  /// The plural in URLs, such as `deployments`.
  public let plural: String
  /// Whether objects live in namespaces.
  public let isNamespaced: Bool

  /// A kind and where the API serves it.
  public init(group: String, version: String, kind: String, plural: String, isNamespaced: Bool = true) {
    self.group = group
    self.version = version
    self.kind = kind
    self.plural = plural
    self.isNamespaced = isNamespaced
  }

  /// `v1` for the core group, else `group/version`: what objects carry in `apiVersion`.
  public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

  /// `deployments.apps`: the name that RBAC rules, CRDs and error messages use.
  public var groupResource: String { group.isEmpty ? plural : "\(plural).\(group)" }

  /// `Deployment.apps`
  public var description: String { group.isEmpty ? kind : "\(kind).\(group)" }

  /// The path below the server's root of the collection (`name` nil) or of one object.
  ///
  /// `namespace` is ignored for cluster-scoped kinds; `nil` or empty means all namespaces.
  public func path(namespace: String?, name: String? = nil, subresource: String? = nil) -> String {
    var path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
    if isNamespaced, let namespace, !namespace.isEmpty { path += "/namespaces/\(namespace)" }
    path += "/\(plural)"
    if let name { path += "/\(name)" }
    if let subresource { path += "/\(subresource)" }
    return path
  }
}

extension ResourceType {
  /// `v1 Pod`
  public static let pods = ResourceType(group: "", version: "v1", kind: "Pod", plural: "pods")
  /// `v1 Service`
  public static let services = ResourceType(group: "", version: "v1", kind: "Service", plural: "services")
  /// `v1 Secret`
  public static let secrets = ResourceType(group: "", version: "v1", kind: "Secret", plural: "secrets")
  /// `v1 ConfigMap`
  public static let configMaps = ResourceType(
    group: "", version: "v1", kind: "ConfigMap", plural: "configmaps")
  /// `v1 PersistentVolumeClaim`
  public static let persistentVolumeClaims = ResourceType(
    group: "", version: "v1", kind: "PersistentVolumeClaim", plural: "persistentvolumeclaims")
  /// `v1 Namespace`
  public static let namespaces = ResourceType(
    group: "", version: "v1", kind: "Namespace", plural: "namespaces", isNamespaced: false)
  /// `events.k8s.io/v1 Event`
  public static let events = ResourceType(
    group: "events.k8s.io", version: "v1", kind: "Event", plural: "events")
  /// `apps/v1 Deployment`
  public static let deployments = ResourceType(
    group: "apps", version: "v1", kind: "Deployment", plural: "deployments")
  /// `apps/v1 ReplicaSet`
  public static let replicaSets = ResourceType(
    group: "apps", version: "v1", kind: "ReplicaSet", plural: "replicasets")
  /// `batch/v1 Job`
  public static let jobs = ResourceType(group: "batch", version: "v1", kind: "Job", plural: "jobs")
  /// `batch/v1 CronJob`
  public static let cronJobs = ResourceType(
    group: "batch", version: "v1", kind: "CronJob", plural: "cronjobs")
  /// `networking.k8s.io/v1 Ingress`
  public static let ingresses = ResourceType(
    group: "networking.k8s.io", version: "v1", kind: "Ingress", plural: "ingresses")
  /// `policy/v1 PodDisruptionBudget`
  public static let podDisruptionBudgets = ResourceType(
    group: "policy", version: "v1", kind: "PodDisruptionBudget", plural: "poddisruptionbudgets")
  /// `autoscaling/v2 HorizontalPodAutoscaler`
  public static let horizontalPodAutoscalers = ResourceType(
    group: "autoscaling", version: "v2", kind: "HorizontalPodAutoscaler",
    plural: "horizontalpodautoscalers")
  /// `coordination.k8s.io/v1 Lease`
  public static let leases = ResourceType(
    group: "coordination.k8s.io", version: "v1", kind: "Lease", plural: "leases")
  /// `cert-manager.io/v1 Certificate`
  public static let certificates = ResourceType(
    group: "cert-manager.io", version: "v1", kind: "Certificate", plural: "certificates")
  /// `apiextensions.k8s.io/v1 CustomResourceDefinition`
  public static let customResourceDefinitions = ResourceType(
    group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions", isNamespaced: false)
}
