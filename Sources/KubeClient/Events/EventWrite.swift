/// One request that the event aggregator wants sent.
struct EventWrite: Sendable, Hashable {
  enum Request: Sendable, Hashable {
    case create(KubeObject)
    /// A merge patch of `series`.
    case patch(NamespacedName, JSONValue)
  }

  /// What the answer is to be told under.
  let note: EventNote
  let request: Request
}

/// Where events are written to.
public protocol EventWriter: Sendable {
  /// Creates an `events.k8s.io/v1` Event.
  func createEvent(_ event: KubeObject) async throws(KubeError)
  /// Sends a merge patch for an Event.
  func patchEvent(_ name: NamespacedName, _ patch: JSONValue) async throws(KubeError)
}

extension APIClient: EventWriter {
  /// Creates an Event.
  public func createEvent(_ event: KubeObject) async throws(KubeError) {
    _ = try await create(.events, event)
  }

  /// Sends a merge patch for an Event.
  public func patchEvent(_ name: NamespacedName, _ patch: JSONValue) async throws(KubeError) {
    _ = try await self.patch(.events, name, .merge(patch))
  }
}
