import Testing

@testable import KubeClient

@Suite(.timeLimit(.minutes(1)))
struct TLSTests {
  private let transport = CurlTransport()
  private let authority: TestAuthority

  init() throws { authority = try TestAuthority() }

  private func server(
    _ names: String = "IP:127.0.0.1", from: Int = -3600, until: Int = 3600, clientAuthority: [UInt8]? = nil
  ) throws -> ScriptedServer {
    let identity = try authority.issue(names, from: from, until: until)
    return try ScriptedServer(identity: identity, clientAuthority: clientAuthority) { connection in
      let request = try connection.request()
      try connection.answer("200 OK", "\(connection.serverName ?? "none") \(request.headers["host"] ?? "")")
    }
  }

  private func tls(serverName: String? = nil) -> TLSConfiguration {
    TLSConfiguration(
      certificateAuthorities: authority.certificate, authoritiesSource: "/etc/ca.crt", serverName: serverName)
  }

  private func body(_ server: ScriptedServer, host: String = "127.0.0.1", _ tls: TLSConfiguration)
    async throws
    -> String
  {
    let response = try await transport.send(
      HTTPRequest(
        url: "https://\(host):\(server.port)/", connection: ConnectionSettings(tls: tls),
        timeout: .seconds(20)))
    return String(decoding: try await response.body.collect(maximum: 1000), as: UTF8.self)
  }

  private func failure(_ server: ScriptedServer, _ tls: TLSConfiguration) async -> TransportError? {
    await #expect(throws: TransportError.self) { try await body(server, tls) }
  }

  @Test func `A server with a certificate of the right authority is trusted`() async throws {
    let server = try server()
    defer { server.stop() }
    #expect(try await body(server, tls()) == "none 127.0.0.1:\(server.port)")
  }

  @Test func `A server of another authority is not trusted, and the message says whose authorities count`()
    async throws
  {
    let server = try server()
    defer { server.stop() }
    var tls = tls()
    tls.certificateAuthorities = try TestAuthority("another-ca").certificate
    let error = await failure(server, tls)
    #expect(
      error
        == TransportError(
          .untrusted,
          "the certificate of 127.0.0.1:\(server.port) is not signed by an authority of /etc/ca.crt"))
    #expect(error.map { KubeError($0) } == .terminal(message: error?.message ?? ""))
  }

  @Test func `A server of an authority with the same name but another key is not trusted`() async throws {
    let server = try server()
    defer { server.stop() }
    var tls = tls()
    tls.certificateAuthorities = try TestAuthority().certificate
    #expect(await failure(server, tls)?.kind == .untrusted)
  }

  @Test func `The system's authorities do not know a cluster's own`() async throws {
    let server = try server()
    defer { server.stop() }
    #expect(await failure(server, TLSConfiguration())?.kind == .untrusted)
  }

  @Test func `An expired certificate is said to be expired`() async throws {
    let server = try server(from: -7200, until: -3600)
    defer { server.stop() }
    let error = await failure(server, tls())
    #expect(error == TransportError(.untrusted, "the certificate of 127.0.0.1:\(server.port) has expired"))
  }

  @Test func `A certificate of the future is said to be not valid yet`() async throws {
    let server = try server(from: 3600, until: 7200)
    defer { server.stop() }
    let error = await failure(server, tls())
    #expect(error?.kind == .untrusted)
    #expect(error?.message.contains("not valid yet") == true)
  }

  @Test func `A certificate for another name is refused, and the message names tls-server-name`() async throws
  {
    let server = try server("DNS:kubernetes.default")
    defer { server.stop() }
    let error = await failure(server, tls())
    #expect(error?.kind == .untrusted)
    #expect(error?.message.contains("not for the name '127.0.0.1'; tls-server-name") == true)
  }

  @Test func `With a server name of its own, that name is asked for and verified`() async throws {
    let server = try server("DNS:kubernetes.default")
    defer { server.stop() }
    let name = "kubernetes.default"
    #expect(try await body(server, tls(serverName: name)) == "\(name) 127.0.0.1:\(server.port)")
    let error = await failure(server, tls(serverName: "other.default"))
    #expect(error?.message.contains("not for the name 'other.default'") == true)
  }

  @Test(arguments: ["a/b", "a:1", "a@b", "a b"])
  func `A server name cannot change where the request goes`(name: String) async throws {
    let server = try server()
    defer { server.stop() }
    #expect(await failure(server, tls(serverName: name))?.kind == .invalidRequest)
  }

  @Test func `Without verification every certificate will do`() async throws {
    let server = try server("DNS:other", from: -7200, until: -3600)
    defer { server.stop() }
    #expect(
      try await body(server, TLSConfiguration(verifiesServer: false)) == "none 127.0.0.1:\(server.port)")
  }

  @Test func `A server without TLS is said to have none`() async throws {
    let server = try ScriptedServer { connection in
      try connection.answer("400 Bad Request", "this is HTTP")
    }
    defer { server.stop() }
    let error = await failure(server, tls())
    #expect(
      error?.message == "127.0.0.1:\(server.port) does not speak TLS; is the URL http:// instead of https://?"
    )
  }

  @Test func `A client certificate is shown to the server that asks`() async throws {
    let server = try server(clientAuthority: authority.certificate)
    defer { server.stop() }
    let identity = try authority.issue("DNS:client")
    var tls = tls()
    tls.clientCertificate = identity.certificate
    tls.clientKey = Redacted(identity.key)
    #expect(try await body(server, tls).hasPrefix("none"))
  }

  @Test func `A server that insists on a client certificate refuses us without one`() async throws {
    let server = try server(clientAuthority: authority.certificate)
    defer { server.stop() }
    let error = await failure(server, tls())
    #expect(error?.kind == .untrusted)
    #expect(error?.message.contains("refuses the TLS connection or the client certificate") == true)
  }

  @Test func `A client key that is none is refused before anything is sent`() async throws {
    let server = try server()
    defer { server.stop() }
    var tls = tls()
    tls.clientCertificate = try authority.issue("DNS:client").certificate
    tls.clientKey = Redacted(Array("nonsense".utf8))
    #expect(await failure(server, tls)?.kind == .invalidRequest)
  }

  @Test func `Requests as different clients never share a connection`() async throws {
    let server = try server(clientAuthority: authority.certificate)
    defer { server.stop() }
    for _ in 0..<2 {
      let identity = try authority.issue("DNS:client")
      var tls = tls()
      tls.clientCertificate = identity.certificate
      tls.clientKey = Redacted(identity.key)
      _ = try await body(server, tls)
    }
    #expect(server.connectionCount == 2)
  }
}
