import KubeClient

/// What may stand at one place of an object: the part of OpenAPI v3 that Kubernetes calls structural.
///
/// One description serves validation, defaulting, pruning, server-side apply, strategic merge and
/// `kubectl explain`, for built-in kinds and custom resources alike.
final class Schema: Sendable {
  /// The JSON type of a value.
  enum ValueType: String, Sendable {
    case object, array, string, integer, number, boolean
  }

  /// How the items of a list are told apart (`x-kubernetes-list-type`).
  enum ListType: Sendable, Hashable {
    case atomic
    case set
    case map(keys: [String])
  }

  /// How strategic merge treats a list or object (`x-kubernetes-patch-strategy`).
  struct PatchStrategy: Sendable, Hashable {
    /// Lists are merged: by this key, or as sets of values when it is empty.
    var mergeKey: String?
    /// Members that the patch does not name are dropped.
    var retainsKeys = false
  }

  /// The fields of a schema before it is one.
  struct Fields: Sendable {
    var type: ValueType?
    var format = ""
    var typeName: String?
    var description: String?
    var properties: [String: Schema] = [:]
    var required: [String] = []
    var additionalProperties: Schema?
    /// `additionalProperties: true`
    var allowsAnyProperty = false
    var items: Schema?
    var allowedValues: [JSONValue] = []
    var pattern: String?
    var minimum: JSONValue?
    var maximum: JSONValue?
    var isMinimumExclusive = false
    var isMaximumExclusive = false
    var multipleOf: Double?
    var minLength: Int?
    var maxLength: Int?
    var minItems: Int?
    var maxItems: Int?
    var hasUniqueItems = false
    var minProperties: Int?
    var maxProperties: Int?
    var isNullable = false
    var preservesUnknownFields = false
    var isIntOrString = false
    var isEmbeddedResource = false
    var defaultValue: JSONValue?
    var listType: ListType?
    var isAtomicMap = false
    var patchStrategy: PatchStrategy?
    /// A struct of a built-in type that Go always writes, even when it is empty.
    var isAlwaysPresent = false
    /// A kind of a built-in API, whose Go decoder reads and writes it.
    var isBuiltin = false
    var allOf: [Schema] = []
    var anyOf: [Schema] = []
    var oneOf: [Schema] = []
    var not: Schema?
    /// Whether Go writes this member even when it is empty.
    var isAlwaysWritten = false
    /// Members that are written as `null` when they are missing.
    var nullMembers: [String] = []
    /// Members by their field numbers in protobuf.
    var memberNumbers: [[Int]: String] = [:]
    /// Whether there are CEL rules here.
    var hasRules = false
    /// The schema as it was given, for clients that ask for it.
    var source: JSONValue?
  }

  let fields: Fields

  init(_ fields: Fields) { self.fields = fields }

  /// Anything goes, and nothing is known of it.
  static let any: Schema = {
    var fields = Fields()
    fields.preservesUnknownFields = true
    return Schema(fields)
  }()

  /// The schema of a member: its own, that of any member, or `nil` when the schema does not know it.
  func member(_ name: String) -> Schema? {
    fields.properties[name] ?? fields.additionalProperties
  }

  /// Whether members that no schema describes are kept.
  var keepsUnknownMembers: Bool { fields.preservesUnknownFields || fields.allowsAnyProperty }

  /// How the items of a list are told apart; lists without a type are replaced as a whole.
  var listType: ListType { fields.listType ?? .atomic }

  /// A copy with other fields.
  func changed(_ change: (inout Fields) -> Void) -> Schema {
    var copy = fields
    change(&copy)
    return Schema(copy)
  }
}
