import ClusterTesting
import Foundation
import Testing

@testable import KubeClient

/// What goes wrong below HTTP becomes one clear line and the right kind.
@Suite(.timeLimit(.minutes(1)))
struct CurlFailureTests {
  private let transport = CurlTransport()

  private func failure(
    _ url: String, pool: HTTPRequest.ConnectionPool = .requests, timeout: Duration? = .seconds(20),
    headers: HTTPHeaders = [:], connection: ConnectionSettings = ConnectionSettings()
  ) async -> TransportError? {
    await #expect(throws: TransportError.self) {
      let response = try await transport.send(
        HTTPRequest(url: url, headers: headers, connection: connection, pool: pool, timeout: timeout))
      _ = try await response.body.collect(maximum: 1 << 20)
    }
  }

  private func failure(_ script: @escaping ScriptedServer.Script) async throws -> TransportError? {
    let server = try ScriptedServer(script)
    defer { server.stop() }
    let error = await failure("http://127.0.0.1:\(server.port)/")
    #expect(error?.message.contains("127.0.0.1:\(server.port)") == true || error?.kind == .tooLarge)
    return error
  }

  @Test func `A refused connection names host and port`() async throws {
    let server = try ScriptedServer { _ in }
    let port = server.port
    server.stop()
    let isClosed = await eventually {
      (try? await CurlTransport().send(HTTPRequest(url: "http://127.0.0.1:\(port)/"))) == nil
    }
    #expect(isClosed)
    let error = await failure("http://127.0.0.1:\(port)/")
    #expect(error == TransportError(.unreachable, "cannot connect to 127.0.0.1:\(port): connection refused"))
  }

  @Test func `A name without an address is said so`() async {
    let error = await failure("http://no-such-host.invalid/")
    #expect(error?.kind == .unreachable)
    #expect(error?.message == "cannot find the server no-such-host.invalid: the name has no address")
  }

  @Test(arguments: [
    "", "nonsense", "ftp://example.com/", "http://", "https://user:pw@example.com/", "http://a b/",
    "http://host:99999/", "http://host\0/",
  ])
  func `What is no URL is refused`(url: String) async {
    #expect(await failure(url)?.kind == .invalidRequest)
  }

  @Test(arguments: ["a\r\nEvil: 1", "a\nb", "a\0b"])
  func `A header value cannot smuggle in another field`(value: String) async {
    let error = await failure("http://127.0.0.1:1/", headers: ["X-Name": value])
    #expect(error?.kind == .invalidRequest)
    #expect(error?.message.contains("X-Name") == true)
  }

  @Test func `A connection closed without an answer is lost`() async throws {
    let error = try await failure { connection in _ = try connection.request() }
    #expect(error?.kind == .connectionLost)
  }

  @Test func `A reset is lost`() async throws {
    let error = try await failure { connection in
      _ = try connection.request()
      connection.reset()
    }
    #expect(error?.kind == .connectionLost)
  }

  @Test func `A body that ends too early is lost`() async throws {
    let error = try await failure { connection in
      _ = try connection.request()
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
    }
    #expect(error?.kind == .connectionLost)
  }

  @Test func `Chunks that end too early are lost`() async throws {
    let error = try await failure { connection in
      _ = try connection.request()
      try connection.beginChunks()
      try connection.chunk("x")
    }
    #expect(error?.kind == .connectionLost)
  }

  @Test func `The bytes before a failure still arrive`() async throws {
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.beginChunks()
      try connection.chunk("before")
      connection.reset()
    }
    defer { server.stop() }
    let response = try await transport.send(HTTPRequest(url: "http://127.0.0.1:\(server.port)/"))
    var received: [UInt8] = []
    var error: TransportError?
    do {
      for try await chunk in response.body { received += chunk }
    } catch let failure {
      error = failure
    }
    #expect(error?.kind == .connectionLost)
    // A reset may overtake bytes that the kernel still holds, but nothing else may come.
    #expect(received.isEmpty || received == Array("before".utf8))
  }

  @Test(arguments: [
    "garbage\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "\r\n\r\n", "{\"kind\":\"Status\"}",
    "SSH-2.0-OpenSSH_9.2\r\n",
  ])
  func `What is no HTTP is not taken for an answer`(text: String) async throws {
    let error = try await failure { connection in
      _ = try connection.request()
      try connection.write(text)
    }
    #expect(error?.kind == .invalidResponse || error?.kind == .connectionLost)
  }

  @Test func `A head that never ends is refused`() async throws {
    let error = try await failure { connection in
      _ = try connection.request()
      try connection.write("HTTP/1.1 200 OK\r\n")
      while true { try connection.write("X-Filler: \(String(repeating: "x", count: 1000))\r\n") }
    }
    #expect(error == TransportError(.tooLarge, "the head of the answer is too large"))
  }

  @Test func `A body larger than allowed is refused`() async throws {
    let error = try await failure { connection in
      _ = try connection.request()
      try connection.write("HTTP/1.1 200 OK\r\n\r\n")
      while true { try connection.write([UInt8](repeating: 1, count: 65536)) }
    }
    #expect(error == TransportError(.tooLarge, "the answer is larger than 1048576 bytes"))
  }

  @Test func `An answer that does not come in time is given up`() async throws {
    let server = try ScriptedServer { connection in connection.waitForEnd() }
    defer { server.stop() }
    let error = await failure("http://127.0.0.1:\(server.port)/", timeout: .milliseconds(200))
    #expect(error?.kind == .timedOut)
  }

  @Test func `A body that does not end in time is given up`() async throws {
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.beginChunks()
      connection.waitForEnd()
    }
    defer { server.stop() }
    let error = await failure("http://127.0.0.1:\(server.port)/", pool: .watch, timeout: .milliseconds(200))
    #expect(error?.kind == .timedOut)
  }

  @Test func `Requests to IPv6 addresses work`() async throws {
    let server = try ScriptedServer(ipv6: true) { connection in
      let request = try connection.request()
      try connection.answer("200 OK", request.headers["host"] ?? "")
    }
    defer { server.stop() }
    let response = try await transport.send(HTTPRequest(url: "http://[::1]:\(server.port)/"))
    #expect(try await response.body.collect(maximum: 100) == Array("[::1]:\(server.port)".utf8))
  }

  @Test func `A proxy is asked instead of the server`() async throws {
    let proxy = try ScriptedServer { connection in
      try connection.answer("200 OK", try connection.request().line)
    }
    defer { proxy.stop() }
    let settings = ConnectionSettings(proxyURL: "http://127.0.0.1:\(proxy.port)")
    let response = try await transport.send(
      HTTPRequest(url: "http://api.invalid:8080/version", connection: settings))
    let line = try await response.body.collect(maximum: 1000)
    #expect(String(decoding: line, as: UTF8.self) == "GET http://api.invalid:8080/version HTTP/1.1")
  }

  @Test func `A proxy that refuses the tunnel is named as the cause`() async throws {
    let proxy = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.answer("403 Forbidden", "no")
    }
    defer { proxy.stop() }
    let error = await failure(
      "https://api.invalid:6443/",
      connection: ConnectionSettings(proxyURL: "http://user:secret@127.0.0.1:\(proxy.port)"))
    #expect(error?.message.contains("secret") == false)
    #expect(error?.message.contains("api.invalid:6443") == true)
    #expect(error?.message.contains("403") == true)
  }
}
