import Foundation
import KubeClient

extension APIServer {
  func create(_ request: APIRequest, _ target: Target) throws(APIError) -> APIResponse {
    let body = try BodyDecoder.object(request, kind: target.type.kind)
    var pipeline = try pipeline(request, target, scope: .object, optionsKind: "CreateOptions")
    var wanted = try pipeline.decode(body)
    try checkNamespace(&wanted, target)
    let created = try create(wanted, target, &pipeline) { object, pipeline in
      pipeline.recorded(object, from: nil)
    }
    return try response(created, request, target.resource, status: 201, warnings: pipeline.warnings)
  }

  /// Stores a new object; `record` notes who owns its fields.
  func create(
    _ wanted: KubeObject, _ target: Target, _ pipeline: inout WritePipeline,
    record: (KubeObject, WritePipeline) -> KubeObject
  ) throws(APIError) -> KubeObject {
    var object = wanted
    if object.metadata.name.isEmpty {
      guard let prefix = object["metadata", "generateName"]?.string, !prefix.isEmpty else {
        throw .invalid(
          kind: target.type.kind, group: target.type.group, name: "",
          [.required("metadata.name", "name or generateName is required")])
      }
      object["metadata", "name"] = JSONValue(GeneratedName.make(prefix: prefix))
    }
    if let version = object["metadata", "resourceVersion"]?.string, !version.isEmpty {
      throw APIError(
        code: 500, reason: "", message: "resourceVersion should not be set on objects to be created")
    }
    let uid = UUID().uuidString.lowercased()
    if target.type.isNamespaced { try checkNamespaceExists(object, target) }
    object = try pipeline.create(object, uid: uid) { object, pipeline in
      var admitted = record(object, pipeline)
      DefaultStorageClass.admit(&admitted, type: target.type, store: store)
      return admitted
    }
    let created = try store.create(target.type, object, uid: uid, dryRun: pipeline.options.isDryRun)
    if !pipeline.options.isDryRun { changed(target, created) }
    return created
  }

  /// A namespace that is missing is what is wrong first, before anything in the object.
  private func checkNamespaceExists(_ object: KubeObject, _ target: Target) throws(APIError) {
    let name = object.metadata.namespace
    guard store.get(.namespaces, name: name) != nil else { throw .notFound(.namespaces, name: name) }
  }

  func update(
    _ request: APIRequest, _ target: Target, scope: WritePipeline.Scope
  ) throws(APIError) -> APIResponse {
    let name = try target.requireName()
    let body = try BodyDecoder.object(request, kind: target.type.kind)
    var pipeline = try pipeline(request, target, scope: scope, optionsKind: "UpdateOptions")
    var wanted = try pipeline.decode(body)
    try checkNamespace(&wanted, target)
    if wanted.metadata.name.isEmpty {
      throw .badRequest(
        "the name of the object (\(name) based on URL) was undeterminable: name must be provided")
    }
    guard wanted.metadata.name == name else {
      throw .badRequest(
        "the name of the object (\(wanted.metadata.name)) does not match the name on the URL (\(name))")
    }
    if store.get(target.type, namespace: target.namespace, name: name) == nil, scope == .object,
      Self.createsOnUpdate.contains(target.type.storageResource)
    {
      wanted["metadata", "resourceVersion"] = nil
      let created = try create(wanted, target, &pipeline) { $1.recorded($0, from: nil) }
      return try response(created, request, target.resource, status: 201, warnings: pipeline.warnings)
    }
    if wanted.metadata.resourceVersion.isEmpty,
      target.resource.isCustom || Self.needsVersion.contains(target.type.storageResource)
    {
      throw .invalid(
        kind: target.type.plural, group: target.type.group, name: name,
        [.invalid("metadata.resourceVersion", 0, "must be specified for an update")])
    }
    let updated = try replace(target, name: name, pipeline: pipeline) { _ throws(APIError) in wanted }
    return try response(updated, request, target.resource, warnings: pipeline.warnings)
  }

  /// Kinds whose strategy allows to create them by PUT, and those that want a version in every PUT.
  private static let createsOnUpdate: Set<String> = ["leases.coordination.k8s.io", "events", "endpoints"]
  private static let needsVersion: Set<String> = [
    "leases.coordination.k8s.io", "poddisruptionbudgets.policy",
    "customresourcedefinitions.apiextensions.k8s.io",
  ]

  /// Writes the next state of an object, whatever the present one is when it is written.
  func replace(
    _ target: Target, name: String, pipeline: WritePipeline,
    record: ((KubeObject, KubeObject) -> KubeObject)? = nil,
    wanted: (KubeObject) throws(APIError) -> KubeObject
  ) throws(APIError) -> KubeObject {
    let type = target.type
    let updated = try store.update(
      type, namespace: target.namespace, name: name, dryRun: pipeline.options.isDryRun
    ) { object throws(APIError) in
      let old = object
      let desired = try wanted(old)
      try Self.checkPreconditions(desired, old, type: type)
      var next = pipeline.restrict(desired, to: pipeline.scope, from: old)
      let isDeleted = old.metadata.isBeingDeleted && next.metadata.finalizers.isEmpty
      if !isDeleted { try pipeline.validate(next, old: old) }
      next = record?(next, old) ?? pipeline.recorded(next, from: old)
      object = next
    }
    if !pipeline.options.isDryRun { changed(target, updated) }
    return updated
  }

  private static func checkPreconditions(
    _ wanted: KubeObject, _ old: KubeObject, type: ResourceType
  ) throws(APIError) {
    let name = old.metadata.name
    let (uid, version) = (wanted.metadata.uid, wanted.metadata.resourceVersion)
    if !uid.isEmpty, uid != old.metadata.uid {
      let path = (type.isNamespaced ? [old.metadata.namespace, name] : [name]).joined(separator: "/")
      let root = type.group.isEmpty ? type.plural : "\(type.group)/\(type.plural)"
      throw .conflict(
        type, name: name,
        because: "StorageError: invalid object, Code: 4, Key: /registry/\(root)/\(path), ResourceVersion: 0, "
          + "AdditionalErrorMsg: Precondition failed: UID in precondition: \(uid), UID in object meta: "
          + old.metadata.uid)
    }
    if !version.isEmpty, version != old.metadata.resourceVersion { throw .conflict(type, name: name) }
  }

  func pipeline(
    _ request: APIRequest, _ target: Target, scope: WritePipeline.Scope, optionsKind: String
  ) throws(APIError) -> WritePipeline {
    let options = try WriteOptions(request, optionsKind: optionsKind)
    return WritePipeline(
      resource: target.resource, scope: scope, options: options, manager: options.manager(of: request),
      time: Timestamp.text(store.now()))
  }

  /// The namespace of the path is that of the object.
  func checkNamespace(_ object: inout KubeObject, _ target: Target) throws(APIError) {
    guard target.type.isNamespaced else {
      object["metadata", "namespace"] = nil
      return
    }
    guard let namespace = target.namespace else { throw Self.methodNotAllowed }
    let own = object.metadata.namespace
    guard own.isEmpty || own == namespace else {
      throw .badRequest(
        "the namespace of the provided object does not match the namespace sent on the request")
    }
    object["metadata", "namespace"] = JSONValue(namespace)
  }

  /// Definitions take effect with the request that writes them.
  func changed(_ target: Target, _ object: KubeObject) {
    guard target.type.storageResource == ResourceType.customResourceDefinitions.storageResource else {
      return
    }
    definitions.synchronize(object.metadata.name)
  }
}
