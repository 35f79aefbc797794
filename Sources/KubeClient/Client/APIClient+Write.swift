extension APIClient {
  /// Creates the object.
  /// - Throws: `alreadyExists` when there is one of that name.
  @discardableResult
  public func create(
    _ type: ResourceType, _ object: KubeObject, fieldManager: String? = nil, dryRun: Bool = false
  ) async throws(KubeError) -> KubeObject {
    let target = try RequestTarget(
      type, namespace: try namespace(of: object, type),
      query: [("fieldManager", fieldManager), ("dryRun", dryRun ? "All" : nil)])
    var request = APIRequest("create", .post, type, target: target)
    request.send(object.json)
    return KubeObject(try await json(request), as: type)
  }

  /// Replaces the whole object; its `resourceVersion` guards against lost updates.
  /// - Throws: `conflict` when somebody was faster.
  @discardableResult
  public func update(
    _ type: ResourceType, _ object: KubeObject, fieldManager: String? = nil, subresource: String? = nil
  ) async throws(KubeError) -> KubeObject {
    let target = try RequestTarget(
      type, namespace: object.key.namespace, name: object.key.name, subresource: subresource,
      query: [("fieldManager", fieldManager)])
    var request = APIRequest("update", .put, type, subresource: subresource, target: target)
    request.send(object.json)
    return KubeObject(try await json(request), as: type)
  }

  /// Server-side apply: makes the object hold these fields, creating it if there is none.
  /// - Parameters:
  ///   - fieldManager: whose fields they are from now on.
  ///   - force: takes over fields that another manager holds; without it they are a `conflict`.
  ///   - subresource: `status`, or `nil` for the object itself.
  @discardableResult
  public func apply(
    _ type: ResourceType, _ object: KubeObject, fieldManager: String, force: Bool = true,
    dryRun: Bool = false,
    subresource: String? = nil
  ) async throws(KubeError) -> KubeObject {
    try await patch(
      type, object.key, .apply(object.json), subresource: subresource, fieldManager: fieldManager,
      force: force,
      dryRun: dryRun)
  }

  /// Changes parts of an object.
  /// - Throws: `notFound` when there is none (but for apply, which creates it), `invalid` when a JSON patch's
  ///   `test` fails.
  @discardableResult
  public func patch(
    _ type: ResourceType, _ key: NamespacedName, _ patch: Patch, subresource: String? = nil,
    fieldManager: String? = nil, force: Bool = false, dryRun: Bool = false
  ) async throws(KubeError) -> KubeObject {
    var isApply = false
    if case .apply = patch { isApply = true }
    let target = try RequestTarget(
      type, namespace: key.namespace, name: key.name, subresource: subresource,
      query: [
        ("fieldManager", fieldManager), ("force", isApply && force ? "true" : nil),
        ("dryRun", dryRun ? "All" : nil),
      ])
    var request = APIRequest(
      isApply ? "apply" : "patch", .patch, type, subresource: subresource, target: target)
    request.send(patch.body, as: patch.contentType)
    return KubeObject(try await json(request), as: type)
  }

  /// Sets members of an object's status through the `status` subresource, by merge patch: other members stay.
  /// - Parameter resourceVersion: when given, the write is a `conflict` unless the object still has this version.
  @discardableResult
  public func updateStatus(
    _ type: ResourceType, _ key: NamespacedName, _ status: JSONValue, resourceVersion: String? = nil,
    fieldManager: String? = nil
  ) async throws(KubeError) -> KubeObject {
    var body: JSONValue = ["status": status]
    if let resourceVersion { body["metadata", "resourceVersion"] = JSONValue(resourceVersion) }
    return try await patch(type, key, .merge(body), subresource: "status", fieldManager: fieldManager)
  }

  /// Deletes the object.
  /// - Returns: the object when it is still there, held by finalizers or its grace period; `nil` when it is gone.
  /// - Throws: `notFound` when there is none, `conflict` when a precondition does not hold.
  @discardableResult
  public func delete(
    _ type: ResourceType, _ key: NamespacedName, options: DeleteOptions = DeleteOptions()
  ) async throws(KubeError) -> KubeObject? {
    let target = try RequestTarget(type, namespace: key.namespace, name: key.name)
    var request = APIRequest("delete", .delete, type, target: target)
    request.send(options.json)
    let answer = try await json(request)
    guard answer["kind"] != "Status" else { return nil }
    let object = KubeObject(answer, as: type)
    // Some kinds answer with the last state of an object that is gone.
    return object.metadata.isBeingDeleted ? object : nil
  }

  private func namespace(of object: KubeObject, _ type: ResourceType) throws(KubeError) -> String? {
    // Checks the names by the same rules; the path of a create ends at the collection.
    _ = try RequestTarget(type, namespace: object.key.namespace, name: object.key.name)
    return object.key.namespace
  }
}
