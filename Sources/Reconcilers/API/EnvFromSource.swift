/// Environment from a Secret or ConfigMap, as in a container.
public struct EnvFromSource: Sendable, Hashable, Codable {
  /// Put before each name.
  public var prefix: String?
  /// A Secret.
  public var secretRef: SourceReference?
  /// A ConfigMap.
  public var configMapRef: SourceReference?

  /// A Secret or ConfigMap in the app's namespace.
  public struct SourceReference: Sendable, Hashable, Codable {
    /// The name.
    public var name: String
    /// Whether pods start without it.
    public var optional: Bool?
  }
}
