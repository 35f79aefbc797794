/// A client of one Kubernetes API server.
///
/// Each verb sends one request (more only where `RetryPolicy` allows it) and returns the server's answer or a
/// `KubeError` that says what to do about it. It keeps no state of its own and may be used from anywhere.
public struct APIClient: Sendable {
  /// The server's URL without a slash at the end: `https://10.0.0.1:443`.
  public let server: String
  /// The namespace that the configuration names, `default` if none.
  public let defaultNamespace: String

  let transport: any HTTPTransport
  let credentials: any CredentialSource
  let userAgent: String
  let observer: (any RequestObserver)?
  let extraHeaders: HTTPHeaders
  let sleep: @Sendable (Duration) async throws -> Void

  /// A larger answer is refused: it would take the memory of a small operator away.
  static let maximumAnswerSize = 256 << 20

  /// A client of the server at that URL.
  /// - Parameters:
  ///   - extraHeaders: sent with every request: impersonation.
  ///   - sleep: waits before a request is sent again; tests pass a clock of their own.
  public init(
    server: String, transport: any HTTPTransport, credentials: any CredentialSource = FixedCredentials(),
    defaultNamespace: String = "default", userAgent: String = "laravel-operator",
    extraHeaders: HTTPHeaders = [:], observer: (any RequestObserver)? = nil,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
    self.transport = transport
    self.credentials = credentials
    self.defaultNamespace = defaultNamespace
    self.userAgent = userAgent
    self.extraHeaders = extraHeaders
    self.observer = observer
    self.sleep = sleep
  }
}
