import ClusterTesting
import Foundation
import KubeClient
import Synchronization
import Testing

@testable import DevCluster

@Suite("The HTTP front")
struct HTTPFrontendTests {
  /// Runs a test against a cluster without kubectl.
  private func withServer(
    _ change: (inout DevCluster.Options) -> Void = { _ in }, _ body: (DevCluster) async throws -> Void
  ) async throws {
    var options = DevCluster.Options()
    change(&options)
    try await withCluster(options) { cluster, _ in try await body(cluster) }
  }

  /// Sends a request without a client certificate.
  private func send(
    _ method: HTTPRequest.Method = .get, _ path: String, to cluster: DevCluster, headers: HTTPHeaders = [:],
    body: [UInt8] = []
  ) async throws -> (status: Int, json: JSONValue) {
    let authority = cluster.certificateAuthority.map { Array($0.utf8) }
    let request = HTTPRequest(
      method, url: cluster.url + path, headers: headers, body: body,
      connection: ConnectionSettings(tls: TLSConfiguration(certificateAuthorities: authority)))
    let transport = CurlTransport()
    let response = try await transport.send(request)
    let bytes = try await response.body.collect(maximum: 8 << 20)
    await transport.shutdown()
    let json = (try? JSONValue(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
    return (response.status, json)
  }

  private func client(_ cluster: DevCluster) throws -> APIClient {
    let path = FileManager.default.temporaryDirectory.appending(path: "kubeconfig-\(UUID().uuidString)")
      .path()
    try cluster.writeKubeconfig(to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return APIClient(try ClientConfiguration.load(kubeconfig: path), userAgent: "front-test/1")
  }

  @Test func `lets nobody in without credentials, but answers probes`() async throws {
    try await withServer { cluster in
      let refused = try await send(.get, "/api/v1/pods", to: cluster)
      #expect(refused.status == 401)
      #expect(refused.json["reason"] == "Unauthorized")
      for path in ["/healthz", "/livez", "/readyz", "/version"] {
        #expect(try await send(.get, path, to: cluster).status == 200)
      }
    }
  }

  @Test func `knows users by bearer token`() async throws {
    try await withServer({ $0.tokens = ["secret-token": UserInfo(name: "bot")] }) { cluster in
      let path = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
      let known = try await send(
        .post, path, to: cluster,
        headers: ["Authorization": "Bearer secret-token", "Content-Type": "application/json"],
        body: Array("{}".utf8))
      #expect(known.json["status", "userInfo", "username"] == "bot")
      let unknown = try await send(.get, "/api", to: cluster, headers: ["Authorization": "Bearer wrong"])
      #expect(unknown.status == 401)
      let basic = try await send(.get, "/api", to: cluster, headers: ["Authorization": "Basic eDp5"])
      #expect(basic.status == 401)
    }
  }

  @Test func `serves plain HTTP to everybody`() async throws {
    try await withServer({ $0.usesTLS = false }) { cluster in
      #expect(cluster.url.hasPrefix("http://127.0.0.1:"))
      #expect(try await send(.get, "/api/v1/namespaces/default", to: cluster).json["kind"] == "Namespace")
      let namespaces = try await client(cluster).list(.namespaces)
      #expect(namespaces.items.count == 4)
    }
  }

  @Test func `refuses bodies that are too large or no objects`() async throws {
    try await withServer({ $0.usesTLS = false }) { cluster in
      let path = "/api/v1/namespaces/default/configmaps"
      let headers: HTTPHeaders = ["Content-Type": "application/json"]
      let large = try await send(
        .post, path, to: cluster, headers: headers,
        body: Array(repeating: UInt8(ascii: " "), count: BodyDecoder.maximumBytes + 1))
      #expect(large.status == 413)
      for text in ["", "{", "[]", "\"text\"", "{\"metadata\":[]}", "\u{FFFF}"] {
        let answer = try await send(.post, path, to: cluster, headers: headers, body: Array(text.utf8))
        #expect((400..<500).contains(answer.status), "\(text): \(answer)")
      }
    }
  }

  @Test func `streams changes to a client with a certificate, and ends its watches when it stops`()
    async throws
  {
    try await withServer { cluster in
      let client = try client(cluster)
      let version = try await client.list(.configMaps).resourceVersion
      let names = Mutex<[String]>([])
      let watching = Task {
        for try await event in try await client.watch(
          .configMaps, options: WatchOptions(resourceVersion: version))
        {
          if case .added(let object) = event { names.withLock { $0.append(object.metadata.name) } }
        }
      }
      #expect(
        await eventually { cluster.requests.count(verb: "watch", userAgentPrefix: "front-test") > 0 })
      try cluster.store.create(.configMaps, KubeObject(.configMaps, name: "new", namespace: "default"))
      #expect(await eventually { names.withLock { $0 } == ["new"] })
      await cluster.stop()
      _ = await watching.result
    }
  }

  @Test func `forgets a watch when its client goes away`() async throws {
    try await withServer { cluster in
      let client = try client(cluster)
      let watching = Task {
        for try await _ in try await client.watch(.configMaps, options: WatchOptions(resourceVersion: "1")) {}
      }
      let waiting = { @Sendable in cluster.store.state.withLock { $0.waiters["configmaps"]?.count ?? 0 } }
      #expect(await eventually { waiting() == 1 })
      watching.cancel()
      #expect(await eventually { waiting() == 0 })
    }
  }

  @Test func `counts requests by verb, resource and client`() async throws {
    try await withServer { cluster in
      let client = try client(cluster)
      _ = try await client.list(.pods)
      #expect(cluster.requests.writeCount(userAgentPrefix: "front-test") == 0)
      let object = KubeObject(.configMaps, name: "a", namespace: "default")
      _ = try await client.apply(.configMaps, object, fieldManager: "test")
      #expect(cluster.requests.writeCount(userAgentPrefix: "front-test") == 1)
      #expect(cluster.requests.count(verb: "apply", resource: "configmaps") == 1)
      #expect(cluster.requests.writeCount(userAgentPrefix: "somebody-else") == 0)
    }
  }

  @Test func `gives its port back when it stops, and says when one is taken`() async throws {
    let first = try DevCluster()
    try await first.start()
    var options = DevCluster.Options()
    options.port = first.port
    let second = try DevCluster(options)
    await #expect(throws: DevCluster.StartError.self) { try await second.start() }
    await first.stop()
    let third = try DevCluster(options)
    try await third.start()
    #expect(third.port == options.port)
    await third.stop()
  }
}
