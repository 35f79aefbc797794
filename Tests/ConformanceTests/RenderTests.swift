import ClusterTesting
import Foundation
import KubeClient
import Testing

extension Conformance {
  @Suite("laravel-operator render", .timeLimit(.minutes(1)))
  struct RenderTests {
    @Test(
      "prints the children of an example",
      arguments: (AppTable.files(in: "deploy/examples") + AppTable.files(in: "deploy/examples/five-apps"))
        .filter { !$0.hasSuffix("kustomization.yaml") })
    func example(file: String) async throws {
      let result = try await OperatorProgram.run(["render", "-f", AppTable.root.appending(path: file).path()])
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(result.errors == "")
      let kinds = try JSONValue.documents(yaml: result.output).compactMap { $0["kind"]?.string }
      #expect(Set(kinds).isSuperset(of: ["Secret", "Service", "Deployment", "Ingress"]), "\(kinds)")
    }

    @Test("says every mistake of an app in a line of its own")
    func mistakes() async throws {
      let app = """
        apiVersion: laravel-operator.dev/v1alpha1
        kind: LaravelApp
        metadata: {name: shop}
        spec: {image: "shop:1", web: {replcias: 2, port: 0}, workers: [{name: web}]}
        """
      let result = try await OperatorProgram.run(["render", "-f", "-"], input: app)
      #expect(result.exitCode == 1)
      #expect(result.output == "")
      #expect(result.errorLines.count == 3, "\(result.errors)")
      for (line, path) in zip(
        result.errorLines, ["spec.web.port", "spec.web.replcias", "spec.workers[0].name"])
      {
        #expect(line.contains("-: LaravelApp shop: \(path): "), "\(line)")
      }
    }

    @Test("says in one line what it cannot read", arguments: unreadableInputs)
    func unreadable(input: String, expected: String) async throws {
      let result = try await OperatorProgram.run(["render", "-f", "-"], input: input)
      #expect(result.exitCode == 1)
      #expect(result.output == "")
      #expect(result.errorLines.count == 1, "\(result.errors)")
      #expect(result.errors.contains(expected), "\(result.errors)")
    }

    static let unreadableInputs: [(String, String)] = [
      ("", "no object of kind LaravelApp found"),
      ("{kind: ConfigMap, apiVersion: v1, metadata: {name: a}}", "no object of kind LaravelApp found"),
      ("spec: [unclosed", "-: "),
      ("kind: LaravelApp\nmetadata: {name: shop}", "spec: is required"),
    ]

    @Test("says in one line that a file is missing, is a directory, or is no text")
    func files() async throws {
      let folder = FileManager.default.temporaryDirectory.appending(path: "render-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let binary = folder.appending(path: "binary.yaml")
      try Data([0xFF, 0xFE, 0x00, 0xD8]).write(to: binary)
      for (path, expected) in [
        (folder.appending(path: "missing.yaml").path(), "cannot be read"), (folder.path(), "cannot be read"),
        (binary.path(), "is not UTF-8"),
      ] {
        let result = try await OperatorProgram.run(["render", "-f", path])
        #expect(result.exitCode == 1)
        #expect(result.errorLines.count == 1, "\(result.errors)")
        #expect(result.errors.contains(path) && result.errors.contains(expected), "\(result.errors)")
      }
    }

    @Test(
      "wrong usage ends with 64",
      arguments: [
        ["render"], ["render", "--nope"], ["nope"], ["run", "--workers", "0"], ["run", "--nope"],
      ])
    func usage(arguments: [String]) async throws {
      let result = try await OperatorProgram.run(arguments)
      #expect(result.exitCode == 64)
      #expect(result.errors.contains("Usage:"), "\(result.errors)")
    }
  }
}
