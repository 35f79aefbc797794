import KubeClient

/// Empties namespaces that are being deleted, then lets them go; optionally gives new ones their default
/// service account.
struct NamespaceController: Sendable {
  let store: ObjectStore
  let registry: ResourceRegistry
  let createsServiceAccounts: Bool

  /// Works until the task is cancelled.
  func run() async {
    for await event in store.changes(startingWith: .namespaces) {
      if event.key.resource == "namespaces" {
        reconcile(event.object)
      } else if event.change == .deleted, let namespace = store.get(.namespaces, name: event.key.namespace) {
        reconcile(namespace)
      }
    }
  }

  private func reconcile(_ namespace: KubeObject) {
    let name = namespace.metadata.name
    guard let current = store.get(.namespaces, name: name) else { return }
    guard current.metadata.isBeingDeleted else {
      if createsServiceAccounts { createServiceAccount(in: name) }
      return
    }
    if current["status", "phase"]?.string != "Terminating" {
      _ = try? store.updateStatus(.namespaces, name: name) { $0["phase"] = "Terminating" }
    }
    if empty(name), current["spec", "finalizers"]?.items.contains("kubernetes") == true {
      finish(name)
    }
  }

  /// Deletes what is in a namespace; whether nothing is left.
  private func empty(_ namespace: String) -> Bool {
    var isEmpty = true
    for resource in registry.resources
    where resource.type.isNamespaced && resource.type.group != "events.k8s.io"
      && resource.type.version == resource.storageVersion
    {
      for object in store.list(resource.type, namespace: namespace) {
        let name = object.metadata.name
        if !object.metadata.isBeingDeleted {
          // What is gone already is what is wanted.
          _ = try? store.delete(resource.type, namespace: namespace, name: name)
        }
        if store.get(resource.type, namespace: namespace, name: name) != nil { isEmpty = false }
      }
    }
    return isEmpty
  }

  private func finish(_ name: String) {
    _ = try? store.update(.namespaces, name: name) { object in
      let rest = (object["spec", "finalizers"]?.items ?? []).filter { $0 != "kubernetes" }
      object["spec", "finalizers"] = JSONValue.array(rest).unless(rest.isEmpty)
    }
    // Without finalizers in spec or metadata, nothing holds it.
    _ = try? store.delete(.namespaces, name: name)
  }

  private func createServiceAccount(in namespace: String) {
    let type = ResourceType(group: "", version: "v1", kind: "ServiceAccount", plural: "serviceaccounts")
    guard store.get(type, namespace: namespace, name: "default") == nil else { return }
    _ = try? store.create(type, KubeObject(type, name: "default", namespace: namespace))
  }
}
