import Foundation
import KubeClient

extension APIServer {
  private static let mergeTypes = [
    "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml",
  ]
  private static let strategicType = "application/strategic-merge-patch+json"

  func patch(
    _ request: APIRequest, _ target: Target, scope: WritePipeline.Scope
  ) throws(APIError) -> APIResponse {
    let name = try target.requireName()
    let mediaType = BodyDecoder.mediaType(request.contentType)
    if mediaType == "application/apply-patch+yaml" || mediaType == "application/apply-patch+json" {
      return try apply(request, target, name: name, scope: scope)
    }
    let pipeline = try pipeline(request, target, scope: scope, optionsKind: "PatchOptions")
    let change = try Self.change(request, target.resource)
    var warnings: [String] = []
    let updated = try replace(target, name: name, pipeline: pipeline) { old throws(APIError) in
      var decoding = pipeline
      let changed = try change(old.json)
      let wanted: KubeObject
      do throws(APIError) {
        wanted = try decoding.complete(changed)
      } catch {
        throw Self.refused(error, patch: request, result: changed)
      }
      warnings = decoding.warnings
      guard wanted.metadata.name == name else {
        throw .badRequest(
          "the name of the object (\(wanted.metadata.name)) does not match the name on the URL (\(name))")
      }
      return wanted
    }
    return try response(updated, request, target.resource, warnings: warnings)
  }

  /// A patch that leads to something undecodable is what is invalid, not the object.
  private static func refused(_ error: APIError, patch: APIRequest, result: JSONValue) -> APIError {
    guard error.code == 400, let range = error.message.firstRange(of: " cannot be handled as a "),
      let reason = error.message[range.upperBound...].firstRange(of: ": ")
    else { return error }
    let isStrategic = BodyDecoder.mediaType(patch.contentType) == strategicType
    let shown = isStrategic ? (try? JSONValue(parsing: patch.body))?.goText ?? "" : result.description
    return .invalid(
      kind: "", group: "", name: "",
      [.invalid("patch", .string(shown), String(error.message[reason.upperBound...]))])
  }

  typealias Change = (JSONValue) throws(APIError) -> JSONValue

  /// What the patch of a request does to an object.
  static func change(_ request: APIRequest, _ resource: APIResource) throws(APIError) -> Change {
    switch BodyDecoder.mediaType(request.contentType) {
    case "application/json-patch+json":
      let patch = try BodyDecoder.patch(request)
      return { object throws(APIError) in try JSONPatch.apply(patch, to: object) }
    case "application/merge-patch+json":
      let patch = try object(in: request)
      return { object throws(APIError) in MergePatch.apply(patch, to: object) }
    case strategicType:
      guard !resource.isCustom else { throw BodyDecoder.unsupported(mergeTypes) }
      let patch = try object(in: request)
      let schema = resource.schema
      return { object throws(APIError) in try StrategicMergePatch.apply(patch, to: object, schema: schema) }
    default:
      throw APIError(
        code: 415, reason: "UnsupportedMediaType", message: "415: Unsupported Media Type", details: [:])
    }
  }

  private static func object(in request: APIRequest) throws(APIError) -> JSONValue {
    let patch = try BodyDecoder.patch(request)
    guard patch.object != nil else {
      throw .badRequest(
        "error decoding patch: json: cannot unmarshal \(patch.typeName) into Go value of type map[string]interface {}"
      )
    }
    return patch
  }

  // MARK: Server-side apply

  private func apply(
    _ request: APIRequest, _ target: Target, name: String, scope: WritePipeline.Scope
  ) throws(APIError) -> APIResponse {
    var pipeline = try pipeline(request, target, scope: scope, optionsKind: "PatchOptions")
    guard !pipeline.options.fieldManager.isEmpty else {
      throw .invalid(
        kind: "PatchOptions", group: "meta.k8s.io", name: "",
        [.required("fieldManager", "is required for apply patch")])
    }
    var configuration = try configuration(in: request, target, name: name, &pipeline)
    if target.resource.hasStatus {
      if scope == .status {
        configuration = [
          "metadata": configuration["metadata"] ?? [:], "status": configuration["status"] ?? [:],
        ]
        configuration["metadata"] = ["name": JSONValue(name)]
      } else {
        configuration["status"] = nil
      }
    }
    if store.get(target.type, namespace: target.namespace, name: name) == nil {
      guard scope == .object else { throw .notFound(target.type, name: name) }
      do throws(APIError) {
        let created = try applyNew(configuration, target, &pipeline)
        return try response(created, request, target.resource, status: 201, warnings: pipeline.warnings)
      } catch  where error.reason == "AlreadyExists" {
        // Somebody was faster: it is there to be changed now.
      }
    }
    let updated = try applyChange(configuration, target, name: name, pipeline)
    return try response(updated, request, target.resource, warnings: pipeline.warnings)
  }

  /// The configuration in the body, checked and without fields that the schema does not know.
  private func configuration(
    in request: APIRequest, _ target: Target, name: String, _ pipeline: inout WritePipeline
  ) throws(APIError) -> JSONValue {
    var body = try BodyDecoder.patch(request)
    if body.isNull { body = [:] }
    guard body.object != nil else { throw .badRequest("error decoding YAML: no object") }
    if body["metadata", "managedFields"]?.array?.isEmpty == false {
      throw .badRequest("metadata.managedFields must be nil")
    }
    let (kind, version) = (body["kind"]?.string ?? "", body["apiVersion"]?.string ?? "")
    guard kind == target.type.kind, version == target.type.apiVersion else {
      throw .badRequest("invalid object type: \(version.isEmpty ? "/" : version), Kind=\(kind)")
    }
    if let own = body["metadata", "name"]?.string, own != name {
      throw .badRequest("the name of the object (\(own)) does not match the name on the URL (\(name))")
    }
    let place = "\(body["metadata", "namespace"]?.string ?? "")/\(name)"
    body["metadata", "name"] = JSONValue(name)
    if target.type.isNamespaced {
      var object = KubeObject(body)
      try checkNamespace(&object, target)
      body = object.json
    }
    if let problem = TypedObject(value: body, schema: target.resource.schema).mismatch {
      throw APIError(
        code: 500, reason: "",
        message: "failed to create typed patch object (\(place); \(version), Kind=\(kind)): \(problem)")
    }
    for field in ["uid", "creationTimestamp", "generation", "managedFields"] { body["metadata", field] = nil }
    return body
  }

  private func applyNew(
    _ configuration: JSONValue, _ target: Target, _ pipeline: inout WritePipeline
  ) throws(APIError) -> KubeObject {
    let wanted = try pipeline.complete(configuration)
    return try create(wanted, target, &pipeline) { object, pipeline in
      var fields = FieldManager(KubeObject([:]), schema: target.resource.schema)
      fields.record(configuration, for: pipeline.identity(.apply), at: pipeline.time)
      var result = object
      result["metadata", "managedFields"] = fields.managedFields
      return result
    }
  }

  private func applyChange(
    _ configuration: JSONValue, _ target: Target, name: String, _ pipeline: WritePipeline
  ) throws(APIError) -> KubeObject {
    var managers: FieldManager?
    return try replace(
      target, name: name, pipeline: pipeline,
      record: { object, _ in
        var result = object
        result["metadata", "managedFields"] = managers?.managedFields
        return result
      },
      wanted: { old throws(APIError) in
        var fields = FieldManager(old, schema: target.resource.schema)
        if fields.isEmpty, pipeline.scope == .object {
          var live = old.json
          if target.resource.hasStatus { live["status"] = nil }
          fields.record(
            live,
            for: FieldManager.Identity(
              name: "before-first-apply", operation: .update, apiVersion: target.type.apiVersion),
            at: pipeline.time)
        }
        var configuration = configuration
        let version = configuration["metadata", "resourceVersion"]
        configuration["metadata", "resourceVersion"] = nil
        let merged = try fields.apply(
          configuration, to: old.json, by: pipeline.identity(.apply), force: pipeline.options.force,
          at: pipeline.time)
        managers = fields
        var decoding = pipeline
        var object = try decoding.complete(Self.withIdentity(merged, of: old))
        if let version { object["metadata", "resourceVersion"] = version }
        return object
      })
  }

  /// The merged object with the server's own fields, which nobody can apply.
  private static func withIdentity(_ merged: JSONValue, of old: KubeObject) -> JSONValue {
    var result = merged
    for field in [
      "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
      "deletionGracePeriodSeconds", "generateName", "selfLink",
    ] {
      if let value = old["metadata", field] { result["metadata", field] = value }
    }
    return result
  }
}
