/// What carries requests to a server; `CurlTransport` is the real one.
public protocol HTTPTransport: Sendable {
  /// Sends a request and returns when the head of the answer is there; the body streams after it.
  ///
  /// Cancelling the task, or letting go of the response, ends the exchange on the wire.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
