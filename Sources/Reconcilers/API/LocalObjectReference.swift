/// The name of an object in the app's namespace.
public struct LocalObjectReference: Sendable, Hashable, Codable {
  /// The name.
  public var name: String
}
