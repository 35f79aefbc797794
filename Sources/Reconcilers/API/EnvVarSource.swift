import KubeClient

/// Where the value of an environment variable comes from, as in a container; exactly one member is set.
public struct EnvVarSource: Sendable, Hashable, Codable {
  /// A key of a Secret.
  public var secretKeyRef: KeySelector?
  /// A key of a ConfigMap.
  public var configMapKeyRef: KeySelector?
  /// A field of the pod, such as `metadata.name`.
  public var fieldRef: FieldSelector?
  /// A request or limit of a container.
  public var resourceFieldRef: ResourceFieldSelector?

  /// A key of a Secret or ConfigMap in the app's namespace.
  public struct KeySelector: Sendable, Hashable, Codable {
    /// The object's name.
    public var name: String
    /// The key.
    public var key: String
    /// Whether pods start without it.
    public var optional: Bool?
  }

  /// A field of the pod.
  public struct FieldSelector: Sendable, Hashable, Codable {
    /// The version of the pod's schema; `v1` when missing.
    public var apiVersion: String?
    /// The path of the field.
    public var fieldPath: String
  }

  /// A request or limit of a container.
  public struct ResourceFieldSelector: Sendable, Hashable, Codable {
    /// The container; the variable's own one when missing.
    public var containerName: String?
    /// The resource, such as `limits.memory`.
    public var resource: String
    /// The unit that the value is given in; a quantity.
    public var divisor: JSONValue?
  }
}
