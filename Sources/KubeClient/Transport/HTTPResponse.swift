/// The head of an answer, and its body as it arrives.
public struct HTTPResponse: Sendable {
  /// The status code.
  public let status: Int
  /// The header fields.
  public let headers: HTTPHeaders
  /// The body; can be read once.
  public let body: HTTPBody

  /// An answer.
  public init(status: Int, headers: HTTPHeaders = [:], body: HTTPBody) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
