import Foundation
import KubeClient

/// Turns what a client sends into what is stored: unknown fields, defaults, what this endpoint may change,
/// validation, ownership of fields.
struct WritePipeline {
  /// Which part of an object an endpoint writes.
  enum Scope: Sendable, Hashable {
    case object
    case status
    case scale
  }

  let resource: APIResource
  let scope: Scope
  let options: WriteOptions
  let manager: String
  /// RFC 3339, for managedFields.
  let time: String
  private(set) var warnings: [String] = []

  init(resource: APIResource, scope: Scope, options: WriteOptions, manager: String, time: String) {
    self.resource = resource
    self.scope = scope
    self.options = options
    self.manager = manager
    self.time = time
  }

  private var type: ResourceType { resource.type }

  // MARK: Decoding

  /// The object that a body means: of the right kind, without unknown fields, with defaults.
  mutating func decode(_ body: JSONValue) throws(APIError) -> KubeObject {
    guard body.object != nil else {
      throw .badRequest(
        "the object provided is unrecognized (must be of type \(type.kind)): couldn't get version/kind; "
          + "json parse error: json: cannot unmarshal \(body.typeName) into Go value of type struct "
          + "{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; "
          + "Kind string \"json:\\\"kind,omitempty\\\"\" } (\(body))")
    }
    try checkIdentity(body)
    return try complete(body)
  }

  private func checkIdentity(_ body: JSONValue) throws(APIError) {
    let (kind, version) = (body["kind"]?.string ?? "", body["apiVersion"]?.string ?? "")
    if resource.isCustom, kind.isEmpty || version.isEmpty {
      let missing = kind.isEmpty ? "Kind" : "apiVersion"
      throw .badRequest(
        "the object provided is unrecognized (must be of type \(type.kind)): Object '\(missing)' is missing in "
          + "'\(body)'")
    }
    if resource.isCustom, kind != type.kind {
      throw .invalid(
        kind: kind, group: type.group, name: body["metadata", "name"]?.string ?? "",
        [.invalid("kind", .string(kind), "must be \(type.kind)")])
    }
    if !kind.isEmpty, kind != type.kind {
      let found = version.isEmpty ? type.apiVersion : version
      let short = found.split(separator: "/").last ?? ""
      throw .badRequest(
        "\(kind) in version \"\(found)\" cannot be handled as a \(type.kind): converting (\(short).\(kind)) to "
          + "(\(type.group.isEmpty ? "core" : String(type.group.prefix { $0 != "." })).\(type.kind)): "
          + "unknown conversion")
    }
    if !version.isEmpty, version != type.apiVersion {
      throw .badRequest(
        "the API version in the data (\(version)) does not match the expected API version (\(type.apiVersion))"
      )
    }
  }

  /// A whole object without unknown fields and with defaults; unknown fields are refused or become warnings.
  mutating func complete(_ value: JSONValue) throws(APIError) -> KubeObject {
    var json = value
    json["apiVersion"] = JSONValue(type.apiVersion)
    json["kind"] = JSONValue(type.kind)
    let unknown = SchemaPruning.prune(&json, by: resource.schema)
    if !unknown.isEmpty {
      let texts = unknown.map { "unknown field \"\($0)\"" }
      switch options.fieldValidation {
      case .strict:
        throw .badRequest(
          "\(type.kind) in version \"\(type.version)\" cannot be handled as a \(type.kind): strict decoding "
            + "error: \(texts.joined(separator: ", "))")
      case .warn: warnings += texts.filter { !warnings.contains($0) }
      case .ignore: break
      }
    }
    let problem =
      resource.isCustom
      ? GoDecoding.mismatch(in: json["metadata"] ?? [:], kind: "ObjectMeta", by: BuiltinSchemas.objectMeta)
      : GoDecoding.mismatch(in: json, kind: type.kind, by: resource.schema)
    if let problem {
      throw .badRequest(
        "\(type.kind) in version \"\(type.version)\" cannot be handled as a \(type.kind): \(problem)")
    }
    SchemaDefaults.fill(&json, by: resource.schema)
    guard !resource.isCustom else {
      // Nulls that are not allowed were given up by clients.
      var object = KubeObject(Self.withoutNulls(json, by: resource.schema))
      if let meta = object["metadata"] {
        object["metadata"] = GoDecoding.normalized(meta, by: BuiltinSchemas.objectMeta)
      }
      return object
    }
    var object = KubeObject(GoDecoding.normalized(json, by: resource.schema))
    KindDefaults.fill(&object, type: type)
    return object
  }

  private static func withoutNulls(_ value: JSONValue, by schema: Schema) -> JSONValue {
    guard case .object(let members) = value else { return value }
    var result = members
    for member in members {
      guard let property = schema.fields.properties[member.key] else { continue }
      if member.value.isNull, !property.fields.isNullable, property.fields.type != nil,
        !schema.fields.required.contains(member.key)
      {
        result[member.key] = nil
      } else if case .object = member.value {
        let cleaned = withoutNulls(member.value, by: property)
        if cleaned != member.value { result[member.key] = cleaned }
      }
    }
    return .object(result)
  }

  // MARK: Writing

  /// The new object that is stored.
  /// - Parameters:
  ///   - uid: the identity that it will have.
  ///   - record: notes who owns its fields.
  mutating func create(
    _ wanted: KubeObject, uid: String, record: (KubeObject, WritePipeline) -> KubeObject
  ) throws(APIError) -> KubeObject {
    var object = wanted
    if resource.hasStatus {
      object["status"] = GoDecoding.zeroStatus(resource.schema).unless(resource.isCustom)
    }
    object["metadata", "managedFields"] = nil
    // What the server makes of a new object belongs to nobody: ownership is noted before.
    object = record(object, self)
    if !resource.isCustom { KindDefaults.create(&object, type: type, uid: uid) }
    try validate(object, old: nil)
    return object
  }

  /// The next state of an object: only what the endpoint may change differs from the present.
  func restrict(_ wanted: KubeObject, to scope: Scope, from old: KubeObject) -> KubeObject {
    var result = wanted
    switch scope {
    case .object, .scale:
      if resource.hasStatus { result["status"] = old["status"] }
      if !resource.isCustom { keepAllocated(&result, old) }
    case .status:
      result = old
      result["status"] = wanted["status"]
      result["metadata", "resourceVersion"] = wanted["metadata", "resourceVersion"]
    }
    return result
  }

  /// What the server has filled in stays when a client leaves it out.
  private func keepAllocated(_ object: inout KubeObject, _ old: KubeObject) {
    switch type.storageResource {
    case "namespaces":
      object["spec"] = old["spec"]
      object["metadata", "labels", "kubernetes.io/metadata.name"] = JSONValue(old.metadata.name)
    case "persistentvolumeclaims":
      for field in ["volumeName", "storageClassName"] where object["spec", field] == nil {
        object["spec", field] = old["spec", field]
      }
    case "services" where object["spec", "type"]?.string != "ExternalName":
      for field in ServiceDefaults.allocated where object["spec", field] == nil {
        object["spec", field] = old["spec", field]
      }
      ServiceDefaults.allocate(&object)
    case "pods":
      for field in ["nodeName", "preemptionPolicy", "priority", "tolerations"]
      where object["spec", field] == nil {
        object["spec", field] = old["spec", field]
      }
    case "jobs.batch":
      if object["spec", "selector"] == nil, let selector = old["spec", "selector"] {
        object["spec", "selector"] = selector
        for member in old["spec", "template", "metadata", "labels"]?.object ?? [:]
        where object["spec", "template", "metadata", "labels", member.key] == nil {
          object["spec", "template", "metadata", "labels", member.key] = member.value
        }
      }
    default: break
    }
  }

  /// - Throws: 422 with everything that is wrong.
  func validate(_ object: KubeObject, old: KubeObject?) throws(APIError) {
    var errors = ObjectNames.errors(in: object, type: type)
    if let old, old.metadata.isBeingDeleted {
      let new = object.metadata.finalizers.filter { !old.metadata.finalizers.contains($0) }
      if !new.isEmpty {
        let list = new.map { JSONValue($0).description }.joined(separator: ", ")
        let error = FieldError.forbidden(
          "metadata.finalizers",
          "no new finalizers can be added if the object is being deleted, found new finalizers []string{\(list)}"
        )
        // Custom resources are checked by the generic and by their own strategy.
        errors += resource.isCustom ? [error, error] : [error]
      }
    }
    errors +=
      resource.isCustom
      ? SchemaValidator.errors(in: object.json, by: resource.schema)
      : KindValidation.errors(in: object, old: old, resource: resource)
    guard errors.isEmpty else {
      throw .invalid(kind: type.kind, group: type.group, name: object.metadata.name, errors)
    }
  }

  // MARK: Ownership

  /// The object with its managedFields after it was created, updated or patched.
  func recorded(_ object: KubeObject, from old: KubeObject?) -> KubeObject {
    var result = object
    let reset = Self.isReset(object["metadata", "managedFields"])
    var fields = FieldManager(reset ? KubeObject([:]) : old ?? KubeObject([:]), schema: resource.schema)
    var before = old?.json ?? (resource.isCustom ? [:] : GoDecoding.zero(resource.schema))
    if old == nil {
      // What Go writes as null was there from the beginning.
      for member in object.json.object ?? [:] where member.value.isNull { before[member.key] = member.value }
    }
    fields.update(
      from: withoutStatusUnlessWritten(before), to: withoutStatusUnlessWritten(object.json),
      // The scale subresource notes no time.
      by: identity(.update), at: scope == .scale ? Optional.none : time)
    result["metadata", "managedFields"] = fields.managedFields
    return result
  }

  /// Status belongs to whoever writes the subresource.
  private func withoutStatusUnlessWritten(_ json: JSONValue) -> JSONValue {
    guard scope != .status, resource.hasStatus || !resource.isCustom else { return json }
    var result = json
    if resource.hasStatus { result["status"] = nil }
    return result
  }

  /// An empty list, or one with an empty entry, asks the server to forget who owns what.
  private static func isReset(_ managedFields: JSONValue?) -> Bool {
    guard let entries = managedFields?.array else { return false }
    return entries.isEmpty || entries == [[:]]
  }

  func identity(_ operation: FieldManager.Identity.Operation) -> FieldManager.Identity {
    let subresource =
      switch scope {
      case .object: ""
      case .status: "status"
      case .scale: "scale"
      }
    return FieldManager.Identity(
      name: manager, operation: operation, apiVersion: type.apiVersion, subresource: subresource)
  }
}
