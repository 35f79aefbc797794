/// What one request shows to the server.
public struct Credentials: Sendable, Hashable {
  /// The value of the `Authorization` header; `nil` when the client certificate or nothing speaks for us.
  public var authorization: Redacted<String>?
  /// How the server is reached, and the client certificate.
  public var connection: ConnectionSettings

  /// Credentials.
  public init(authorization: String? = nil, connection: ConnectionSettings = ConnectionSettings()) {
    self.authorization = authorization.map { Redacted($0) }
    self.connection = connection
  }
}

/// Knows the credentials of the moment: files that rotate, plugins that are asked.
public protocol CredentialSource: Sendable {
  /// The credentials to use now.
  func credentials() async throws(KubeError) -> Credentials

  /// Tells that the server answered 401 to these; if they are still the current ones, they are not given out again
  /// without having been fetched anew.
  func reject(_ credentials: Credentials) async
}

/// Credentials that never change.
public struct FixedCredentials: CredentialSource {
  private let value: Credentials

  /// Gives out these.
  public init(_ value: Credentials = Credentials()) { self.value = value }

  /// Always the same.
  public func credentials() async throws(KubeError) -> Credentials { value }

  /// There are no others: nothing happens.
  public func reject(_ credentials: Credentials) async {}
}
