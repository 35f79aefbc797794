import Testing

@testable import KubeClient

struct InClusterTests {
  private let directory: TestDirectory
  private let authority: TestAuthority

  init() throws {
    directory = try TestDirectory()
    authority = try TestAuthority()
    try directory.write("ca.crt", String(decoding: authority.certificate, as: UTF8.self))
    try directory.write("token", "abc\n")
    try directory.write("namespace", "laravel-system\n")
  }

  private func configuration(host: String = "10.0.0.1") throws -> ClientConfiguration {
    try ClientConfiguration.inCluster(
      environment: ["KUBERNETES_SERVICE_HOST": host, "KUBERNETES_SERVICE_PORT": "443"],
      directory: directory.path)
  }

  @Test func `A pod's service account names server, token, authority and namespace`() async throws {
    let configuration = try configuration()
    #expect(configuration.server == "https://10.0.0.1:443")
    #expect(configuration.defaultNamespace == "laravel-system")
    let credentials = try await ConfiguredCredentials(configuration).credentials()
    #expect(credentials.authorization?.value == "Bearer abc")
    #expect(credentials.connection.tls.certificateAuthorities == authority.certificate)
  }

  @Test func `IPv6 addresses get brackets`() throws {
    #expect(try configuration(host: "fd00::1").server == "https://[fd00::1]:443")
  }

  @Test func `Outside of a cluster that is said`() {
    let error = #expect(throws: KubeError.self) { try ClientConfiguration.inCluster(environment: [:]) }
    #expect(error?.description.contains("KUBERNETES_SERVICE_HOST") == true)
  }

  @Test(arguments: ["", "\n", "a b", "a\u{1}"])
  func `A token that is none is refused`(token: String) throws {
    let path = try directory.write("token", token)
    let error = #expect(throws: KubeError.self) { try configuration() }
    #expect(error?.description.contains(path) == true)
  }

  @Test func `An authority that is none is refused`() throws {
    let path = try directory.write("ca.crt", "nonsense")
    #expect(
      throws: KubeError.terminal(
        message: "the service account of this pod: \(path) holds no certificate in PEM")
    ) { try configuration() }
  }
}
