import KubeClient
import Reconcilers

/// The reconciler's requests: all in the name of one field manager, and each write remembered until the caches
/// show it.
struct ManagedClient: ClusterWriter {
  /// Whose fields the children's are.
  static let fieldManager = "laravel-operator"

  let client: APIClient
  let written: ReadYourWrites<NamespacedName>

  func get(_ type: ResourceType, _ key: NamespacedName) async throws(KubeError) -> KubeObject {
    try await client.get(type, key)
  }

  func create(_ type: ResourceType, _ object: KubeObject) async throws(KubeError) -> KubeObject {
    let created = try await client.create(type, object, fieldManager: Self.fieldManager)
    written.wrote(created, type, by: Self.app(of: created, type))
    return created
  }

  func apply(_ type: ResourceType, _ object: KubeObject, subresource: String?) async throws(KubeError)
    -> KubeObject
  {
    let applied = try await client.apply(
      type, object, fieldManager: Self.fieldManager, force: true, subresource: subresource)
    written.wrote(applied, type, by: Self.app(of: applied, type))
    return applied
  }

  func delete(_ type: ResourceType, _ object: KubeObject) async throws(KubeError) {
    let options = DeleteOptions(uid: object.metadata.uid, propagationPolicy: .background)
    let remaining = try await client.delete(type, object.key, options: options)
    // One that a finalizer holds is still there; its end will be an event.
    if remaining == nil { written.deleted(object, type, by: Self.app(of: object, type)) }
  }

  private static func app(of object: KubeObject, _ type: ResourceType) -> NamespacedName {
    type == LaravelApp.resourceType
      ? object.key
      : NamespacedName(
        namespace: object.metadata.namespace, name: object.metadata.labels[AppLabels.app] ?? "")
  }
}
