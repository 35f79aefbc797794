import KubeClient

/// The health of the volume's claim.
enum StorageHealth {
  /// The judgment of a live claim.
  static func judgment(_ claim: KubeObject) -> Judgment {
    let name = claim.metadata.name
    let className = claim.spec["storageClassName"]?.string
    if claim.metadata.isBeingDeleted {
      return .fault(
        .storage,
        Trouble(
          reason: "BeingDeleted",
          message: "\(name) is being deleted and goes when no pod uses it any more; save its data now"))
    }
    switch claim.status["phase"]?.string {
    case "Bound":
      return .works(.storage, reason: "Bound", message: "\(name) is bound")
    case "Lost":
      return .fault(
        .storage,
        Trouble(
          reason: "VolumeLost",
          message:
            "the volume behind \(name) is gone; restore it, or delete the claim to start with an empty one"))
    case _ where className == nil:
      return .fault(
        .storage,
        Trouble(
          reason: "NoStorageClass",
          message: "\(name) is pending: the cluster has no default StorageClass; "
            + "set spec.storage.storageClassName or storage.mode Ephemeral"))
    default:
      // Many classes bind only when the first pod is scheduled: pending is then no fault.
      return .unknown(
        .storage, reason: "Pending",
        message: "\(name) waits for its first pod or for the provisioner of StorageClass \(className ?? "")")
    }
  }
}
