import Foundation
import KubeClient

/// What the API server itself writes into `metadata`, whoever sends an object: pure functions from the old
/// and the wanted object to the one that is stored.
enum ObjectLifecycle {
  /// Holds an object until its dependents are gone.
  static let foregroundFinalizer = "foregroundDeletion"
  /// Holds an object until its dependents have lost their reference to it.
  static let orphanFinalizer = "orphan"

  /// A new object with its identity.
  static func created(_ object: KubeObject, type: ResourceType, uid: String, at now: Date) -> KubeObject {
    var result = object
    result["apiVersion"] = JSONValue(type.apiVersion)
    result["kind"] = JSONValue(type.kind)
    var meta = result["metadata"] ?? [:]
    meta["uid"] = JSONValue(uid)
    meta["creationTimestamp"] = JSONValue(Timestamp.text(now))
    meta["deletionTimestamp"] = nil
    meta["deletionGracePeriodSeconds"] = nil
    meta["resourceVersion"] = nil
    meta["selfLink"] = nil
    meta["generation"] = JSONValue.int(1).unless(!type.tracksGeneration)
    if !type.isNamespaced { meta["namespace"] = nil }
    result["metadata"] = meta
    return ObjectConversion.stored(result, of: type)
  }

  /// The next state of an object: what a client cannot change is as it was, and the generation counts.
  ///
  /// - Parameter countsGeneration: `false` for writes of the status, which may carry annotations along
  ///   (the deployment controller's revision) without being a change of the specification.
  static func updated(
    _ object: KubeObject, from old: KubeObject, type: ResourceType, countsGeneration: Bool = true
  ) -> KubeObject {
    var result = ObjectConversion.stored(object, of: type)
    var meta = result["metadata"] ?? [:]
    let oldMeta = old["metadata"] ?? [:]
    for field in [
      "name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
      "resourceVersion", "generation", "generateName", "selfLink",
    ] {
      meta[field] = oldMeta[field]
    }
    if countsGeneration, let generation = oldMeta["generation"]?.int,
      specDiffers(result.json, old.json, type: type, meta: meta, oldMeta: oldMeta)
    {
      meta["generation"] = JSONValue(generation + 1)
    }
    for empty in ["labels", "annotations"] where meta[empty]?.object?.isEmpty == true { meta[empty] = nil }
    for empty in ["finalizers", "ownerReferences"] where meta[empty]?.array?.isEmpty == true {
      meta[empty] = nil
    }
    result["metadata"] = meta
    return result
  }

  /// The object marked for deletion, with one more finalizer where the propagation asks for it.
  ///
  /// - Parameter grace: seconds until it has to be gone; an object that is marked already only ever gets less.
  static func marked(
    _ object: KubeObject, adding finalizer: String?, grace: Int, at now: Date
  ) -> KubeObject {
    var result = object
    if let finalizer {
      // The last policy asked for wins: the two finalizers exclude each other.
      var finalizers = object.metadata.finalizers.filter {
        $0 != foregroundFinalizer && $0 != orphanFinalizer
      }
      finalizers.append(finalizer)
      result["metadata", "finalizers"] = JSONValue(finalizers)
    }
    let isMarked = object.metadata.isBeingDeleted
    if isMarked, grace >= remainingGrace(object) { return result }
    result["metadata", "deletionTimestamp"] = JSONValue(Timestamp.text(now.addingTimeInterval(Double(grace))))
    result["metadata", "deletionGracePeriodSeconds"] = JSONValue(grace)
    if isMarked { return result }
    if let generation = object["metadata", "generation"]?.int {
      result["metadata", "generation"] = JSONValue(generation + 1)
    }
    return result
  }

  /// The seconds that the deletion of an object leaves it to stop: only pods that are on a node and have not
  /// ended get any (`CheckGracefulDelete` in pkg/registry/core/pod/strategy.go).
  static func grace(of object: KubeObject, type: ResourceType, asked: Int?) -> Int {
    guard type.storageResource == "pods" else { return 0 }
    let isOnNode = object["spec", "nodeName"]?.string?.isEmpty == false
    let hasEnded = ["Succeeded", "Failed"].contains(object["status", "phase"]?.string)
    guard isOnNode, !hasEnded else { return 0 }
    let seconds = asked ?? object["spec", "terminationGracePeriodSeconds"]?.int ?? 30
    return seconds < 0 ? 1 : seconds
  }

  /// Whether nothing holds an object that is being deleted any longer.
  static func isReleased(_ object: KubeObject) -> Bool {
    object.metadata.isBeingDeleted && object.metadata.finalizers.isEmpty && remainingGrace(object) == 0
  }

  private static func remainingGrace(_ object: KubeObject) -> Int {
    object["metadata", "deletionGracePeriodSeconds"]?.int ?? 0
  }

  /// Whether two states of an object are the same to its users; times in managedFields do not count.
  static func isSame(_ left: KubeObject, _ right: KubeObject) -> Bool {
    if left == right { return true }
    return withoutTimes(left) == withoutTimes(right)
  }

  private static func withoutTimes(_ object: KubeObject) -> JSONValue {
    var json = object.json
    guard let entries = json["metadata", "managedFields"]?.array else { return json }
    json["metadata", "managedFields"] = .array(
      entries.map {
        var entry = $0
        entry["time"] = nil
        return entry
      })
    return json
  }

  private static func specDiffers(
    _ new: JSONValue, _ old: JSONValue, type: ResourceType, meta: JSONValue, oldMeta: JSONValue
  ) -> Bool {
    // The deployment strategy counts annotations too (pkg/registry/apps/deployment/strategy.go).
    if type.storageResource == "deployments.apps", meta["annotations"] != oldMeta["annotations"] {
      return true
    }
    return specification(new) != specification(old)
  }

  /// All of an object but its metadata and status.
  private static func specification(_ json: JSONValue) -> JSONValue {
    var result = json
    result["metadata"] = nil
    result["status"] = nil
    result["apiVersion"] = nil
    return result
  }
}
