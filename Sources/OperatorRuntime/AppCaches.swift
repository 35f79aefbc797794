import KubeClient
import Reconcilers

/// The informers behind the reconciler's reads: one per kind, and of each only what the operator made.
struct AppCaches: ClusterCache {
  /// The kinds whose objects the reconciler makes or reads. Optional ones may be missing in the cluster.
  private static let types: [ResourceType] =
    ChildSet.managedTypes + [.pods, .replicaSets, .jobs, .certificates]

  let set: InformerSet
  let apps: Informer
  let children: [ResourceType: Informer]

  init(set: InformerSet) {
    self.set = set
    apps = set.informer(for: LaravelApp.resourceType)
    var children: [ResourceType: Informer] = [:]
    for type in Self.types {
      // Contents of Secrets are not held: their metadata says when they changed.
      let scope = InformerScope(
        labelSelector: "\(AppLabels.managedBy)=\(AppLabels.manager)", metadataOnly: type == .secrets)
      children[type] = set.informer(for: type, scope: scope, indexedLabels: [AppLabels.app])
    }
    self.children = children
  }

  /// Names the stores in which writes will show.
  func observe(with written: ReadYourWrites<NamespacedName>) {
    written.observe(LaravelApp.resourceType, in: apps.store)
    for (type, informer) in children { written.observe(type, in: informer.store) }
  }

  func object(_ type: ResourceType, _ key: NamespacedName) -> KubeObject? {
    type == LaravelApp.resourceType ? apps.store.get(key) : children[type]?.store.get(key)
  }

  func objects(_ type: ResourceType, of app: NamespacedName) -> [KubeObject] {
    children[type]?.store.labeled(AppLabels.app, app.name, namespace: app.namespace) ?? []
  }

  /// Calls `enqueue` with every app that a change may concern: the app itself, the one that the label of a child
  /// names, and the one that owns it; both those of before and of after the change.
  func onChange(_ enqueue: @escaping @Sendable (NamespacedName, ObjectChange, ResourceType) -> Void) async {
    await apps.addHandler { change in enqueue(change.key, change, LaravelApp.resourceType) }
    for (type, informer) in children {
      await informer.addHandler { change in
        for app in Set([change.old, change.new].compactMap { $0 }.flatMap(Self.apps(of:))) {
          enqueue(app, change, type)
        }
      }
    }
  }

  private static func apps(of object: KubeObject) -> [NamespacedName] {
    let namespace = object.metadata.namespace
    var names: [String] = []
    if let label = object.metadata.labels[AppLabels.app] { names.append(label) }
    if let owner = object.metadata.controller, owner.kind == LaravelApp.resourceType.kind,
      owner.group == LaravelApp.resourceType.group
    {
      names.append(owner.name)
    }
    return names.map { NamespacedName(namespace: namespace, name: $0) }
  }
}
