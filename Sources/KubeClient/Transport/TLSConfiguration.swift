/// Which servers are trusted, and as whom the client shows itself.
public struct TLSConfiguration: Sendable, Hashable {
  /// The authorities in PEM that alone are trusted; `nil` trusts those of the system.
  public var certificateAuthorities: [UInt8]?
  /// Where the authorities come from, for error messages: `/etc/ca.crt`.
  public var authoritiesSource: String
  /// The client's certificate chain in PEM.
  public var clientCertificate: [UInt8]?
  /// The key of the client's certificate in PEM.
  public var clientKey: Redacted<[UInt8]>?
  /// The name that is asked for (SNI) and verified instead of the URL's host.
  public var serverName: String?
  /// Whether the server's certificate is checked at all.
  public var verifiesServer: Bool

  /// A configuration; by default the system's authorities and no client certificate.
  public init(
    certificateAuthorities: [UInt8]? = nil, authoritiesSource: String = "the system",
    clientCertificate: [UInt8]? = nil, clientKey: [UInt8]? = nil, serverName: String? = nil,
    verifiesServer: Bool = true
  ) {
    self.certificateAuthorities = certificateAuthorities
    self.authoritiesSource = authoritiesSource
    self.clientCertificate = clientCertificate
    self.clientKey = clientKey.map { Redacted($0) }
    self.serverName = serverName
    self.verifiesServer = verifiesServer
  }
}
