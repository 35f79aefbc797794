import KubeClient

/// The kinds that only the simulators deal with.
enum SimulatedResource {
  static let nodes = ResourceType(
    group: "", version: "v1", kind: "Node", plural: "nodes", isNamespaced: false)
  static let persistentVolumes = ResourceType(
    group: "", version: "v1", kind: "PersistentVolume", plural: "persistentvolumes", isNamespaced: false)
  static let storageClasses = ResourceType(
    group: "storage.k8s.io", version: "v1", kind: "StorageClass", plural: "storageclasses",
    isNamespaced: false)
  static let ingressClasses = ResourceType(
    group: "networking.k8s.io", version: "v1", kind: "IngressClass", plural: "ingressclasses",
    isNamespaced: false)
  static let endpointSlices = ResourceType(
    group: "discovery.k8s.io", version: "v1", kind: "EndpointSlice", plural: "endpointslices")
  static let resourceQuotas = ResourceType(
    group: "", version: "v1", kind: "ResourceQuota", plural: "resourcequotas")
  /// Events in the core group's form, which is how they are stored.
  static let events = ResourceType(group: "", version: "v1", kind: "Event", plural: "events")
}
