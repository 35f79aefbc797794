import KubeClient

/// Makes definitions effective: accepts their names, serves their resources, and removes both with them.
final class CustomResourceController: Sendable {
  /// Holds a definition until its resources are gone.
  static let cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io"

  private let store: ObjectStore
  private let registry: ResourceRegistry

  init(store: ObjectStore, registry: ResourceRegistry) {
    self.store = store
    self.registry = registry
  }

  /// Follows the definitions that are written past the API, until the task is cancelled.
  func run() async {
    for await event in store.watch(.customResourceDefinitions) {
      switch event {
      case .added(let object), .modified(let object), .deleted(let object):
        synchronize(object.metadata.name)
      case .bookmark, .error: break
      }
    }
  }

  /// Brings the API in line with the definition of that name; doing it again changes nothing.
  func synchronize(_ name: String) {
    guard let definition = store.get(.customResourceDefinitions, name: name) else {
      remove(registry.resources(of: name))
      registry.install([], of: name)
      return
    }
    let resources = CustomResources.resources(of: definition)
    guard !resources.isEmpty else { return }
    if definition.metadata.isBeingDeleted {
      remove(resources)
      registry.install([], of: name)
      // The definition goes with its last finalizer; it may be gone already.
      _ = try? store.update(.customResourceDefinitions, name: name) { object in
        object["metadata", "finalizers"] = JSONValue(
          object.metadata.finalizers.filter { $0 != Self.cleanupFinalizer })
      }
      return
    }
    registry.install(resources, of: name)
    // Nobody else writes this status; when the definition is gone, there is nothing to say.
    _ = try? store.update(.customResourceDefinitions, name: name) {
      [now = Timestamp.text(store.now())] object in
      let before = object
      Self.accept(&object, at: now)
      guard object != before else { return }
      let schema = BuiltinSchemas.kind("CustomResourceDefinition") ?? .any
      var fields = FieldManager(before, schema: schema)
      fields.update(
        from: before.json, to: object.json,
        by: FieldManager.Identity(
          name: "kube-apiserver", operation: .update, apiVersion: object.apiVersion, subresource: "status"),
        at: now)
      object["metadata", "managedFields"] = fields.managedFields
    }
  }

  private func remove(_ resources: [APIResource]) {
    for resource in resources {
      for object in store.list(resource.type) {
        // Finalizers hold what they hold.
        _ = try? store.delete(resource.type, namespace: object.metadata.namespace, name: object.metadata.name)
      }
    }
  }

  private static func accept(_ definition: inout KubeObject, at now: String) {
    let names = definition["spec", "names"] ?? [:]
    definition["status", "acceptedNames"] = names
    let versions = definition["spec", "versions"]?.items ?? []
    var stored = definition["status", "storedVersions"]?.items ?? []
    for version in versions where version["storage"]?.bool == true {
      if let name = version["name"], !stored.contains(name) { stored.append(name) }
    }
    definition["status", "storedVersions"] = .array(stored)
    let present = definition["status", "conditions"]?.items ?? []
    guard !present.contains(where: { $0["type"] == "Established" }) else { return }
    definition["status", "conditions"] = [
      [
        "type": "NamesAccepted", "status": "True", "lastTransitionTime": JSONValue(now),
        "reason": "NoConflicts", "message": "no conflicts found",
      ],
      [
        "type": "Established", "status": "True", "lastTransitionTime": JSONValue(now),
        "reason": "InitialNamesAccepted", "message": "the initial names have been accepted",
      ],
    ]
  }
}
