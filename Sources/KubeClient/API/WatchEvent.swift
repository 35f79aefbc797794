/// One event of a watch.
public enum WatchEvent: Sendable, Hashable {
  /// The object is new, or was there when the watch began.
  case added(KubeObject)
  /// The object changed.
  case modified(KubeObject)
  /// The object is gone; this is its last state.
  case deleted(KubeObject)
  /// Nothing happened up to this version.
  case bookmark(resourceVersion: String, isInitialEventsEnd: Bool)
  /// The server ends the watch for this reason.
  case error(Status)
}
