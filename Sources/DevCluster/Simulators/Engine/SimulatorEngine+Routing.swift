import KubeClient

extension SimulatorEngine {
  /// Notes a change of an object: whoever it concerns is looked at.
  mutating func handle(_ event: StoreEvent) {
    let key = event.key
    switch key.resource {
    case "events": break
    case "pods": handlePod(event)
    case "secrets", "configmaps":
      wakeWaiters(of: key)
      if let name = event.object.metadata.annotations[CertificateSimulator.nameAnnotation] {
        queue.add(ObjectKey(.certificates, namespace: key.namespace, name: name))
      }
    case "persistentvolumeclaims":
      queue.add(key)
      wakeWaiters(of: key)
    case "deployments.apps":
      if !event.isStatusOnly { queue.add(key) }
      for autoscaler in autoscalers[key] ?? [] { queue.add(autoscaler) }
    case "replicasets.apps", "jobs.batch":
      if !event.isStatusOnly { queue.add(key) }
      wakeController(of: event.object, key.namespace)
      if let previous = event.previous, event.change == .updated { wakeFormerController(previous, event) }
    case "cronjobs.batch", "ingresses.networking.k8s.io", "certificates.cert-manager.io":
      if !event.isStatusOnly { queue.add(key) }
    case "services":
      select(event, LabelSelector(["matchLabels": event.object["spec", "selector"] ?? [:]]), \.services)
    case "poddisruptionbudgets.policy":
      select(event, LabelSelector(event.object["spec", "selector"] ?? [:]), \.budgets, selectsAll: true)
    case "endpointslices.discovery.k8s.io":
      if event.change == .deleted { wakeController(of: event.object, key.namespace) }
    case "horizontalpodautoscalers.autoscaling": handleAutoscaler(event)
    case "resourcequotas": handleQuota(event)
    case "storageclasses.storage.k8s.io": requeueAll(.persistentVolumeClaims)
    case "ingressclasses.networking.k8s.io": requeueAll(.ingresses)
    case "clusterissuers.cert-manager.io": requeueAll(.certificates)
    case "customresourcedefinitions.apiextensions.k8s.io":
      if key.name == ResourceType.certificates.groupResource, event.change != .updated {
        requeueAll(.ingresses)
      }
    default: break
    }
  }

  private mutating func handlePod(_ event: StoreEvent) {
    let (key, pod) = (event.key, event.object)
    wakeController(of: pod, key.namespace)
    let isGone = event.change == .deleted
    let labels = pod["metadata", "labels"]
    let concerned =
      isGone
      ? services.remove(pod: key).union(budgets.remove(pod: key))
      : services.update(pod: key, labels: labels).union(budgets.update(pod: key, labels: labels))
    for owner in concerned { queue.add(owner) }
    for quota in quotas[key.namespace] ?? [] { queue.add(quota) }
    if isGone {
      pods.remove(uid: pod.metadata.uid)
      queue.remove(key)
    } else if !event.isStatusOnly {
      queue.add(key)
    }
    if isGone || PodView(object: pod).hasEnded {
      // A claim that is being deleted may have waited for this pod.
      for claim in Self.claims(of: pod) {
        queue.add(ObjectKey(.persistentVolumeClaims, namespace: key.namespace, name: claim))
      }
    }
  }

  private mutating func handleQuota(_ event: StoreEvent) {
    let key = event.key
    if event.change == .deleted {
      quotas[key.namespace]?.remove(key)
      if quotas[key.namespace]?.isEmpty == true { quotas[key.namespace] = nil }
    } else {
      quotas[key.namespace, default: []].insert(key)
      if !event.isStatusOnly { queue.add(key) }
    }
    requeueRefused(in: key.namespace)
  }

  private mutating func handleAutoscaler(_ event: StoreEvent) {
    let key = event.key
    if let old = event.previous.flatMap({ Self.target(of: $0, key) }) {
      autoscalers[old]?.remove(key)
      if autoscalers[old]?.isEmpty == true { autoscalers[old] = nil }
    }
    guard event.change != .deleted else { return }
    if let target = Self.target(of: event.object, key) { autoscalers[target, default: []].insert(key) }
    if !event.isStatusOnly { queue.add(key) }
  }

  private mutating func select(
    _ event: StoreEvent, _ selector: LabelSelector, _ membership: WritableKeyPath<Self, SelectorMembership>,
    selectsAll: Bool = false
  ) {
    let key = event.key
    if event.change == .deleted || (selector.requirements.isEmpty && !selectsAll) {
      self[keyPath: membership].remove(key)
    } else {
      let store = self.store
      self[keyPath: membership].set(
        selector, of: key, pods: { store.list(.pods, namespace: key.namespace) })
    }
    if event.change != .deleted, !event.isStatusOnly { queue.add(key) }
  }

  private mutating func wakeController(of object: KubeObject, _ namespace: String) {
    guard let owner = object.metadata.controller else { return }
    let type: ResourceType? =
      switch owner.kind {
      case "Deployment": .deployments
      case "ReplicaSet": .replicaSets
      case "Job": .jobs
      case "CronJob": .cronJobs
      case "Service": .services
      default: nil
      }
    if let type { queue.add(ObjectKey(type, namespace: namespace, name: owner.name)) }
  }

  private mutating func wakeFormerController(_ previous: KubeObject, _ event: StoreEvent) {
    guard previous.metadata.controller != event.object.metadata.controller else { return }
    wakeController(of: previous, event.key.namespace)
  }

  private mutating func wakeWaiters(of key: ObjectKey) {
    for pod in waiters.removeValue(forKey: key) ?? [] { queue.add(pod) }
  }

  private mutating func requeueAll(_ type: ResourceType) {
    for object in store.list(type) {
      queue.add(ObjectKey(type, namespace: object.metadata.namespace, name: object.metadata.name))
    }
  }
}

extension StoreEvent {
  /// A change that only the writer of the status cares for.
  var isStatusOnly: Bool {
    guard change == .updated, let previous else { return false }
    return withoutStatus(object) == withoutStatus(previous)
  }

  private func withoutStatus(_ object: KubeObject) -> JSONValue {
    var json = object.json
    json["status"] = nil
    json["metadata", "resourceVersion"] = nil
    json["metadata", "managedFields"] = nil
    return json
  }
}
