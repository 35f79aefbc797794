/// How a server is reached and trusted. Requests share a connection only when these are equal.
public struct ConnectionSettings: Sendable, Hashable {
  /// Certificates and their checks; used for `https` URLs.
  public var tls: TLSConfiguration
  /// An `http`, `https` or `socks5` proxy; `nil` takes the usual environment variables, as client-go does.
  public var proxyURL: Redacted<String>?

  /// Settings; by default the system's certificates and proxies.
  public init(tls: TLSConfiguration = TLSConfiguration(), proxyURL: String? = nil) {
    self.tls = tls
    self.proxyURL = proxyURL.map { Redacted($0) }
  }
}
