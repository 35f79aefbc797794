/// What the children need to know that is not in the app's spec.
public struct Facts: Sendable, Hashable {
  /// Digest of everything that pods read from Secrets and ConfigMaps; `nil` when it could not be read, and then
  /// workloads must not be written: without it their pods would roll.
  public var environmentDigest: String?

  /// What is known.
  /// - Parameter environmentDigest: digest of the environment that pods read; `nil` when it could not be read.
  public init(environmentDigest: String?) { self.environmentDigest = environmentDigest }
}
