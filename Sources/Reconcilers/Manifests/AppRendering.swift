import KubeClient

/// What an app becomes, without a cluster: for `laravel-operator render`.
public enum AppRendering {
  /// Stands for the key that the operator makes in the cluster.
  static let appKeyPlaceholder = "base64:<made by the operator, once>"

  /// The manifests of all children, as the operator would apply them but for owner and hash.
  /// - Throws: `InvalidSpec` with everything that is wrong with the object.
  public static func children(of object: KubeObject) throws(InvalidSpec) -> [KubeObject] {
    let app = try LaravelAppValidator.app(in: object)
    let secret = EnvSecretChild.desired(app, appKey: appKeyPlaceholder)
    let digest = AppliedHash.of(secret.object["data"] ?? .null)
    let children = ChildSet.children(of: app, facts: Facts(environmentDigest: digest))
    return ([secret] + children).map(\.object)
  }
}
