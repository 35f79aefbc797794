/// What a handler needs to queue whoever a change concerns.
extension ObjectChange {
  /// The owners of that kind, by name: those of the state before and those of the state now, each once.
  ///
  /// Kinds are compared by group and kind, never by version. An object that changes hands concerns both owners.
  public func owners(of type: ResourceType) -> [NamespacedName] {
    var names: [NamespacedName] = []
    for object in [old, new].compactMap(\.self) {
      let metadata = object.metadata
      for reference in metadata.ownerReferences
      where reference.kind == type.kind && reference.group == type.group {
        let namespace = type.isNamespaced ? metadata.namespace : ""
        let name = NamespacedName(namespace: namespace, name: reference.name)
        if !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  /// Objects of a first list stand back behind live changes.
  public var priority: WorkPriority { isInitialList ? .low : .live }

  /// `Deployment/shop-web changed`: what a reconcile's log line gives as its cause.
  public var trigger: String {
    let kind = (new ?? old)?.kind ?? ""
    let verb = isInitialList ? "listed" : old == nil ? "added" : new == nil ? "deleted" : "changed"
    return "\(kind)/\(key.name) \(verb)"
  }
}
