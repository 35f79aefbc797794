import KubeClient

extension APIServer {
  /// The `scale` subresource: the number of replicas, whatever kind it belongs to.
  func respondToScale(
    _ request: APIRequest, _ target: Target, _ scale: APIResource.Scale
  ) throws(APIError) -> APIResponse {
    let name = try target.requireName()
    switch request.method {
    case "GET":
      guard let object = store.get(target.type, namespace: target.namespace, name: name) else {
        throw .notFound(target.type, name: name)
      }
      return APIResponse(json: Self.scale(of: object, scale))
    case "PUT":
      let body = try BodyDecoder.object(request, kind: "Scale")
      return try writeScale(request, target, scale) { _ throws(APIError) in body }
    case "PATCH":
      let change: Change =
        BodyDecoder.mediaType(request.contentType) == "application/apply-patch+yaml"
        ? try applied(request) : try Self.change(request, Self.scaleResource(target))
      return try writeScale(request, target, scale, change)
    default: throw Self.methodNotAllowed
    }
  }

  private func applied(_ request: APIRequest) throws(APIError) -> Change {
    let patch = try BodyDecoder.patch(request)
    return { object throws(APIError) in MergePatch.apply(patch, to: object) }
  }

  /// Scale is a built-in kind even where its owner is not: strategic merge works on it.
  private static func scaleResource(_ target: Target) -> APIResource {
    APIResource(
      ResourceType(group: "autoscaling", version: "v1", kind: "Scale", plural: "scales"),
      schema: BuiltinSchemas.kind("Scale") ?? .any)
  }

  private func writeScale(
    _ request: APIRequest, _ target: Target, _ scale: APIResource.Scale, _ change: Change
  ) throws(APIError) -> APIResponse {
    let name = try target.requireName()
    let pipeline = try pipeline(request, target, scope: .scale, optionsKind: "PatchOptions")
    let updated = try replace(target, name: name, pipeline: pipeline) { old throws(APIError) in
      let wanted = try change(Self.scale(of: old, scale))
      if let version = wanted["metadata", "resourceVersion"]?.string, !version.isEmpty,
        version != old.metadata.resourceVersion
      {
        throw .conflict(target.type, name: name)
      }
      let replicas = wanted["spec", "replicas"] ?? 0
      guard let count = replicas.int else {
        throw .badRequest("Scale in version \"v1\" cannot be handled as a Scale: spec.replicas is no integer")
      }
      guard count >= 0 else {
        throw .invalid(
          kind: "Scale", group: "autoscaling", name: name,
          [.invalid("spec.replicas", replicas, "must be greater than or equal to 0")])
      }
      var object = old
      object.json[path: scale.specReplicasPath] = JSONValue(count)
      return object
    }
    return APIResponse(json: Self.scale(of: updated, scale))
  }

  private static func scale(of object: KubeObject, _ paths: APIResource.Scale) -> JSONValue {
    var metadata: JSONValue = [:]
    for field in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
      metadata[field] = object["metadata", field]
    }
    let replicas = object.json[path: paths.specReplicasPath]?.int
    var status: JSONValue = ["replicas": JSONValue(object.json[path: paths.statusReplicasPath]?.int ?? 0)]
    if let path = paths.labelSelectorPath {
      status["selector"] = object.json[path: path]
    } else if let selector = object["spec", "selector"] {
      status["selector"] = JSONValue(LabelSelector(selector).text)
    }
    return [
      "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata,
      "spec": replicas.map { ["replicas": JSONValue($0)] } ?? [:], "status": status,
    ]
  }
}
