import KubeClient

/// The volume for `storage/` that all pods share.
enum StorageClaimChild {
  /// The claim; `nil` when storage is ephemeral.
  static func desired(_ app: LaravelApp) -> DesiredChild? {
    let storage = app.spec.effectiveStorage
    guard storage.effectiveMode == .shared else { return nil }
    let isOwned = app.spec.storageReclaimPolicy == .delete
    var object = KubeObject(
      .persistentVolumeClaims, name: WorkloadIdentity.storage.objectName(in: app), namespace: app.namespace,
      labels: AppLabels.labels(of: app, .storage))
    if !isOwned { object.metadata.annotations = AppAnnotations.unowned }
    object["spec"] = JSONValue.object([
      "accessModes": [JSONValue(storage.effectiveAccessMode.rawValue)],
      "resources": ["requests": ["storage": ContainerResources.canonical(JSONValue(storage.effectiveSize))]],
      // An empty name would mean "no class at all" to Kubernetes; to users it means the default one.
      "storageClassName": storage.storageClassName.nonEmpty.map { JSONValue($0) },
    ])
    return DesiredChild(
      type: .persistentVolumeClaims, object: object, component: .storage, part: .storage, isOwned: isOwned)
  }
}
