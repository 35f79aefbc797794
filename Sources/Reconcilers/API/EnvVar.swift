/// One environment variable, as in a container.
public struct EnvVar: Sendable, Hashable, Codable {
  /// The variable's name.
  public var name: String
  /// Its value.
  public var value: String?
  /// Where the value comes from instead.
  public var valueFrom: EnvVarSource?
}
