import KubeClient

/// What a reconcile reads: the informers' caches, as of now and without any request.
public protocol ClusterCache: Sendable {
  /// The cached object of that name; `nil` when the cache has none (which does not prove that there is none:
  /// only objects that carry the operator's label are cached).
  func object(_ type: ResourceType, _ key: NamespacedName) -> KubeObject?

  /// The cached objects of a kind that carry the app's label, or that the app's object owns.
  func objects(_ type: ResourceType, of app: NamespacedName) -> [KubeObject]
}
