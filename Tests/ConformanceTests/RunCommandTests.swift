import ClusterTesting
import DevCluster
import Foundation
import KubeClient
import Testing

extension Conformance {
  @Suite("laravel-operator run", .timeLimit(.minutes(1)))
  struct RunCommandTests {
    private static let quiet = ["--metrics-bind-address", "0", "--health-probe-bind-address", "0"]

    /// Runs the operator with that kubeconfig, which must end it with one line.
    private func expectFailure(
      _ kubeconfig: String, saying expected: String, flags: [String] = [],
      at location: SourceLocation = #_sourceLocation
    ) async throws {
      let path = FileManager.default.temporaryDirectory.appending(path: "broken-\(UUID().uuidString)").path()
      defer { try? FileManager.default.removeItem(atPath: path) }
      try kubeconfig.write(toFile: path, atomically: true, encoding: .utf8)
      let result = try await OperatorProgram.run(["run", "--kubeconfig", path] + Self.quiet + flags)
      #expect(result.exitCode == 1, sourceLocation: location)
      #expect(result.errorLines.count == 1, "\(result.errors)", sourceLocation: location)
      #expect(result.errors.contains(expected), "\(result.errors)", sourceLocation: location)
    }

    private static func kubeconfig(
      cluster: String = "{server: 'https://127.0.0.1:1'}", user: String = "{token: t}",
      context: String = "{cluster: c, user: u}"
    ) -> String {
      """
      apiVersion: v1
      kind: Config
      current-context: main
      contexts: [{name: main, context: \(context)}]
      clusters: [{name: c, cluster: \(cluster)}]
      users: [{name: u, user: \(user)}]
      """
    }

    @Test("a broken kubeconfig ends it with one line that names the fault", arguments: broken)
    func brokenKubeconfig(text: String, expected: String) async throws {
      try await expectFailure(text, saying: expected)
    }

    static let broken: [(String, String)] = [
      ("", "it is empty"),
      ("clusters: [", "kubeconfig "),
      ("just a text", "kubeconfig "),
      (kubeconfig(context: "{cluster: other, user: u}"), "other"),
      (kubeconfig(context: "{cluster: c, user: nobody}"), "nobody"),
      (kubeconfig(cluster: "{}"), "server"),
      (kubeconfig(cluster: "{server: 'ftp://127.0.0.1'}"), "ftp://127.0.0.1"),
      (
        kubeconfig(cluster: "{server: 'https://127.0.0.1:1', certificate-authority-data: '%%%'}"),
        "certificate-authority-data"
      ),
      (
        kubeconfig(cluster: "{server: 'https://127.0.0.1:1', certificate-authority: /nonexistent/ca.crt}"),
        "/nonexistent/ca.crt"
      ),
      (kubeconfig(user: "{client-certificate-data: 'AAAA'}"), "client"),
      (kubeconfig(user: "{tokenFile: /nonexistent/token}"), "/nonexistent/token"),
    ]

    @Test("a context that the kubeconfig does not have is named")
    func unknownContext() async throws {
      try await expectFailure(Self.kubeconfig(), saying: "staging", flags: ["--context", "staging"])
    }

    @Test("a kubeconfig that is not there is named")
    func missingKubeconfig() async throws {
      let result = try await OperatorProgram.run(["run", "--kubeconfig", "/nonexistent/config"] + Self.quiet)
      #expect(result.exitCode == 1)
      #expect(result.errorLines.count == 1, "\(result.errors)")
      #expect(result.errors.contains("/nonexistent/config"), "\(result.errors)")
    }

    @Test("without any kubeconfig it says where it has looked")
    func noKubeconfig() async throws {
      let result = try await OperatorProgram.run(["run"] + Self.quiet)
      #expect(result.exitCode == 1)
      #expect(result.errorLines.count == 1, "\(result.errors)")
      #expect(result.errors.contains("no kubeconfig found"), "\(result.errors)")
    }

    @Test("a server that nobody listens at is named")
    func unreachable() async throws {
      let address = "127.0.0.1:\(try FreePort.find())"
      try await expectFailure(
        Self.kubeconfig(cluster: "{server: 'https://\(address)'}"),
        saying: "cannot connect to \(address): connection refused")
    }

    @Test("a server whose certificate another authority has signed is refused")
    func wrongAuthority() async throws {
      try await OperatorCluster.run(runsOperator: false) { operated in
        let authority = try #require(try DevCluster().certificateAuthority)
        let server = operated.cluster.url
        let data = Data(authority.utf8).base64EncodedString()
        try await expectFailure(
          Self.kubeconfig(cluster: "{server: '\(server)', certificate-authority-data: \(data)}"),
          saying: "\(server.dropFirst("https://".count)) is not signed by an authority of")
      }
    }

    @Test("a server that does not know the token is told by its answer")
    func wrongToken() async throws {
      try await OperatorCluster.run(runsOperator: false) { operated in
        let authority = try #require(operated.cluster.certificateAuthority)
        let data = Data(authority.utf8).base64EncodedString()
        let cluster = "{server: '\(operated.cluster.url)', certificate-authority-data: \(data)}"
        try await expectFailure(
          Self.kubeconfig(cluster: cluster, user: "{token: very-secret}"), saying: "Unauthorized")
      }
    }

    @Test("SIGTERM ends it with 0 when it has made what it was to make")
    func terminates() async throws {
      try await OperatorCluster.run(runsOperator: false) { operated in
        let process = Process()
        process.executableURL = URL(filePath: OperatorProgram.path)
        process.arguments = ["run", "--kubeconfig", operated.kubeconfig] + Self.quiet
        process.standardError = FileHandle.nullDevice
        let (ends, ended) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = {
          ended.yield($0.terminationReason == .exit ? $0.terminationStatus : -1)
          ended.finish()
        }
        try process.run()
        let result: Result<Void, any Error>
        do {
          let app = try await operated.user.apply(app: "shop")
          try await operated.user.wait(app)
          result = .success(())
        } catch {
          result = .failure(error)
        }
        let start = ContinuousClock.now
        process.terminate()
        #expect(await ends.first { _ in true } == 0)
        let time = ContinuousClock.now - start
        Measurement.note("the operator ends after SIGTERM within", time)
        #expect(time < .seconds(10))
        try result.get()
      }
    }
  }
}
