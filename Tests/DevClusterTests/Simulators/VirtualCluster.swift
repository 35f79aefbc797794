import Foundation
import KubeClient
import Synchronization

@testable import DevCluster

/// The simulators on a store, with a clock that moves only when nothing is left to do.
final class VirtualCluster {
  /// The time of the cluster.
  final class Clock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_790_000_000))
    var now: Date { time.withLock { $0 } }
    func advance(to date: Date) { time.withLock { $0 = max($0, date) } }
  }

  let clock = Clock()
  let store: ObjectStore
  let logs = LogStore()
  let failures = FailurePlan()
  /// Every change that was made, oldest first.
  private(set) var history: [StoreEvent] = []
  private var worker: SimulatorWorker
  private var positions: [String: UInt64] = [:]

  init(timing: SimulatorTiming = SimulatorTiming(), namespace: String = "shop") throws {
    let clock = clock
    store = ObjectStore(historyLimit: 100_000, now: { clock.now })
    worker = SimulatorWorker(
      engine: SimulatorEngine(
        store: store, timing: timing, failures: failures,
        certificates: { names, start, _ in
          CertificateSimulator.KeyPair(
            certificate: "certificate for \(names) from \(Timestamp.text(start))", key: "key")
        }),
      executor: SimulatorExecutor(store: store, logs: logs))
    try store.create(.namespaces, KubeObject(.namespaces, name: namespace))
    for (type, object) in SimulatorBootstrap.objects(node: .dev, at: clock.now) {
      try store.create(type, object)
    }
  }

  var now: Date { clock.now }

  /// Lets everything happen that happens within that many seconds.
  func run(for seconds: TimeInterval) {
    let end = now.addingTimeInterval(seconds)
    while true {
      drain()
      guard let next = worker.nextTime, next <= end else { break }
      clock.advance(to: next)
    }
    clock.advance(to: end)
  }

  /// Lets the failure plan's changes take effect.
  func replan() { worker.handle(.failuresChanged) }

  /// How many writes happen within that many seconds.
  func writes(during seconds: TimeInterval) -> Int {
    let before = history.count
    run(for: seconds)
    return history.count - before
  }

  private func drain() {
    repeat { pump() } while worker.step(at: now)
  }

  private func pump() {
    var events: [StoreEvent] = []
    for type in SimulatorEngine.observed + [SimulatedResource.events, SimulatedResource.persistentVolumes] {
      let resource = type.storageResource
      if case .events(let news, let version) = store.news(resource, after: positions[resource] ?? 0) {
        events += news
        positions[resource] = version
      }
    }
    events.sort { $0.version < $1.version }
    for event in events {
      history.append(event)
      worker.handle(.event(event))
    }
  }

  // MARK: Objects

  @discardableResult
  func create(_ type: ResourceType, _ yamlLike: JSONValue) throws -> KubeObject {
    var object = KubeObject(yamlLike)
    object["apiVersion"] = JSONValue(type.apiVersion)
    object["kind"] = JSONValue(type.kind)
    if object.metadata.namespace.isEmpty { object["metadata", "namespace"] = "shop" }
    return try store.create(type, object)
  }

  func get(_ type: ResourceType, _ name: String) -> KubeObject? {
    store.get(type, namespace: "shop", name: name)
  }

  func pods(_ labels: [String: String] = [:]) -> [KubeObject] {
    store.list(.pods, namespace: "shop", labels: labels)
  }

  func update(
    _ type: ResourceType, _ name: String, _ change: (inout KubeObject) throws(APIError) -> Void
  ) throws {
    try store.update(type, namespace: "shop", name: name, change)
  }

  /// `reason: message` of all events of an object.
  func events(of name: String) -> [String] {
    store.list(SimulatedResource.events, namespace: "shop")
      .filter { $0["involvedObject", "name"]?.string == name }
      .map { "\($0["reason"]?.string ?? ""): \($0["message"]?.string ?? "")" }
  }

  /// What `select` shows of the states that an object went through, each once in a row.
  func states(
    of resource: String, _ name: String, _ select: (KubeObject) -> String
  ) -> [String] {
    history.filter { $0.key.resource == resource && $0.key.name == name && $0.change != .deleted }
      .map { select($0.object) }
      .reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}

/// Manifests as the API server would store them.
enum Manifest {
  static func deployment(
    _ name: String, replicas: Int = 2, image: String = "app:1", strategy: JSONValue? = nil,
    deadline: Int = 10, probe: Bool = false, podSpec: JSONValue = [:]
  ) -> JSONValue {
    var container: JSONValue = ["name": "web", "image": JSONValue(image)]
    if probe { container["readinessProbe"] = ["httpGet": ["path": "/up", "port": 8080]] }
    var spec = podSpec
    spec["containers"] = [container]
    spec["restartPolicy"] = "Always"
    spec["terminationGracePeriodSeconds"] = 1
    return [
      "metadata": ["name": JSONValue(name)],
      "spec": [
        "replicas": JSONValue(replicas), "revisionHistoryLimit": 10,
        "progressDeadlineSeconds": JSONValue(deadline),
        "selector": ["matchLabels": ["app": JSONValue(name)]],
        "strategy": strategy ?? [
          "type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": 0, "maxSurge": 1],
        ],
        "template": ["metadata": ["labels": ["app": JSONValue(name)]], "spec": spec],
      ],
    ]
  }

  static func job(
    _ name: String, image: String = "app:1", restartPolicy: String = "Never", spec: JSONValue = [:]
  ) -> JSONValue {
    var spec = spec
    if spec["backoffLimit"] == nil { spec["backoffLimit"] = 6 }
    spec["parallelism"] = 1
    spec["completions"] = 1
    spec["template"] = [
      "metadata": [:],
      "spec": [
        "containers": [["name": "c", "image": JSONValue(image)]], "restartPolicy": JSONValue(restartPolicy),
        "terminationGracePeriodSeconds": 30,
      ],
    ]
    return ["metadata": ["name": JSONValue(name)], "spec": spec]
  }

  static func claim(_ name: String, storageClass: String? = nil, size: String = "1Gi") -> JSONValue {
    var spec: JSONValue = [
      "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": JSONValue(size)]],
      "volumeMode": "Filesystem",
    ]
    if let storageClass { spec["storageClassName"] = JSONValue(storageClass) }
    return ["metadata": ["name": JSONValue(name)], "spec": spec, "status": ["phase": "Pending"]]
  }
}
