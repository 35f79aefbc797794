import Foundation
import KubeClient

/// What a body or query says about a deletion: `metav1.DeleteOptions`.
struct DeleteOptions: Sendable {
  var propagation: DeletionPropagation?
  var uid: String?
  var resourceVersion: String?
  var isDryRun = false
  /// How long a pod may take to stop; `nil` for what its spec says.
  var gracePeriodSeconds: Int?

  init(_ request: APIRequest) throws(APIError) {
    var body: JSONValue = [:]
    if !request.body.isEmpty { body = try BodyDecoder.object(request, kind: "DeleteOptions") }
    let policy = body["propagationPolicy"]?.string ?? request.query["propagationPolicy"] ?? ""
    if !policy.isEmpty {
      guard let value = DeletionPropagation(rawValue: policy) else {
        throw .invalid(
          kind: "DeleteOptions", group: "meta.k8s.io", name: "",
          [
            .notSupported(
              "propagationPolicy", .string(policy),
              allowed: ["\"Foreground\"", "\"Background\"", "\"Orphan\"", "\"nil\""])
          ])
      }
      propagation = value
    } else if let orphan = body["orphanDependents"]?.bool {
      propagation = orphan ? .orphan : .background
    }
    gracePeriodSeconds =
      body["gracePeriodSeconds"]?.int ?? request.query["gracePeriodSeconds"].flatMap(Int.init)
    uid = body["preconditions", "uid"]?.string
    resourceVersion = body["preconditions", "resourceVersion"]?.string
    isDryRun = request.query["dryRun"] == "All" || body["dryRun"]?.items.contains("All") == true
  }
}

extension APIServer {
  func delete(_ request: APIRequest, _ target: Target) throws(APIError) -> APIResponse {
    let options = try DeleteOptions(request)
    let name = try target.requireName()
    let (object, isGone) = try delete(target, name: name, options)
    var warnings: [String] = []
    if options.propagation == nil, target.type.storageResource == "jobs.batch" {
      warnings.append(
        "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them "
          + "or set propagationPolicy=Orphan to suppress this warning")
    }
    // Kinds that the server ends gracefully answer with the object, the others with a Status once it is gone.
    if !isGone || ["pods", "services", "namespaces"].contains(target.type.storageResource) {
      return try response(object, request, target.resource, warnings: warnings)
    }
    var response = APIResponse(
      json: [
        "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
        "details": .members([
          "name": JSONValue(name), "group": JSONValue(target.type.group).unless(target.type.group.isEmpty),
          "kind": JSONValue(target.type.plural), "uid": JSONValue(object.metadata.uid),
        ]),
      ])
    response.warnings = warnings
    return response
  }

  @discardableResult
  private func delete(
    _ target: Target, name: String, _ options: DeleteOptions
  ) throws(APIError) -> (object: KubeObject, isGone: Bool) {
    let type = target.type
    let isOrphaning = options.propagation == nil && type.storageResource == "jobs.batch"
    let result = try store.delete(
      type, namespace: target.namespace, name: name,
      propagation: isOrphaning ? .orphan : options.propagation,
      gracePeriodSeconds: options.gracePeriodSeconds, dryRun: options.isDryRun
    ) { object throws(APIError) in
      if let uid = options.uid, uid != object.metadata.uid {
        throw Self.failedPrecondition(type, name, "UID", uid, object.metadata.uid)
      }
      if let version = options.resourceVersion, version != object.metadata.resourceVersion {
        throw Self.failedPrecondition(type, name, "ResourceVersion", version, object.metadata.resourceVersion)
      }
    }
    if !options.isDryRun { changed(target, result.object) }
    return result
  }

  private static func failedPrecondition(
    _ type: ResourceType, _ name: String, _ what: String, _ wanted: String, _ found: String
  ) -> APIError {
    let kind = type.group.isEmpty ? type.kind : "\(type.kind).\(type.group)"
    let hint = what == "UID" ? "and then recreated" : "or modified"
    return APIError(
      code: 409, reason: "Conflict",
      message:
        "Operation cannot be fulfilled on \(kind) \"\(name)\": the \(what) in the precondition (\(wanted)) "
        + "does not match the \(what) in record (\(found)). The object might have been "
        + (what == "UID" ? "deleted \(hint)" : "modified"),
      details: .members([
        "name": JSONValue(name), "group": JSONValue(type.group).unless(type.group.isEmpty),
        "kind": JSONValue(type.kind),
      ]))
  }

  func deleteCollection(_ request: APIRequest, _ target: Target) throws(APIError) -> APIResponse {
    guard target.resource.verbs.contains("deletecollection") else { throw Self.methodNotAllowed }
    if target.type.isNamespaced, target.namespace == nil { throw Self.methodNotAllowed }
    let options = try DeleteOptions(request)
    let selection = try ListOptions(request, resource: target.resource)
    let (all, version) = try store.snapshot(target.type.storageResource, namespace: target.namespace)
    var deleted: [KubeObject] = []
    for stored in all {
      let object = ObjectConversion.convert(stored, to: target.type)
      guard selection.selects(object) else { continue }
      // Whatever is gone meanwhile needs no deletion.
      do throws(APIError) {
        deleted.append(try delete(target, name: object.metadata.name, options).object)
      } catch  where error.code == 404 {
        continue
      }
    }
    let view = try ObjectView(accept: request.accept, query: request.query)
    return APIResponse(
      json: view.show(
        list: deleted, resource: target.resource, metadata: ["resourceVersion": JSONValue(String(version))],
        now: store.now().timeIntervalSince1970))
  }

  /// Evicting a pod deletes it: nothing here guards a disruption budget.
  func evict(_ request: APIRequest, _ target: Target) throws(APIError) -> APIResponse {
    guard request.method == "POST" else { throw Self.methodNotAllowed }
    try store.delete(.pods, namespace: target.namespace, name: try target.requireName())
    return APIResponse(
      status: 201,
      json: ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "code": 201])
  }

  /// Replaces `spec.finalizers` of a namespace.
  func finalize(_ request: APIRequest, _ target: Target) throws(APIError) -> APIResponse {
    guard request.method == "PUT" else { throw Self.methodNotAllowed }
    let name = try target.requireName()
    let body = try BodyDecoder.object(request, kind: target.type.kind)
    let updated = try store.update(.namespaces, name: name) {
      $0["spec", "finalizers"] = body["spec", "finalizers"]
    }
    return try response(updated, request, target.resource)
  }
}
