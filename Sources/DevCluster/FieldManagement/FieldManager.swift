import KubeClient

/// Who owns which fields of an object, and what that means for a write: the rules of server-side apply, as
/// `structured-merge-diff/merge.Updater` has them.
struct FieldManager: Sendable {
  /// Who writes, and how.
  struct Identity: Sendable, Hashable {
    /// What the fields were written with.
    enum Operation: String, Sendable {
      case apply = "Apply"
      case update = "Update"
    }

    var name: String
    var operation: Operation
    var apiVersion: String
    var subresource = ""
  }

  private struct Entry {
    var fields: FieldSet
    var time: String?
  }

  private var entries: [Identity: Entry]
  private let schema: Schema

  /// The owners that an object names.
  init(_ object: KubeObject, schema: Schema) {
    self.schema = schema
    entries = [:]
    for entry in object["metadata", "managedFields"]?.items ?? [] {
      guard let name = entry["manager"]?.string,
        let operation = entry["operation"]?.string.flatMap(Identity.Operation.init(rawValue:))
      else { continue }
      let identity = Identity(
        name: name, operation: operation, apiVersion: entry["apiVersion"]?.string ?? "",
        subresource: entry["subresource"]?.string ?? "")
      entries[identity] = Entry(
        fields: FieldSet(fieldsV1: entry["fieldsV1"] ?? [:]), time: entry["time"]?.string)
    }
  }

  /// Whether anybody owns anything.
  var isEmpty: Bool { entries.isEmpty }

  // MARK: Writes

  /// An object was written as a whole or patched: its writer owns what changed.
  mutating func update(from old: JSONValue, to new: JSONValue, by manager: Identity, at time: String?) {
    let before = entries
    let comparison = FieldComparison(from: typed(old), to: typed(new))
    // Never a conflict: updates take what they change.
    _ = release(comparison, besides: manager)
    let owned = entries[manager]?.fields ?? FieldSet()
    let fields = Self.owned(
      owned.subtracting(comparison.removed).union(comparison.modified).union(comparison.added))
    entries[manager] = fields.isEmpty ? nil : Entry(fields: fields, time: time)
    keepTimes(of: before, by: manager)
  }

  /// A configuration is applied.
  /// - Returns: the object with the configuration in it and without what the manager gave up.
  /// - Throws: 409 with the fields that others own, unless `force` takes them.
  mutating func apply(
    _ configuration: JSONValue, to live: JSONValue, by manager: Identity, force: Bool, at time: String
  ) throws(APIError) -> JSONValue {
    let before = entries
    let old = typed(live)
    let configuration = Self.withoutIdentity(configuration)
    let merged = old.merging(configuration)
    let last = entries[manager]?.fields
    let fields = Self.owned(typed(configuration).fieldSet)
    entries[manager] = Entry(fields: fields, time: time)
    var result = merged
    // A manager that gives nothing up leaves nothing to remove.
    if let last, !last.subtracting(fields).isEmpty { result = prune(merged, lastApplied: last) }
    let conflicts = release(
      FieldComparison(from: old, to: typed(result.value)), besides: manager, force: force)
    guard conflicts.isEmpty else {
      throw ApplyConflict.error(
        conflicts.flatMap { identity, set in
          set.paths.map { ApplyConflict(manager: identity, path: FieldPath.text($0)) }
        })
    }
    if fields.isEmpty { entries[manager] = nil }
    keepTimes(of: before, by: manager)
    return result.value
  }

  /// Gives a manager fields as they are, such as those that were there before anybody was recorded.
  mutating func record(_ object: JSONValue, for manager: Identity, at time: String) {
    let fields = Self.owned(typed(Self.withoutIdentity(object)).fieldSet)
    if !fields.isEmpty { entries[manager] = Entry(fields: fields, time: time) }
  }

  /// Takes changed and removed fields from all other managers.
  /// - Returns: what changed although another owns it; nothing is taken then unless `force`.
  private mutating func release(
    _ comparison: FieldComparison, besides manager: Identity, force: Bool = true
  ) -> [Identity: FieldSet] {
    let touched = comparison.modified.union(comparison.added)
    var conflicts: [Identity: FieldSet] = [:]
    for (identity, entry) in entries where identity != manager {
      let conflict = entry.fields.intersection(touched)
      if !conflict.isEmpty { conflicts[identity] = conflict }
    }
    if !force, !conflicts.isEmpty { return conflicts }
    for (identity, entry) in entries where identity != manager {
      let rest = entry.fields.subtracting(conflicts[identity] ?? FieldSet()).subtracting(comparison.removed)
      entries[identity] = rest.isEmpty ? nil : Entry(fields: rest, time: entry.time)
    }
    return [:]
  }

  // MARK: Pruning

  /// Removes what the manager applied last time, not this time, and nobody else owns.
  private func prune(_ merged: TypedObject, lastApplied: FieldSet) -> TypedObject {
    guard !lastApplied.isEmpty else { return merged }
    let last = lastApplied.withNamedParents(schema)
    var pruned = merged.removing(last)
    let managed = entries.values.reduce(FieldSet()) { $0.union($1.fields) }.withNamedParents(schema)
    let all = merged.fieldSet.withNamedParents(schema)
    // Back comes what somebody owns,
    pruned = merged.removing(
      all.subtracting(pruned.fieldSet.withNamedParents(schema).union(managed)))
    // and what nobody owns but the manager did not own either.
    return merged.removing(
      all.subtracting(pruned.fieldSet.withNamedParents(schema)).intersection(last))
  }

  // MARK: Form

  private func typed(_ value: JSONValue) -> TypedObject {
    TypedObject(value: Self.withoutIdentity(value), schema: schema)
  }

  /// The object without what names it: the server's own fields are nobody's.
  private static func withoutIdentity(_ value: JSONValue) -> JSONValue {
    var result = value
    result["apiVersion"] = nil
    result["kind"] = nil
    for field in ownerless { result["metadata", field] = nil }
    return result
  }

  private static let ownerless = [
    "name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation",
    "managedFields", "resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds",
  ]

  private static func owned(_ set: FieldSet) -> FieldSet {
    var result = set
    result.members.subtract(["f:apiVersion", "f:kind", "f:metadata"])
    return result
  }

  /// A manager whose fields are what they were keeps the time of its last change.
  private mutating func keepTimes(of before: [Identity: Entry], by manager: Identity) {
    if let entry = entries[manager], let old = before[manager], old.fields == entry.fields {
      entries[manager]?.time = old.time
    }
  }

  /// `metadata.managedFields`: applied ones first, then by time and name.
  var managedFields: JSONValue? {
    if entries.isEmpty { return nil }
    let sorted = entries.sorted { left, right in
      let keys = [left, right].map {
        [$0.key.operation.rawValue, $0.value.time ?? "", $0.key.name, $0.key.apiVersion, $0.key.subresource]
      }
      return keys[0].lexicographicallyPrecedes(keys[1])
    }
    return .array(
      sorted.map { identity, entry in
        .members([
          "manager": JSONValue(identity.name), "operation": JSONValue(identity.operation.rawValue),
          "apiVersion": JSONValue(identity.apiVersion), "time": entry.time.map { JSONValue($0) },
          "fieldsType": "FieldsV1", "fieldsV1": entry.fields.fieldsV1,
          "subresource": JSONValue(identity.subresource).unless(identity.subresource.isEmpty),
        ])
      })
  }
}
