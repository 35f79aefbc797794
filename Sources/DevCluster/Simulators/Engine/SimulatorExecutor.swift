import Foundation
import KubeClient

/// Carries out what the simulated controllers want: the only place where they write.
struct SimulatorExecutor {
  let store: ObjectStore
  let logs: LogStore
  private var events = EventRecorder()

  init(store: ObjectStore, logs: LogStore) {
    self.store = store
    self.logs = logs
  }

  /// Performs one action.
  /// - Throws: the store's refusal: a conflict, a name that is taken, a namespace that is going.
  mutating func perform(_ action: SimulatorAction, now: Date) throws(APIError) {
    switch action {
    case .create(let type, let object): try create(type, object, now: now)
    case .update(let type, let object): try write(type, object, countsGeneration: true)
    case .updateStatus(let type, let object): try write(type, object, countsGeneration: false)
    case .delete(let type, let object, let grace, let propagation):
      try delete(type, object, grace: grace, propagation)
    case .event(let event): events.record(event, in: store, now: now)
    case .log(let line, let pod, let container): logs.append(line, pod: pod, container: container)
    case .removeLogs(let pod): logs.remove(pod: pod)
    case .requeue: break
    }
  }

  private mutating func create(_ type: ResourceType, _ object: KubeObject, now: Date) throws(APIError) {
    let created: KubeObject
    do {
      if type == .pods { try checkQuota(object) }
      let uid = UUID().uuidString.lowercased()
      var object = object
      if type == .jobs { JobSelector.fill(&object, uid: uid) }
      created = try store.create(type, object, uid: uid, dryRun: false)
    } catch {
      if type == .pods, let owner = controller(of: object) {
        tell(owner, .warning, "FailedCreate", "Error creating: \(error.message)", now)
      }
      throw error
    }
    if type == .pods, let owner = controller(of: object) {
      tell(owner, .normal, "SuccessfulCreate", "Created pod: \(created.metadata.name)", now)
    }
  }

  private func checkQuota(_ pod: KubeObject) throws(APIError) {
    let namespace = pod.metadata.namespace
    let quotas = store.list(SimulatedResource.resourceQuotas, namespace: namespace)
    guard !quotas.isEmpty else { return }
    let pods = store.list(.pods, namespace: namespace)
    guard let reason = ResourceQuotaSimulator.refusal(of: pod, quotas: quotas, pods: pods) else { return }
    let name = pod["metadata", "generateName"]?.string.map { GeneratedName.make(prefix: $0) }
    throw .forbidden(.pods, name: name ?? pod.metadata.name, because: reason)
  }

  private func controller(of object: KubeObject) -> KubeObject? {
    guard let owner = object.metadata.controller else { return nil }
    let type: ResourceType = owner.kind == "Job" ? .jobs : .replicaSets
    return store.get(type, namespace: object.metadata.namespace, name: owner.name)
  }

  private mutating func tell(
    _ owner: KubeObject, _ severity: SimulatorEvent.Severity, _ reason: String, _ message: String,
    _ now: Date
  ) {
    let component = owner.kind == "Job" ? JobSimulator.component : ReplicaSetSimulator.component
    let event = SimulatorEvent(
      regarding: owner, severity: severity, reason: reason, message: message, component: component)
    events.record(event, in: store, now: now)
  }

  private func write(
    _ type: ResourceType, _ object: KubeObject, countsGeneration: Bool
  ) throws(APIError) {
    let meta = object.metadata
    let (name, version) = (meta.name, meta.resourceVersion)
    try store.update(
      type, namespace: meta.namespace, name: name, countsGeneration: countsGeneration
    ) { current throws(APIError) in
      guard current.metadata.resourceVersion == version else { throw .conflict(type, name: name) }
      current = object
    }
  }

  private func delete(
    _ type: ResourceType, _ object: KubeObject, grace: Int?, _ propagation: DeletionPropagation
  ) throws(APIError) {
    let meta = object.metadata
    let (name, uid) = (meta.name, meta.uid)
    do {
      try store.delete(
        type, namespace: meta.namespace, name: name, propagation: propagation, gracePeriodSeconds: grace
      ) { current throws(APIError) in
        guard current.metadata.uid == uid else { throw .notFound(type, name: name) }
      }
    } catch  where error.code == 404 {
      // It is gone, which is all that was asked for.
    }
  }
}
