import Foundation
import HTTPTypes
import HummingbirdCore
import HummingbirdHTTP2
import KubeClient
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Carries requests over HTTP/1.1 and HTTP/2, with TLS or without.
final class HTTPFrontend: Sendable {
  private let server: APIServer
  private let authenticator: Authenticator
  private let logger: Logger
  /// Watches that are open, so that stopping ends them.
  private let watches = Mutex<[ObjectIdentifier: WatchSession]>([:])

  init(server: APIServer, authenticator: Authenticator, logger: Logger) {
    self.server = server
    self.authenticator = authenticator
    self.logger = logger
  }

  /// Serves until the task is cancelled.
  /// - Parameter onRunning: receives the port that was bound.
  func run(
    host: String, port: Int, tls: TLSConfiguration?, onRunning: @escaping @Sendable (Int) -> Void
  ) async throws {
    let responder: HTTPChannelHandler.Responder = { [self] request, writer, channel in
      try await respond(to: request, writer, channel)
    }
    let configuration = ServerConfiguration(address: .hostname(host, port: port), serverName: nil)
    let running: @Sendable (any Channel) async -> Void = { channel in
      onRunning(channel.localAddress?.port ?? port)
    }
    if let tls {
      try await Server(
        childChannelSetup: HTTP2UpgradeChannel(tlsConfiguration: tls, responder: responder),
        configuration: configuration, onServerRunning: running,
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger
      ).run()
    } else {
      try await Server(
        childChannelSetup: HTTP1Channel(responder: responder), configuration: configuration,
        onServerRunning: running, eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger
      ).run()
    }
  }

  /// Ends all watches.
  func endWatches() {
    for session in watches.withLock({ Array($0.values) }) { session.finish() }
  }

  // MARK: One request

  private func respond(
    to request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel
  ) async throws {
    let response = await answer(request, channel)
    var head = HTTPTypes.HTTPResponse(status: HTTPTypes.HTTPResponse.Status(code: response.status))
    head.headerFields[.contentType] = response.contentType
    head.headerFields[.cacheControl] = "no-cache, private"
    for (name, value) in response.headers {
      if let field = HTTPField.Name(name) { head.headerFields[field] = value }
    }
    if let field = HTTPField.Name("Warning") {
      for warning in response.warnings {
        head.headerFields.append(HTTPField(name: field, value: "299 - \(JSONValue(warning))"))
      }
    }
    switch response.body {
    case .bytes(let bytes):
      head.headerFields[.contentLength] = String(bytes.count)
      let body = request.method == .head ? ByteBuffer() : ByteBuffer(bytes: bytes)
      try await writer.write(response: head, body: ResponseBody(byteBuffer: body))
    case .watch(let session):
      try await send(session, head: head, request, writer)
    }
  }

  private func send(
    _ session: WatchSession, head: HTTPTypes.HTTPResponse, _ request: Request,
    _ writer: consuming ResponseWriter
  ) async throws {
    let id = ObjectIdentifier(session)
    watches.withLock { $0[id] = session }
    defer { watches.withLock { _ = $0.removeValue(forKey: id) } }
    let open = try await writer.writeHead(head)
    // A client that goes away says so on its side of the stream.
    try await request.body.consumeWithInboundCloseHandler { _ in
      var body = open
      while let bytes = await session.next() { try await body.write(ByteBuffer(bytes: bytes)) }
      try await body.finish(nil)
    } onInboundClosed: {
      session.finish()
    }
  }

  private func answer(_ request: Request, _ channel: any Channel) async -> APIResponse {
    do throws(APIError) {
      let parsed = try await parse(request, channel)
      return server.respond(to: parsed)
    } catch {
      return APIResponse(error)
    }
  }

  private func parse(_ request: Request, _ channel: any Channel) async throws(APIError) -> APIRequest {
    let path = request.uri.path.removingPercentEncoding ?? request.uri.path
    let user = try authenticator.user(
      path: path, authorization: request.headers[.authorization],
      certificate: await Self.peerCertificate(of: channel))
    var result = APIRequest(request.method.rawValue, path, query: request.uri.query ?? "")
    result.user = user
    result.accept = request.headers[.accept] ?? ""
    result.contentType = request.headers[.contentType] ?? ""
    result.userAgent = request.headers[.userAgent] ?? ""
    if request.method != .get, request.method != .head { result.body = try await body(of: request) }
    return result
  }

  private func body(of request: Request) async throws(APIError) -> [UInt8] {
    let tooLarge = APIError(
      code: 413, reason: "RequestEntityTooLarge",
      message: "Request entity too large: limit is \(BodyDecoder.maximumBytes)")
    do {
      let buffer = try await request.body.collect(upTo: BodyDecoder.maximumBytes)
      return Array(buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw tooLarge
    } catch {
      throw .badRequest("the body could not be read: \(error)")
    }
  }

  /// The certificate that the client has shown; HTTP/2 streams have it on their connection.
  private static func peerCertificate(of channel: any Channel) async -> NIOSSLCertificate? {
    for candidate in [channel, channel.parent].compactMap({ $0 }) {
      // A channel without a TLS handler is a stream or a plain connection.
      if let certificate = try? await candidate.nioSSL_peerCertificate().get() { return certificate }
    }
    return nil
  }
}
