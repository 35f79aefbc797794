import KubeClient

/// The resources that every cluster has.
enum BuiltinResources {
  private static let replicas = APIResource.Scale(
    specReplicasPath: ["spec", "replicas"], statusReplicasPath: ["status", "replicas"],
    labelSelectorPath: nil)

  /// In the order of discovery: groups as the aggregated API server of Kubernetes lists them.
  static let all: [APIResource] = core + apps + workloads + networking + others

  private static let core: [APIResource] = [
    make("", "v1", "ConfigMap", "configmaps", short: ["cm"]),
    make("", "v1", "Endpoints", "endpoints", short: ["ep"], singular: "endpoints"),
    make("", "v1", "Event", "events", short: ["ev"]) {
      $0.selectableFields = [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
        "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
        "reportingComponent", "source", "type",
      ]
    },
    make("", "v1", "LimitRange", "limitranges", short: ["limits"]),
    make("", "v1", "Namespace", "namespaces", short: ["ns"], namespaced: false, status: true) {
      $0.selectableFields = ["status.phase", "name"]
      $0.verbs.removeAll { $0 == "deletecollection" }
    },
    make("", "v1", "Node", "nodes", short: ["no"], namespaced: false, status: true) {
      $0.selectableFields = ["spec.unschedulable"]
    },
    make("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", short: ["pvc"], status: true),
    make("", "v1", "PersistentVolume", "persistentvolumes", short: ["pv"], namespaced: false, status: true),
    make("", "v1", "Pod", "pods", short: ["po"], categories: ["all"], status: true) {
      $0.hasLog = true
      $0.selectableFields = [
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
        "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName",
      ]
    },
    make("", "v1", "ResourceQuota", "resourcequotas", short: ["quota"], status: true),
    make("", "v1", "Secret", "secrets") { $0.selectableFields = ["type"] },
    make("", "v1", "ServiceAccount", "serviceaccounts", short: ["sa"]),
    make("", "v1", "Service", "services", short: ["svc"], categories: ["all"], status: true) {
      $0.selectableFields = ["spec.clusterIP", "spec.type"]
    },
  ]

  private static let apps: [APIResource] = [
    make("apps", "v1", "DaemonSet", "daemonsets", short: ["ds"], categories: ["all"], status: true),
    make("apps", "v1", "Deployment", "deployments", short: ["deploy"], categories: ["all"], status: true) {
      $0.scale = replicas
    },
    make("apps", "v1", "ReplicaSet", "replicasets", short: ["rs"], categories: ["all"], status: true) {
      $0.scale = replicas
      $0.selectableFields = ["status.replicas"]
    },
    make("apps", "v1", "StatefulSet", "statefulsets", short: ["sts"], categories: ["all"], status: true) {
      $0.scale = replicas
    },
  ]

  private static let workloads: [APIResource] = [
    make("events.k8s.io", "v1", "Event", "events", short: ["ev"], schema: "events.Event") {
      $0.selectableFields = [
        "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion",
        "regarding.resourceVersion", "regarding.fieldPath", "reason", "reportingController", "source", "type",
      ]
    },
    make(
      "autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", short: ["hpa"],
      categories: ["all"], status: true),
    make("batch", "v1", "CronJob", "cronjobs", short: ["cj"], categories: ["all"], status: true),
    make("batch", "v1", "Job", "jobs", categories: ["all"], status: true) {
      $0.selectableFields = ["status.successful"]
    },
  ]

  private static let networking: [APIResource] = [
    make("networking.k8s.io", "v1", "IngressClass", "ingressclasses", namespaced: false),
    make("networking.k8s.io", "v1", "Ingress", "ingresses", short: ["ing"], status: true),
    make("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", short: ["netpol"]),
  ]

  private static let others: [APIResource] = [
    make("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", short: ["pdb"], status: true),
    make("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", namespaced: false),
    make("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", namespaced: false),
    make("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings"),
    make("rbac.authorization.k8s.io", "v1", "Role", "roles"),
    make("storage.k8s.io", "v1", "StorageClass", "storageclasses", short: ["sc"], namespaced: false),
    make(
      "apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions",
      short: ["crd", "crds"], categories: ["api-extensions"], namespaced: false, status: true),
    make("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", short: ["pc"], namespaced: false),
    make("coordination.k8s.io", "v1", "Lease", "leases"),
    make("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices"),
  ]

  private static func make(
    _ group: String, _ version: String, _ kind: String, _ plural: String, short: [String] = [],
    categories: [String] = [], namespaced: Bool = true, status: Bool = false, singular: String? = nil,
    schema: String? = nil, _ change: (inout APIResource) -> Void = { _ in }
  ) -> APIResource {
    var resource = APIResource(
      ResourceType(group: group, version: version, kind: kind, plural: plural, isNamespaced: namespaced),
      schema: BuiltinSchemas.kind(schema ?? kind) ?? .any)
    resource.shortNames = short
    resource.categories = categories
    resource.hasStatus = status
    if let singular { resource.singular = singular }
    change(&resource)
    return resource
  }
}
