import Foundation
import Synchronization
import Testing

@testable import KubeClient

/// Files that rotate and plugins, in a world with its own time.
@Suite(.timeLimit(.minutes(1)))
struct ConfiguredCredentialsTests {
  /// Time, files and plugins as a test sets them.
  private final class World: Sendable {
    struct State {
      var now = ContinuousClock.now
      var date = Date(timeIntervalSince1970: 1_800_000_000)
      var files: [String: [UInt8]] = [:]
      var reads = 0
      var runs = 0
      var output: Result<[UInt8], KubeError> = .failure(.cancelled)
    }

    let state = Mutex(State())

    func advance(_ seconds: Int) {
      state.withLock {
        $0.now += .seconds(seconds)
        $0.date += TimeInterval(seconds)
      }
    }

    func write(_ path: String, _ text: String?) {
      state.withLock { $0.files[path] = text.map { Array($0.utf8) } }
    }

    func answer(_ json: JSONValue) { state.withLock { $0.output = .success(json.serialized) } }

    var runs: Int { state.withLock { $0.runs } }
    var reads: Int { state.withLock { $0.reads } }

    var credentialWorld: ConfiguredCredentials.World {
      ConfiguredCredentials.World(
        now: { self.state.withLock { $0.now } },
        date: { self.state.withLock { $0.date } },
        read: { path throws(SmallFile.Failure) in
          let bytes = self.state.withLock { state -> [UInt8]? in
            state.reads += 1
            return state.files[path]
          }
          guard let bytes else { throw SmallFile.Failure(message: "cannot read \(path): gone") }
          return bytes
        },
        run: { _ async throws(KubeError) in
          let output = self.state.withLock { state -> Result<[UInt8], KubeError> in
            state.runs += 1
            return state.output
          }
          await Task.yield()
          return try output.get()
        })
    }
  }

  private let world = World()

  private func credentials(
    _ change: (inout ClientConfiguration) throws -> Void
  ) throws -> ConfiguredCredentials {
    var configuration = try ClientConfiguration(server: "https://api", source: "context 'dev' of /kc")
    try change(&configuration)
    return ConfiguredCredentials(configuration, world: world.credentialWorld)
  }

  private func plugin(_ version: String = "v1") throws -> ExecPlugin {
    let fields: JSONValue = [
      "apiVersion": JSONValue("client.authentication.k8s.io/\(version)"), "command": "plugin",
    ]
    return try ExecPlugin(
      ConfigFields(fields, place: "kubeconfig /kc: user 'u': exec", directory: ""),
      cluster: ConfigFields([:], place: "", directory: ""))
  }

  private func answer(_ status: JSONValue) -> JSONValue {
    ["apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": status]
  }

  // MARK: Token files

  @Test func `A token is read again after a minute, not before`() async throws {
    world.write("/token", "one")
    let source = try credentials { $0.authentication = .tokenFile("/token") }
    #expect(try await source.credentials().authorization?.value == "Bearer one")
    world.write("/token", "two\n")
    world.advance(59)
    #expect(try await source.credentials().authorization?.value == "Bearer one")
    world.advance(1)
    #expect(try await source.credentials().authorization?.value == "Bearer two")
    #expect(world.reads == 2)
  }

  @Test(arguments: [nil, "", "half\u{0}"])
  func `The old token stays while the file is missing or unusable`(content: String?) async throws {
    world.write("/token", "one")
    let source = try credentials { $0.authentication = .tokenFile("/token") }
    _ = try await source.credentials()
    world.write("/token", content)
    world.advance(61)
    #expect(try await source.credentials().authorization?.value == "Bearer one")
    world.write("/token", "two")
    world.advance(5)
    #expect(try await source.credentials().authorization?.value == "Bearer two")
  }

  @Test func `A refused token is read again at once`() async throws {
    world.write("/token", "one")
    let source = try credentials { $0.authentication = .tokenFile("/token") }
    let first = try await source.credentials()
    world.write("/token", "two")
    await source.reject(first)
    #expect(try await source.credentials().authorization?.value == "Bearer two")
  }

  @Test func `A token that never was there is an error with its place`() async throws {
    let source = try credentials { $0.authentication = .tokenFile("/token") }
    await #expect(
      throws: KubeError.terminal(message: "context 'dev' of /kc: cannot read /token: gone")
    ) { try await source.credentials() }
  }

  // MARK: Certificates

  @Test func `Certificates are read again after five minutes, and half a rotation changes nothing`()
    async throws
  {
    let authority = try TestAuthority()
    let (one, two) = (try authority.issue("DNS:one"), try authority.issue("DNS:two"))
    func write(_ path: String, _ bytes: [UInt8]) { world.write(path, String(decoding: bytes, as: UTF8.self)) }
    write("/crt", one.certificate)
    write("/key", one.key)
    let source = try credentials {
      $0.clientCertificate = .file("/crt")
      $0.clientKey = .file("/key")
    }
    #expect(try await source.credentials().connection.tls.clientCertificate == one.certificate)
    write("/crt", two.certificate)
    world.advance(299)
    #expect(try await source.credentials().connection.tls.clientCertificate == one.certificate)
    world.advance(1)
    // The new certificate does not fit the old key.
    #expect(try await source.credentials().connection.tls.clientCertificate == one.certificate)
    write("/key", two.key)
    world.advance(300)
    let tls = try await source.credentials().connection.tls
    #expect(tls.clientCertificate == two.certificate)
    #expect(tls.clientKey?.value == two.key)
  }

  // MARK: Plugins

  @Test func `A plugin's token is kept until it expires`() async throws {
    world.answer(answer(["token": "one", "expirationTimestamp": "2027-01-15T08:01:00Z"]))
    let source = try credentials { $0.authentication = .exec(try plugin()) }
    #expect(try await source.credentials().authorization?.value == "Bearer one")
    world.answer(answer(["token": "two"]))
    world.advance(59)
    #expect(try await source.credentials().authorization?.value == "Bearer one")
    world.advance(1)
    #expect(try await source.credentials().authorization?.value == "Bearer two")
    world.advance(1_000_000)
    #expect(try await source.credentials().authorization?.value == "Bearer two")
    #expect(world.runs == 2)
  }

  @Test func `A plugin's refused token is asked for anew, once for all requests that were refused`()
    async throws
  {
    world.answer(answer(["token": "one"]))
    let source = try credentials { $0.authentication = .exec(try plugin()) }
    let first = try await source.credentials()
    world.answer(answer(["token": "two"]))
    await source.reject(first)
    let second = try await source.credentials()
    #expect(second.authorization?.value == "Bearer two")
    await source.reject(first)
    #expect(try await source.credentials() == second)
    #expect(world.runs == 2)
  }

  @Test func `One run of a plugin serves all who wait`() async throws {
    world.answer(answer(["token": "one"]))
    let source = try credentials { $0.authentication = .exec(try plugin()) }
    try await withThrowingTaskGroup(of: Credentials.self) { group in
      for _ in 0..<50 { group.addTask { try await source.credentials() } }
      for try await credentials in group { #expect(credentials.authorization?.value == "Bearer one") }
    }
    #expect(world.runs == 1)
  }

  @Test func `A plugin may give a client certificate`() async throws {
    let identity = try TestAuthority().issue("DNS:client")
    world.answer(
      answer([
        "clientCertificateData": JSONValue(String(decoding: identity.certificate, as: UTF8.self)),
        "clientKeyData": JSONValue(String(decoding: identity.key, as: UTF8.self)),
      ]))
    let source = try credentials { $0.authentication = .exec(try plugin()) }
    let credentials = try await source.credentials()
    #expect(credentials.authorization == nil)
    #expect(credentials.connection.tls.clientCertificate == identity.certificate)
  }

  @Test func `A plugin that fails is asked again the next time`() async throws {
    let source = try credentials { $0.authentication = .exec(try plugin()) }
    world.state.withLock { $0.output = .failure(.terminal(message: "no login")) }
    await #expect(throws: KubeError.terminal(message: "no login")) { try await source.credentials() }
    world.answer(answer(["token": "one"]))
    #expect(try await source.credentials().authorization?.value == "Bearer one")
  }

  @Test(arguments: [
    ("", "is no JSON"), ("SECRET", "is no JSON"), ("{}", "is no ExecCredential"),
    (#"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1"}"#, "another apiVersion"),
    (#"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}"#, "has no status"),
    (
      #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":""}}"#,
      "has neither token nor certificate"
    ),
    (
      #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"SECRET\n1"}}"#,
      "has characters that no token has"
    ),
    (
      #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","#
        + #""status":{"token":"SECRET","expirationTimestamp":"soon"}}"#,
      "has an expirationTimestamp that is no RFC 3339 time"
    ),
    (
      #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","#
        + #""status":{"clientCertificateData":"SECRET"}}"#,
      "has only one of clientCertificateData and clientKeyData"
    ),
    (
      #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","#
        + #""status":{"clientCertificateData":"SECRET","clientKeyData":"SECRET"}}"#,
      "do not belong together"
    ),
  ])
  func `A plugin's answer that is none is refused without showing it`(text: String, expected: String) throws {
    let error = #expect(throws: KubeError.self) {
      _ = try ExecCredential(Array(text.utf8), from: try plugin())
    }
    guard case .terminal(let message)? = error else { return }
    #expect(message.hasPrefix("kubeconfig /kc: user 'u': exec: "))
    #expect(message.contains(expected))
    #expect(!message.contains("SECRET"))
  }

  @Test(arguments: ["2027-01-15T08:01:00Z", "2027-01-15T08:01:00.123456Z", "2027-01-15T09:01:00+01:00"])
  func `Every form of RFC 3339 is an expiration`(text: String) throws {
    let json = answer(["token": "a", "expirationTimestamp": JSONValue(text)])
    let credential = try ExecCredential(json.serialized, from: try plugin())
    #expect(credential.expiration.map { Int($0.timeIntervalSince1970) } == 1_800_000_060)
  }
}
