import KubeClient

/// One resource as the API serves it: its names, subresources and schema.
struct APIResource: Sendable {
  /// The paths of the `scale` subresource.
  struct Scale: Sendable {
    var specReplicasPath: [String]
    var statusReplicasPath: [String]
    var labelSelectorPath: [String]?
  }

  /// A column of `kubectl get` that a CustomResourceDefinition asks for.
  struct PrinterColumn: Sendable {
    var name: String
    var type: String
    var format: String
    var description: String
    var priority: Int
    var path: JSONPath?
    var pathText: String
  }

  let type: ResourceType
  var singular: String
  var listKind: String
  var shortNames: [String] = []
  var categories: [String] = []
  var schema: Schema
  var hasStatus = false
  var scale: Scale?
  var hasLog = false
  /// Whether a CustomResourceDefinition made this resource.
  var isCustom = false
  /// What `kubectl get` shows of a custom resource; `nil` for the usual name and age.
  var printerColumns: [PrinterColumn]?
  /// The version that objects are stored in; others are converted.
  var storageVersion: String
  var isDeprecated = false
  var deprecationWarning: String?
  /// Paths that field selectors may use besides name and namespace.
  var selectableFields: [String] = []
  var verbs = APIResource.allVerbs

  static let allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

  init(_ type: ResourceType, schema: Schema) {
    self.type = type
    self.schema = schema
    singular = type.kind.lowercased()
    listKind = type.kind + "List"
    storageVersion = type.version
  }

  /// The type that the objects are stored as.
  var storageType: ResourceType {
    ResourceType(
      group: type.group, version: storageVersion, kind: type.kind, plural: type.plural,
      isNamespaced: type.isNamespaced)
  }
}
