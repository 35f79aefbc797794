import Foundation
import KubeClient

/// Decides who looks at what when: changes of objects become keys in a queue, keys become calls of the
/// simulated controllers, and those answer with actions.
///
/// It reads the store and writes nothing; time comes from its caller. No change makes it go through all
/// objects of a kind but those of StorageClasses and IngressClasses, which hardly ever change.
struct SimulatorEngine {
  /// The kinds that it has to hear of.
  static let observed: [ResourceType] = [
    SimulatedResource.storageClasses, SimulatedResource.ingressClasses, .secrets, .configMaps,
    SimulatedResource.resourceQuotas, .persistentVolumeClaims, .deployments, .replicaSets, .cronJobs, .jobs,
    .services,
    .podDisruptionBudgets, .horizontalPodAutoscalers, .ingresses, .pods, SimulatedResource.endpointSlices,
    .customResourceDefinitions, .certificates, CertificateSimulator.issuers,
  ]

  let store: ObjectStore
  let timing: SimulatorTiming
  let failures: FailurePlan
  let node: SimulatedNode
  let certificates: CertificateSimulator.Source
  var queue = SimulatorQueue<ObjectKey>()
  var pods: PodSimulator
  var services = SelectorMembership()
  var budgets = SelectorMembership()
  /// The autoscalers of a Deployment.
  var autoscalers: [ObjectKey: Set<ObjectKey>] = [:]
  /// The quotas of a namespace.
  var quotas: [String: Set<ObjectKey>] = [:]
  /// Pods that cannot go on before an object is there.
  var waiters: [ObjectKey: Set<ObjectKey>] = [:]
  /// Refusals in a row, by the key that met them.
  private var refusals: [ObjectKey: (error: APIError, count: Int)] = [:]

  init(
    store: ObjectStore, timing: SimulatorTiming = SimulatorTiming(), failures: FailurePlan = FailurePlan(),
    node: SimulatedNode = .dev, certificates: @escaping CertificateSimulator.Source
  ) {
    self.store = store
    self.timing = timing
    self.failures = failures
    self.node = node
    self.certificates = certificates
    pods = PodSimulator(timing: timing, node: node)
  }

  /// When something has to be looked at although nothing changes.
  var nextTime: Date? { mutating get { queue.nextTime } }

  /// The next key whose turn it is.
  mutating func next(at now: Date) -> ObjectKey? { queue.next(at: now) }

  /// Notes what an action came to: refused ones are tried again, the later the more often they were.
  mutating func note(_ refusal: APIError, for key: ObjectKey, now: Date) {
    if refusal.reason == "Conflict" { return queue.add(key) }
    let count = (refusals[key]?.count ?? 0) + 1
    refusals[key] = (refusal, count)
    // client-go's default: 5 ms doubling up to 1000 s; a minute is long enough for those who watch.
    queue.add(key, at: now.addingTimeInterval(min(60, 0.005 * pow(2, Double(min(count, 20))))))
  }

  /// Notes that all actions of a key were performed: the next looks that they ask for will come.
  mutating func noteSuccess(of actions: [SimulatorAction], for key: ObjectKey) {
    refusals[key] = nil
    for case .requeue(let time) in actions { queue.add(key, at: time) }
  }

  /// Looks again at what was refused in a namespace.
  mutating func requeueRefused(in namespace: String) {
    for key in refusals.keys where key.namespace == namespace { queue.add(key) }
  }

  /// Looks at every pod again: the plan of failures has changed.
  mutating func requeuePods() {
    for pod in store.list(.pods) {
      queue.add(ObjectKey(.pods, namespace: pod.metadata.namespace, name: pod.metadata.name))
    }
  }

  /// The objects that are there when the simulators start, as events.
  static func present(in store: ObjectStore) -> [StoreEvent] {
    observed.flatMap { type in
      store.list(type).map { object in
        let key = ObjectKey(type, namespace: object.metadata.namespace, name: object.metadata.name)
        return StoreEvent(change: .created, key: key, object: object, previous: nil, version: 0)
      }
    }
  }

  // MARK: Reconciling

  /// What the controller of that object wants now.
  mutating func reconcile(_ key: ObjectKey, now: Date) -> [SimulatorAction] {
    guard let object = store.get(key) else {
      refusals[key] = nil
      return []
    }
    return plan(object, key, now: now)
  }

  private mutating func plan(_ object: KubeObject, _ key: ObjectKey, now: Date) -> [SimulatorAction] {
    switch key.resource {
    case "deployments.apps":
      return DeploymentSimulator.reconcile(deploymentSnapshot(object), now: now)
    case "replicasets.apps":
      let snapshot = ReplicaSetSimulator.Snapshot(
        replicaSet: object, pods: dependents(of: object, "pods"), refusal: refusals[key]?.error)
      return ReplicaSetSimulator.reconcile(snapshot, now: now)
    case "pods": return planPod(object, key, now: now)
    case "jobs.batch":
      let snapshot = JobSimulator.Snapshot(job: object, pods: dependents(of: object, "pods"))
      return JobSimulator.reconcile(snapshot, timing: timing, now: now)
    case "cronjobs.batch":
      let snapshot = CronJobSimulator.Snapshot(cronJob: object, jobs: dependents(of: object, "jobs.batch"))
      return CronJobSimulator.reconcile(snapshot, now: now)
    case "persistentvolumeclaims":
      return PersistentVolumeClaimSimulator.reconcile(claimSnapshot(object, key), timing: timing, now: now)
    case "ingresses.networking.k8s.io": return planIngress(object)
    case "certificates.cert-manager.io": return planCertificate(object, key, now: now)
    case "services": return planService(object, key)
    case "resourcequotas":
      return ResourceQuotaSimulator.reconcile(object, pods: store.list(.pods, namespace: key.namespace))
    case "poddisruptionbudgets.policy":
      return PodDisruptionBudgetSimulator.reconcile(budgetSnapshot(object, key), now: now)
    case "horizontalpodautoscalers.autoscaling":
      let snapshot = HorizontalPodAutoscalerSimulator.Snapshot(
        autoscaler: object, target: Self.target(of: object, key).flatMap { store.get($0) })
      return HorizontalPodAutoscalerSimulator.reconcile(snapshot, now: now)
    default: return []
    }
  }

  /// The objects of a resource that an object controls.
  func dependents(of owner: KubeObject, _ resource: String) -> [KubeObject] {
    let uid = owner.metadata.uid
    return store.dependents(ofOwner: uid).lazy
      .filter { $0.key.resource == resource && $0.object.metadata.controller?.uid == uid }
      .map(\.object)
  }

  private func deploymentSnapshot(_ deployment: KubeObject) -> DeploymentSimulator.Snapshot {
    let sets = dependents(of: deployment, "replicasets.apps")
    var withPods: Set<String> = []
    // Only Recreate waits for the last pod of the past.
    if DeploymentView(object: deployment).isRecreate {
      for set in sets
      where dependents(of: set, "pods").contains(where: { !PodView(object: $0).hasEnded }) {
        withPods.insert(set.metadata.uid)
      }
    }
    let namespace = deployment.metadata.namespace
    return DeploymentSimulator.Snapshot(
      deployment: deployment, replicaSets: sets, replicaSetsWithPods: withPods,
      replicaSet: { [store] name in store.get(.replicaSets, namespace: namespace, name: name) })
  }

  private mutating func planPod(_ pod: KubeObject, _ key: ObjectKey, now: Date) -> [SimulatorAction] {
    if let release = JobSimulator.release(pod), !isCounted(pod, key.namespace) {
      queue.add(key, at: now)
      return [release]
    }
    let store = self.store
    let snapshot = PodSimulator.Snapshot(
      pod: pod,
      lookup: { type, name in store.get(type, namespace: key.namespace, name: name) },
      failure: failures.failure(of: pod))
    let actions = pods.reconcile(snapshot, now: now)
    wait(for: pod, key, actions)
    return actions
  }

  /// Whether a Job still counts on a pod; one that is gone or has orphaned it does not.
  private func isCounted(_ pod: KubeObject, _ namespace: String) -> Bool {
    guard let owner = pod.metadata.controller, owner.kind == "Job",
      let job = store.get(.jobs, namespace: namespace, name: owner.name)
    else { return false }
    return job.metadata.uid == owner.uid && !job.metadata.isBeingDeleted
  }

  /// A pod that nothing moves waits for the objects that it refers to.
  private mutating func wait(for pod: KubeObject, _ key: ObjectKey, _ actions: [SimulatorAction]) {
    switch PodSimulator.stage(of: pod) {
    case .unscheduled, .starting, .misconfigured, .pullFailing: break
    case .running, .crashed, .backingOff, .ended, .stopping: return
    }
    let isMoving = actions.contains { if case .requeue = $0 { true } else { false } }
    guard !isMoving else { return }
    for reference in PodDependencies(pod.spec).objects {
      let object = ObjectKey(reference.type, namespace: key.namespace, name: reference.name)
      waiters[object, default: []].insert(key)
    }
    for claim in Self.claims(of: pod) {
      let object = ObjectKey(.persistentVolumeClaims, namespace: key.namespace, name: claim)
      waiters[object, default: []].insert(key)
    }
  }

  static func claims(of pod: KubeObject) -> [String] {
    (pod["spec", "volumes"]?.items ?? []).compactMap { $0["persistentVolumeClaim", "claimName"]?.string }
  }

  private func claimSnapshot(
    _ claim: KubeObject, _ key: ObjectKey
  ) -> PersistentVolumeClaimSimulator.Snapshot {
    // Who uses it matters only when it is to go.
    let isInUse =
      claim.metadata.isBeingDeleted
      && store.list(.pods, namespace: key.namespace).contains {
        Self.claims(of: $0).contains(key.name) && !PodView(object: $0).hasEnded
      }
    return PersistentVolumeClaimSimulator.Snapshot(
      claim: claim, storageClasses: store.list(SimulatedResource.storageClasses),
      volume: claim["spec", "volumeName"]?.string.flatMap {
        store.get(SimulatedResource.persistentVolumes, name: $0)
      },
      isInUse: isInUse)
  }

  private func planService(_ service: KubeObject, _ key: ObjectKey) -> [SimulatorAction] {
    let members = services.members(of: key).compactMap { store.get($0) }
    let snapshot = ServiceSimulator.Snapshot(
      service: service, pods: members, slices: dependents(of: service, "endpointslices.discovery.k8s.io"))
    return ServiceSimulator.reconcile(snapshot, nodeAddress: node.ip)
  }

  private func planIngress(_ ingress: KubeObject) -> [SimulatorAction] {
    let classes = store.list(SimulatedResource.ingressClasses)
    let address = IngressSimulator.reconcile(ingress, classes: classes, address: node.ip)
    guard isInstalled(.certificates) else { return address }
    let certificates = dependents(of: ingress, "certificates.cert-manager.io")
    return IngressShim.reconcile(ingress, certificates: certificates) + address
  }

  private func planCertificate(_ certificate: KubeObject, _ key: ObjectKey, now: Date) -> [SimulatorAction] {
    let issuer = certificate["spec", "issuerRef"]
    // Without the API of issuers, and for namespaced ones, every issuer is taken to be there.
    let isChecked = issuer?["kind"]?.string == "ClusterIssuer" && isInstalled(CertificateSimulator.issuers)
    let snapshot = CertificateSimulator.Snapshot(
      certificate: certificate,
      secret: certificate["spec", "secretName"]?.string.flatMap {
        store.get(.secrets, namespace: key.namespace, name: $0)
      },
      hasIssuer: !isChecked
        || store.get(CertificateSimulator.issuers, name: issuer?["name"]?.string ?? "") != nil)
    return CertificateSimulator.reconcile(snapshot, timing: timing, source: certificates, now: now)
  }

  /// Whether the API of a custom resource is there.
  private func isInstalled(_ type: ResourceType) -> Bool {
    store.get(.customResourceDefinitions, name: type.groupResource) != nil
  }

  private func budgetSnapshot(
    _ budget: KubeObject, _ key: ObjectKey
  ) -> PodDisruptionBudgetSimulator.Snapshot {
    let members = budgets.members(of: key).compactMap { store.get($0) }
    var wanted: [String: Int] = [:]
    for owner in Set(members.compactMap(\.metadata.controller)) where owner.kind == "ReplicaSet" {
      guard let set = store.get(.replicaSets, namespace: key.namespace, name: owner.name) else { continue }
      let deployment = set.metadata.controller.flatMap {
        store.get(.deployments, namespace: key.namespace, name: $0.name)
      }
      let controller = deployment ?? set
      wanted[controller.metadata.uid] = controller["spec", "replicas"]?.int ?? 1
    }
    let expected = wanted.values.reduce(0, +)
    return PodDisruptionBudgetSimulator.Snapshot(budget: budget, pods: members, expected: expected)
  }

  /// The Deployment that an autoscaler is for.
  static func target(of autoscaler: KubeObject, _ key: ObjectKey) -> ObjectKey? {
    let reference = autoscaler["spec", "scaleTargetRef"]
    guard reference?["kind"]?.string == "Deployment", let name = reference?["name"]?.string else {
      return nil
    }
    return ObjectKey(.deployments, namespace: key.namespace, name: name)
  }
}
