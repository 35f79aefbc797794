import KubeClient

/// One Laravel application and everything that belongs to it: `laravel-operator.dev/v1alpha1 LaravelApp`.
public struct LaravelApp: Sendable, Hashable {
  /// Where the API serves it.
  public static let resourceType = ResourceType(
    group: "laravel-operator.dev", version: "v1alpha1", kind: "LaravelApp", plural: "laravelapps")

  /// The object's metadata.
  public let metadata: ObjectMeta
  /// What the user wants.
  public let spec: LaravelAppSpec

  /// An app of that metadata and spec.
  public init(metadata: ObjectMeta, spec: LaravelAppSpec) {
    self.metadata = metadata
    self.spec = spec
  }

  /// The app in a live or written object.
  /// - Throws: `InvalidSpec` naming the field whose type does not fit.
  public init(_ object: KubeObject) throws(InvalidSpec) {
    do {
      self.init(metadata: object.metadata, spec: try object.spec.decode(LaravelAppSpec.self))
    } catch let error as DecodingError {
      throw InvalidSpec(decoding: error)
    } catch {
      throw InvalidSpec([FieldError(path: "spec", message: "cannot be read: \(error)")])
    }
  }

  /// The app's name.
  public var name: String { metadata.name }
  /// The app's namespace.
  public var namespace: String { metadata.namespace }
  /// Name and namespace.
  public var key: NamespacedName { NamespacedName(namespace: namespace, name: name) }
}
