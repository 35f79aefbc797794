import Foundation
import KubeClient

/// The volume controllers and a provisioner: gives claims their class, their volume and their protection.
///
/// The order of writes is that of pkg/controller/volume/persistentvolume and of the external provisioner in
/// Kubernetes 1.36: provisioner annotation, volume and binding annotations, status.
enum PersistentVolumeClaimSimulator {
  static let component = "persistentvolume-controller"
  /// Keeps a claim while pods use it (pkg/controller/volume/pvcprotection).
  static let protection = "kubernetes.io/pvc-protection"
  /// Text of the failure annotation that keeps a claim from its volume.
  static let provisioningFailure = "provisioning"

  /// Annotations between scheduler, controller and provisioner.
  enum Annotation {
    static let selectedNode = "volume.kubernetes.io/selected-node"
    static let provisioner = "volume.kubernetes.io/storage-provisioner"
    static let betaProvisioner = "volume.beta.kubernetes.io/storage-provisioner"
    static let bindCompleted = "pv.kubernetes.io/bind-completed"
    static let boundByController = "pv.kubernetes.io/bound-by-controller"
    static let provisionedBy = "pv.kubernetes.io/provisioned-by"
    static let defaultClass = "storageclass.kubernetes.io/is-default-class"
  }

  /// What the controllers see.
  struct Snapshot {
    let claim: KubeObject
    let storageClasses: [KubeObject]
    /// The volume that the claim names.
    let volume: KubeObject?
    /// Whether a pod that has not ended mounts it.
    let isInUse: Bool
  }

  /// Whether a claim's volume is made only when a pod needs it.
  static func waitsForConsumer(
    _ claim: KubeObject, lookup: (ResourceType, String) -> KubeObject?
  ) -> Bool {
    guard let name = claim["spec", "storageClassName"]?.string,
      let storageClass = lookup(SimulatedResource.storageClasses, name)
    else { return false }
    return storageClass["volumeBindingMode"]?.string == "WaitForFirstConsumer"
  }

  /// The next step towards a bound claim, or away from a deleted one.
  static func reconcile(
    _ snapshot: Snapshot, timing: SimulatorTiming, now: Date
  ) -> [SimulatorAction] {
    let claim = snapshot.claim
    var actions: [SimulatorAction] = []
    if claim.metadata.isBeingDeleted {
      release(snapshot, &actions)
    } else if !claim.metadata.finalizers.contains(protection) {
      var changed = claim
      changed["metadata", "finalizers"] = JSONValue(claim.metadata.finalizers + [protection])
      if changed.status.isNull { changed["status"] = ["phase": "Pending"] }
      actions.append(.update(.persistentVolumeClaims, changed))
    } else if let volume = snapshot.volume {
      settle(claim, volume, snapshot.storageClasses, &actions)
    } else if claim["spec", "volumeName"]?.string == nil {
      provision(snapshot, timing, now: now, &actions)
    }
    return actions
  }

  private static func release(_ snapshot: Snapshot, _ actions: inout [SimulatorAction]) {
    let finalizers = snapshot.claim.metadata.finalizers
    guard finalizers.contains(protection), !snapshot.isInUse else { return }
    var changed = snapshot.claim
    let rest = finalizers.filter { $0 != protection }
    changed["metadata", "finalizers"] = rest.isEmpty ? nil : JSONValue(rest)
    actions.append(.update(.persistentVolumeClaims, changed))
    if let volume = snapshot.volume,
      volume["spec", "persistentVolumeReclaimPolicy"]?.string != "Retain"
    {
      actions.append(.delete(SimulatedResource.persistentVolumes, volume))
    }
  }

  // MARK: Provisioning

  private static func provision(
    _ snapshot: Snapshot, _ timing: SimulatorTiming, now: Date, _ actions: inout [SimulatorAction]
  ) {
    let claim = snapshot.claim
    guard let className = claim["spec", "storageClassName"]?.string else {
      return assignDefault(claim, snapshot.storageClasses, &actions)
    }
    // An empty name asks for a volume made by hand; nobody makes one here.
    guard !className.isEmpty else { return }
    guard let storageClass = snapshot.storageClasses.first(where: { $0.metadata.name == className }) else {
      actions.warn(
        claim, "ProvisioningFailed", "storageclass.storage.k8s.io \"\(className)\" not found", from: component
      )
      return
    }
    let annotations = claim.metadata.annotations
    let isWaiting =
      storageClass["volumeBindingMode"]?.string == "WaitForFirstConsumer"
      && annotations[Annotation.selectedNode] == nil
    if isWaiting {
      actions.event(
        claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding",
        from: component)
      return
    }
    let provisioner = storageClass["provisioner"]?.string ?? ""
    if annotations[Annotation.provisioner] != provisioner {
      announce(claim, provisioner, &actions)
      actions.append(.requeue(at: now.addingTimeInterval(timing.provision)))
    } else if annotations[PodFailure.annotation] == provisioningFailure {
      actions.warn(
        claim, "ProvisioningFailed",
        "failed to provision volume with StorageClass \"\(className)\": simulated failure", from: provisioner)
    } else {
      bind(claim, storageClass, &actions)
    }
  }

  /// A claim without a class gets the default one, also when that comes later (KEP-3333).
  private static func assignDefault(
    _ claim: KubeObject, _ classes: [KubeObject], _ actions: inout [SimulatorAction]
  ) {
    let defaults = classes.filter { $0.metadata.annotations[Annotation.defaultClass] == "true" }
    guard let newest = defaults.max(by: { $0.metadata.creationTimestamp < $1.metadata.creationTimestamp })
    else {
      actions.event(
        claim, "FailedBinding",
        "no persistent volumes available for this claim and no storage class is set", from: component)
      return
    }
    var changed = claim
    changed["spec", "storageClassName"] = JSONValue(newest.metadata.name)
    actions.append(.update(.persistentVolumeClaims, changed))
  }

  private static func announce(
    _ claim: KubeObject, _ provisioner: String, _ actions: inout [SimulatorAction]
  ) {
    var changed = claim
    for annotation in [Annotation.provisioner, Annotation.betaProvisioner] {
      changed["metadata", "annotations", annotation] = JSONValue(provisioner)
    }
    actions.append(.update(.persistentVolumeClaims, changed))
    actions.event(
      claim, "ExternalProvisioning",
      "Waiting for a volume to be created either by the external provisioner '\(provisioner)' or manually by "
        + "the system administrator. If volume creation is delayed, please verify that the provisioner is "
        + "running and correctly registered.",
      from: component)
  }

  private static func bind(
    _ claim: KubeObject, _ storageClass: KubeObject, _ actions: inout [SimulatorAction]
  ) {
    let meta = claim.metadata
    let name = "pvc-\(meta.uid)"
    var volume = KubeObject(SimulatedResource.persistentVolumes, name: name)
    volume["metadata", "annotations"] = .object([
      Annotation.provisionedBy: storageClass["provisioner"] ?? ""
    ])
    volume["spec"] = .object([
      "accessModes": claim["spec", "accessModes"] ?? ["ReadWriteOnce"],
      "capacity": ["storage": claim["spec", "resources", "requests", "storage"] ?? "1Gi"],
      "claimRef": [
        "apiVersion": "v1", "kind": "PersistentVolumeClaim", "name": JSONValue(meta.name),
        "namespace": JSONValue(meta.namespace), "uid": JSONValue(meta.uid),
      ],
      "hostPath": [
        "path": JSONValue("/var/lib/dev-cluster/\(meta.namespace)/\(meta.name)"), "type": "DirectoryOrCreate",
      ],
      "persistentVolumeReclaimPolicy": storageClass["reclaimPolicy"] ?? "Delete",
      "storageClassName": JSONValue(storageClass.metadata.name),
      "volumeMode": claim["spec", "volumeMode"] ?? "Filesystem",
    ])
    volume["status"] = ["phase": "Bound"]
    actions.append(.create(SimulatedResource.persistentVolumes, volume))
    var changed = claim
    for annotation in [Annotation.bindCompleted, Annotation.boundByController] {
      changed["metadata", "annotations", annotation] = "yes"
    }
    changed["spec", "volumeName"] = JSONValue(name)
    actions.append(.update(.persistentVolumeClaims, changed))
    actions.event(
      claim, "ProvisioningSucceeded", "Successfully provisioned volume \(name)",
      from: storageClass["provisioner"]?.string ?? "")
  }

  /// The status of a claim that has its volume; a bigger request makes the volume grow where its class lets it.
  private static func settle(
    _ claim: KubeObject, _ volume: KubeObject, _ classes: [KubeObject], _ actions: inout [SimulatorAction]
  ) {
    var capacity = volume["spec", "capacity"] ?? [:]
    let className = claim["spec", "storageClassName"]?.string
    let growing = classes.first { $0.metadata.name == className }?["allowVolumeExpansion"]?.bool ?? false
    if growing, let wanted = claim["spec", "resources", "requests", "storage"], wanted != capacity["storage"]
    {
      capacity["storage"] = wanted
      var changed = volume
      changed["spec", "capacity"] = capacity
      actions.append(.update(SimulatedResource.persistentVolumes, changed))
    }
    actions.updateStatus(
      .persistentVolumeClaims, of: claim,
      to: .object([
        "phase": "Bound", "accessModes": volume["spec", "accessModes"], "capacity": capacity,
      ]))
  }
}
