import Foundation
import KubeClient

/// Writes `v1 Event` objects: the same event again only counts, and old ones are deleted.
struct EventRecorder {
  private struct Identity: Hashable {
    let uid: String
    let reason: String
    let message: String
    let component: String
  }

  /// As long as an API server keeps events (`--event-ttl`).
  static let lifetime: TimeInterval = 3600
  /// No more than this many are kept, however young.
  static let limit = 5000

  private var names: [Identity: NamespacedName] = [:]
  /// In the order of their creation; those before `head` are deleted.
  private var history: [(identity: Identity, name: NamespacedName, time: Date)] = []
  private var head = 0
  private var counter: UInt64 = 0

  init() {}

  /// Stores an event, or counts one more of it.
  mutating func record(_ event: SimulatorEvent, in store: ObjectStore, now: Date) {
    expire(in: store, now: now)
    let meta = event.regarding.metadata
    let identity = Identity(
      uid: meta.uid, reason: event.reason, message: event.message, component: event.component)
    let time = JSONValue(Timestamp.text(now))
    if let name = names[identity] {
      let counted = try? store.update(
        SimulatedResource.events, namespace: name.namespace, name: name.name
      ) {
        $0["count"] = JSONValue(($0["count"]?.int ?? 1) + 1)
        $0["lastTimestamp"] = time
      }
      if counted != nil { return }
    }
    counter += 1
    let moment = UInt64(max(0, now.timeIntervalSince1970 * 1_000_000)) &* 1000 &+ counter
    let name = NamespacedName(
      namespace: meta.namespace.isEmpty ? "default" : meta.namespace,
      name: "\(meta.name).\(String(moment, radix: 16))")
    // A namespace that is going takes no more events.
    guard (try? store.create(SimulatedResource.events, object(event, name, time))) != nil else { return }
    names[identity] = name
    history.append((identity, name, now))
  }

  private func object(_ event: SimulatorEvent, _ name: NamespacedName, _ time: JSONValue) -> KubeObject {
    let regarding = event.regarding
    var object = KubeObject(SimulatedResource.events, name: name.name, namespace: name.namespace)
    object["involvedObject"] = .object([
      "kind": JSONValue(regarding.kind), "namespace": regarding["metadata", "namespace"],
      "name": regarding["metadata", "name"], "uid": regarding["metadata", "uid"],
      "apiVersion": JSONValue(regarding.apiVersion),
      "resourceVersion": regarding["metadata", "resourceVersion"],
    ])
    object["reason"] = JSONValue(event.reason)
    object["message"] = JSONValue(event.message)
    object["source"] = ["component": JSONValue(event.component)]
    object["firstTimestamp"] = time
    object["lastTimestamp"] = time
    object["count"] = 1
    object["type"] = JSONValue(event.severity.rawValue)
    object["eventTime"] = .null
    object["reportingComponent"] = JSONValue(event.component)
    object["reportingInstance"] = ""
    return object
  }

  private mutating func expire(in store: ObjectStore, now: Date) {
    while head < history.count,
      history.count - head > Self.limit || history[head].time.addingTimeInterval(Self.lifetime) < now
    {
      let oldest = history[head]
      head += 1
      if names[oldest.identity] == oldest.name { names[oldest.identity] = nil }
      // Gone already with its namespace, perhaps.
      _ = try? store.delete(
        SimulatedResource.events, namespace: oldest.name.namespace, name: oldest.name.name)
    }
    if head > 1024, head * 2 > history.count {
      history.removeFirst(head)
      head = 0
    }
  }
}
