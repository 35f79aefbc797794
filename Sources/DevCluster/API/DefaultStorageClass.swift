import KubeClient

/// The admission plugin of that name: a claim that names no class gets the cluster's default one when it is made,
/// the newest if there are several (plugin/pkg/admission/storage/storageclass/setdefault).
enum DefaultStorageClass {
  private static let annotation = "storageclass.kubernetes.io/is-default-class"
  private static let type = ResourceType(
    group: "storage.k8s.io", version: "v1", kind: "StorageClass", plural: "storageclasses",
    isNamespaced: false)

  static func admit(_ object: inout KubeObject, type: ResourceType, store: ObjectStore) {
    guard type.storageResource == "persistentvolumeclaims", object["spec", "storageClassName"] == nil else {
      return
    }
    let newest = store.list(Self.type)
      .filter { $0.metadata.annotations[annotation] == "true" }
      .max { $0.metadata.creationTimestamp < $1.metadata.creationTimestamp }
    if let newest { object["spec", "storageClassName"] = JSONValue(newest.metadata.name) }
  }
}
