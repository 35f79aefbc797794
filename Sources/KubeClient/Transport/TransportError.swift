/// Why an exchange failed below HTTP.
public struct TransportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What failed, by what can be done about it.
  public enum Kind: Sendable, Hashable {
    /// The task was cancelled.
    case cancelled
    /// No connection: name, route, refused, proxy.
    case unreachable
    /// A connection that was there broke off: reset or early end.
    case connectionLost
    /// It took longer than allowed.
    case timedOut
    /// The certificate of the server, or ours, was refused.
    case untrusted
    /// The request itself cannot be sent: URL, header, certificate or key that cannot be read.
    case invalidRequest
    /// What the server sent is no HTTP.
    case invalidResponse
    /// The answer is larger than allowed.
    case tooLarge
  }

  /// What failed.
  public let kind: Kind
  /// One line for people, with host and port.
  public let message: String

  /// An error.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The message.
  public var description: String { message }
}

extension KubeError {
  /// The error of a request that got no (whole) answer.
  public init(_ error: TransportError) {
    switch error.kind {
    case .cancelled: self = .cancelled
    case .unreachable, .connectionLost, .timedOut, .invalidResponse: self = .transient(message: error.message)
    case .untrusted, .invalidRequest, .tooLarge: self = .terminal(message: error.message)
    }
  }
}
