import Foundation
import Testing

@testable import KubeClient

/// Real programs as exec plugins.
@Suite(.timeLimit(.minutes(1)))
struct ExecPluginTests {
  private let directory: TestDirectory

  init() throws { directory = try TestDirectory() }

  private func plugin(_ script: String?, hint: String? = nil) throws -> ExecPlugin {
    if let script { try directory.write("plugin", "#!/bin/sh\n\(script)\n", executable: true) }
    var fields: JSONValue = [
      "apiVersion": "client.authentication.k8s.io/v1", "command": "./plugin", "args": ["a b"],
      "env": [["name": "GREETING", "value": "hello"]],
    ]
    if let hint { fields["installHint"] = JSONValue(hint) }
    return try ExecPlugin(
      ConfigFields(fields, place: "user 'u': exec", directory: directory.path + "/"),
      cluster: ConfigFields([:], place: "", directory: ""))
  }

  private func failure(_ plugin: ExecPlugin, deadline: Duration = .seconds(20)) async -> String {
    let error = await #expect(throws: KubeError.self) { try await plugin.run(deadline: deadline) }
    guard case .terminal(let message)? = error else { return "\(String(describing: error))" }
    #expect(!message.contains("\n"))
    return message.replacingOccurrences(of: directory.path, with: "DIR")
  }

  @Test func `A plugin is told what is asked of it and by whom`() async throws {
    let output = try await plugin(#"printf '%s|%s|%s' "$1" "$GREETING" "$KUBERNETES_EXEC_INFO""#).run()
    #expect(
      String(decoding: output, as: UTF8.self)
        == #"a b|hello|{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","#
        + #""spec":{"interactive":false}}"#)
  }

  @Test func `A plugin that fails is named with the last line it has to say`() async throws {
    let message = await failure(try plugin("echo one >&2; echo 'please log in' >&2; exit 3"))
    #expect(message.hasPrefix("user 'u': exec: the credential plugin DIR/./plugin failed"))
    #expect(message.hasSuffix(": please log in"))
  }

  @Test func `A plugin that is not there is named with the hint how to install it`() async throws {
    let message = await failure(try plugin(nil, hint: "Install it:\napt install plugin"))
    #expect(
      message
        == "user 'u': exec: the credential plugin DIR/./plugin is not installed: Install it: apt install plugin"
    )
  }

  @Test func `A plugin that hangs is ended after its time`() async throws {
    let start = ContinuousClock.now
    let message = await failure(
      try plugin("trap '' TERM; exec sleep 60"), deadline: .milliseconds(300))
    #expect(message.contains("did not answer within"))
    #expect(start.duration(to: .now) < .seconds(20))
  }

  @Test func `A plugin that writes without end is refused`() async throws {
    let message = await failure(try plugin("yes"))
    #expect(message.contains("wrote more than a credential"))
  }

  @Test func `A plugin's standard input is empty`() async throws {
    let output = try await plugin("wc -c").run()
    #expect(String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) == "0")
  }
}
