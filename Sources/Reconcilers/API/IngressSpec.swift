/// How the app is reached from outside.
public struct IngressSpec: Sendable, Hashable, Codable {
  /// Whether there is an Ingress.
  public var enabled: Bool?
  /// The class; the cluster's default one when missing.
  public var className: String?
  /// Annotations for the ingress controller.
  public var annotations: [String: String]?
  /// HTTPS.
  public var tls: TLSSpec?

  /// HTTPS: with an issuer cert-manager makes the certificate.
  public struct TLSSpec: Sendable, Hashable, Codable {
    /// Whether HTTPS is served.
    public var enabled: Bool?
    /// A cert-manager ClusterIssuer.
    public var clusterIssuer: String?
    /// A cert-manager Issuer of the app's namespace.
    public var issuer: String?
    /// The Secret with the certificate; `<app>-tls` when missing.
    public var secretName: String?
  }
}
