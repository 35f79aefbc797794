/// One request to an HTTP server.
public struct HTTPRequest: Sendable {
  /// The methods that the Kubernetes API knows.
  public enum Method: String, Sendable, Hashable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  /// The connections a request may travel on.
  ///
  /// Watches have their own, so that one dead or slow connection never freezes reads and writes.
  public enum ConnectionPool: Sendable, Hashable {
    /// Shared and multiplexed.
    case requests
    /// One connection for each watch.
    case watch
  }

  /// The method.
  public var method: Method
  /// The absolute URL, percent-encoded.
  public var url: String
  /// The header fields.
  public var headers: HTTPHeaders
  /// The body; empty for none.
  public var body: [UInt8]
  /// How the server is reached and trusted.
  public var connection: ConnectionSettings
  /// The connections the request may travel on.
  public var pool: ConnectionPool
  /// A hard end of the whole exchange, body included; `nil` for none.
  public var timeout: Duration?
  /// So many bytes of the body are held for a slow reader; then the server has to wait.
  public var bufferLimit: Int

  /// 60 s is the API server's own limit for requests that are no watch (`--request-timeout`).
  public static let defaultTimeout = Duration.seconds(60)

  /// A request.
  public init(
    _ method: Method = .get, url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    connection: ConnectionSettings = ConnectionSettings(), pool: ConnectionPool = .requests,
    timeout: Duration? = HTTPRequest.defaultTimeout, bufferLimit: Int = 1 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.connection = connection
    self.pool = pool
    self.timeout = timeout
    self.bufferLimit = bufferLimit
  }
}
