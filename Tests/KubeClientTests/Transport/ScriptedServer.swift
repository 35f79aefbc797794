import COpenSSL
import Foundation
import Synchronization

/// A server that does with each connection just what a test says, byte by byte.
///
/// Every connection has a thread of its own, so scripts may block.
final class ScriptedServer: Sendable {
  typealias Script = @Sendable (ScriptedConnection) throws -> Void

  struct Failure: Error {}

  let port: Int
  private let listener: Int32
  private let accepted = Mutex(0)

  /// How many connections there were.
  var connectionCount: Int { accepted.withLock { $0 } }

  /// - Parameters:
  ///   - identity: speaks TLS with this certificate.
  ///   - clientAuthority: asks clients for a certificate of this authority.
  init(
    identity: TestAuthority.Identity? = nil, clientAuthority: [UInt8]? = nil, ipv6: Bool = false,
    _ script: @escaping Script
  ) throws {
    let family = ipv6 ? AF_INET6 : AF_INET
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw Failure() }
    listener = descriptor
    var context: TLSServerContext?
    if let identity { context = try TLSServerContext(identity, clientAuthority: clientAuthority) }

    var bound: Int32
    if ipv6 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(AF_INET6)
      address.sin6_addr = in6addr_loopback
      bound = withUnsafeBytes(of: &address) {
        bind(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
      }
    } else {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      bound = withUnsafeBytes(of: &address) {
        bind(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
      }
    }
    guard bound == 0, listen(descriptor, 128) == 0, let port = Self.localPort(descriptor) else {
      close(descriptor)
      throw Failure()
    }
    self.port = port
    Thread.detachNewThread { [self, context] in
      while true {
        let client = accept(descriptor, nil, nil)
        guard client >= 0 else { return }
        accepted.withLock { $0 += 1 }
        Thread.detachNewThread {
          guard let connection = try? ScriptedConnection(client, context) else { return }
          try? script(connection)
          connection.close()
        }
      }
    }
  }

  /// Ends the accepting thread, which keeps the server alive.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  deinit { close(listener) }

  private static func localPort(_ descriptor: Int32) -> Int? {
    var storage = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let result = withUnsafeMutableBytes(of: &storage) {
      getsockname(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
    }
    // The port is at the same place in both families.
    return result == 0 ? Int(UInt16(bigEndian: storage.sin6_port)) : nil
  }
}

/// One accepted connection; blocking.
final class ScriptedConnection {
  struct Closed: Error {}

  /// A request as it came.
  struct Request: Sendable {
    /// `GET /path HTTP/1.1`
    let line: String
    let headers: [String: String]
    let body: [UInt8]
  }

  private var descriptor: Int32
  private var tls: OpaquePointer?
  private var pending: [UInt8] = []

  fileprivate init(_ descriptor: Int32, _ context: TLSServerContext?) throws {
    self.descriptor = descriptor
    guard let context else { return }
    tls = context.makeConnection(descriptor)
    guard let tls, SSL_accept(tls) == 1 else {
      ERR_clear_error()
      // Closed at once, the system would reset the connection and the alert would never be read.
      shutdown(descriptor, Int32(SHUT_WR))
      var rest = [UInt8](repeating: 0, count: 4096)
      while recv(descriptor, &rest, rest.count, 0) > 0 {}
      close()
      throw Closed()
    }
  }

  /// The name that the client asked for in the TLS handshake.
  var serverName: String? {
    tls.flatMap { SSL_get_servername($0, TLSEXT_NAMETYPE_host_name) }.map { String(cString: $0) }
  }

  /// The next request with its whole body.
  func request() throws -> Request {
    var line: [UInt8]
    var head: [String] = []
    repeat {
      line = []
      while line.suffix(2) != [13, 10] { line.append(try nextByte()) }
      head.append(String(decoding: line.dropLast(2), as: UTF8.self))
    } while line.count > 2
    var headers: [String: String] = [:]
    for field in head.dropFirst().dropLast() {
      guard let colon = field.firstIndex(of: ":") else { continue }
      headers[field[..<colon].lowercased()] = field[field.index(after: colon)...].trimmingCharacters(
        in: .whitespaces)
    }
    var body: [UInt8] = []
    for _ in 0..<(Int(headers["content-length"] ?? "0") ?? 0) { body.append(try nextByte()) }
    return Request(line: head.first ?? "", headers: headers, body: body)
  }

  func write(_ text: String) throws { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        if let tls { return Int(SSL_write(tls, buffer.baseAddress, Int32(buffer.count))) }
        return send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Closed() }
      rest = rest.dropFirst(count)
    }
  }

  /// A whole answer with a body of known length.
  func answer(_ status: String = "200 OK", headers: [String] = [], _ body: String = "") throws {
    let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
    try write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  /// The head of an answer whose chunks follow.
  func beginChunks() throws { try write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") }

  func chunk(_ text: String) throws { try chunk(Array(text.utf8)) }

  func chunk(_ bytes: [UInt8]) throws {
    try write(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10])
  }

  /// Waits until the client has closed the connection.
  func waitForEnd() {
    while (try? nextByte()) != nil {}
  }

  /// Closes with a RST instead of an orderly end.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    close()
  }

  func close() {
    guard descriptor >= 0 else { return }
    if let tls {
      SSL_shutdown(tls)
      SSL_free(tls)
      ERR_clear_error()
    }
    tls = nil
    Foundation.close(descriptor)
    descriptor = -1
  }

  private func nextByte() throws -> UInt8 {
    if pending.isEmpty {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count =
        if let tls { Int(SSL_read(tls, &buffer, Int32(buffer.count))) } else {
          recv(descriptor, &buffer, buffer.count, 0)
        }
      guard count > 0 else { throw Closed() }
      pending = buffer.prefix(count).reversed()
    }
    return pending.removeLast()
  }
}

/// Certificate and key as OpenSSL's server side wants them.
private final class TLSServerContext: @unchecked Sendable {
  // SSL_CTX counts its references with atomics and is not changed after `init`.
  private let context: OpaquePointer

  init(_ identity: TestAuthority.Identity, clientAuthority: [UInt8]?) throws {
    guard let context = SSL_CTX_new(TLS_server_method()) else { throw TestAuthority.Failure() }
    self.context = context
    let certificateBuffer = BIO_new_mem_buf(identity.certificate, Int32(identity.certificate.count))
    let keyBuffer = BIO_new_mem_buf(identity.key, Int32(identity.key.count))
    defer {
      BIO_free(certificateBuffer)
      BIO_free(keyBuffer)
    }
    let certificate = PEM_read_bio_X509(certificateBuffer, nil, nil, nil)
    let key = PEM_read_bio_PrivateKey(keyBuffer, nil, nil, nil)
    SSL_CTX_use_certificate(context, certificate)
    SSL_CTX_use_PrivateKey(context, key)
    X509_free(certificate)
    EVP_PKEY_free(key)
    if let clientAuthority {
      let buffer = BIO_new_mem_buf(clientAuthority, Int32(clientAuthority.count))
      let authority = PEM_read_bio_X509(buffer, nil, nil, nil)
      X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority)
      X509_free(authority)
      BIO_free(buffer)
      SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
    }
  }

  deinit { SSL_CTX_free(context) }

  func makeConnection(_ descriptor: Int32) -> OpaquePointer? {
    let connection = SSL_new(context)
    SSL_set_fd(connection, descriptor)
    return connection
  }
}
