/// Where the API server is and how to speak to it: what a kubeconfig's context or a pod's service account says.
///
/// A value: nothing in it is read or asked yet. `ConfiguredCredentials` does that, again and again.
public struct ClientConfiguration: Sendable, Hashable {
  /// A certificate or key.
  public enum Material: Sendable, Hashable {
    /// In the configuration itself; the name tells where.
    case inline(Redacted<[UInt8]>, name: String)
    /// In a file, which may rotate.
    case file(String)

    /// Where it is, for messages.
    public var name: String {
      switch self {
      case .inline(_, let name): name
      case .file(let path): path
      }
    }
  }

  /// What speaks for the client, besides a client certificate.
  public enum Authentication: Sendable, Hashable {
    /// Nothing.
    case none
    /// A bearer token.
    case token(Redacted<String>)
    /// A bearer token in a file, which rotates.
    case tokenFile(String)
    /// User and password.
    case basic(user: String, password: Redacted<String>)
    /// A program that is asked for a token or certificate.
    case exec(ExecPlugin)
  }

  /// Where all this comes from, for messages: `context 'dev' of /root/.kube/config`.
  public var source: String
  /// The URL without a slash at the end.
  public var server: String
  /// The namespace to use where none is given.
  public var defaultNamespace = "default"
  /// The authorities trusted for the server; `nil` for those of the system.
  public var certificateAuthorities: Material?
  /// The client's certificate chain.
  public var clientCertificate: Material?
  /// Its key.
  public var clientKey: Material?
  /// The name to verify instead of the URL's host.
  public var serverName: String?
  /// Whether the server's certificate is checked.
  public var verifiesServer = true
  /// The proxy; `nil` for that of the environment.
  public var proxyURL: Redacted<String>?
  /// What speaks for the client.
  public var authentication = Authentication.none
  /// The `Impersonate-...` header fields.
  public var impersonation = HTTPHeaders()

  /// A configuration that needs nothing but the URL.
  /// - Throws: `terminal` when that is no http or https URL.
  public init(server: String, source: String) throws(KubeError) {
    guard let url = ServerURL(server), !url.pathAndQuery.contains("?") else {
      throw .terminal(message: "\(source): server '\(server.prefix(200))' is no http or https URL")
    }
    let path = url.pathAndQuery.hasSuffix("/") ? String(url.pathAndQuery.dropLast()) : url.pathAndQuery
    self.server = "\(url.scheme)://\(url.authority)\(path)"
    self.source = source
  }
}

extension APIClient {
  /// A client of the configured server.
  public init(
    _ configuration: ClientConfiguration, transport: any HTTPTransport = CurlTransport(),
    userAgent: String = "laravel-operator", observer: (any RequestObserver)? = nil
  ) {
    self.init(
      server: configuration.server, transport: transport, credentials: ConfiguredCredentials(configuration),
      defaultNamespace: configuration.defaultNamespace, userAgent: userAgent,
      extraHeaders: configuration.impersonation, observer: observer)
  }
}
