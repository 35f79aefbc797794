import KubeClient

/// Where an object is stored: its resource and its name, whatever version it is served in.
public struct ObjectKey: Sendable, Hashable {
  /// The resource, such as `deployments.apps`.
  public let resource: String
  /// Empty for cluster-scoped objects.
  public let namespace: String
  /// The object's name.
  public let name: String

  /// The place of an object of that type.
  public init(_ type: ResourceType, namespace: String?, name: String) {
    resource = type.storageResource
    self.namespace = type.isNamespaced ? namespace ?? "" : ""
    self.name = name
  }

  init(resource: String, namespace: String, name: String) {
    self.resource = resource
    self.namespace = namespace
    self.name = name
  }
}

extension ResourceType {
  /// The name of the collection that holds objects of this type.
  ///
  /// Events are one collection with two faces: the core group's and that of events.k8s.io.
  var storageResource: String { group == "events.k8s.io" ? plural : groupResource }

  /// What counts the changes of its spec in `metadata.generation`; the other kinds have no such count.
  var tracksGeneration: Bool { !Self.withoutGeneration.contains(storageResource) }

  /// Built-in resources whose registry strategy never sets a generation (Kubernetes 1.36).
  private static let withoutGeneration: Set<String> = [
    "configmaps", "secrets", "services", "namespaces", "serviceaccounts", "events", "endpoints", "nodes",
    "persistentvolumeclaims", "persistentvolumes", "resourcequotas", "limitranges",
    "leases.coordination.k8s.io", "roles.rbac.authorization.k8s.io",
    "clusterroles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io",
    "clusterrolebindings.rbac.authorization.k8s.io", "storageclasses.storage.k8s.io",
    "horizontalpodautoscalers.autoscaling",
  ]
}
