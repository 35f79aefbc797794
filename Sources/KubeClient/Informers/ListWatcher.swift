/// Where an informer gets objects from: an API server, or a script in tests.
public protocol ListWatcher: Sendable {
  /// One page of a list.
  func list(
    _ type: ResourceType, namespace: String?, options: ListOptions
  ) async throws(KubeError) -> KubeList

  /// Opens a watch: returns when the server has accepted it.
  ///
  /// Cancelling the task that reads the events ends the watch.
  func openWatch(
    _ type: ResourceType, namespace: String?, options: WatchOptions
  ) async throws(KubeError) -> any AsyncSequence<WatchEvent, KubeError> & Sendable
}

extension APIClient: ListWatcher {
  /// Opens a watch; its events are read from the result.
  public func openWatch(
    _ type: ResourceType, namespace: String?, options: WatchOptions
  ) async throws(KubeError) -> any AsyncSequence<WatchEvent, KubeError> & Sendable {
    try await watch(type, namespace: namespace, options: options)
  }
}
