import KubeClient

/// What a reconcile asks the API server for: the few verbs that the operator's role allows.
public protocol ClusterWriter: Sendable {
  /// The live object.
  func get(_ type: ResourceType, _ key: NamespacedName) async throws(KubeError) -> KubeObject

  /// Creates an object that must not be there yet.
  func create(_ type: ResourceType, _ object: KubeObject) async throws(KubeError) -> KubeObject

  /// Applies the whole intent as the operator's field manager, taking over fields of others; answers the
  /// object as it now is.
  func apply(_ type: ResourceType, _ object: KubeObject, subresource: String?) async throws(KubeError)
    -> KubeObject

  /// Deletes this very object, not one of the same name made since; what it owns goes after it.
  func delete(_ type: ResourceType, _ object: KubeObject) async throws(KubeError)
}

extension ClusterWriter {
  /// The live object; `nil` when there is none.
  func getIfPresent(_ type: ResourceType, _ key: NamespacedName) async throws(KubeError) -> KubeObject? {
    do {
      return try await get(type, key)
    } catch {
      if case .notFound = error { return nil }
      throw error
    }
  }
}
