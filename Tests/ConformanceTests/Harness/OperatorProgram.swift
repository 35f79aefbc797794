import ClusterTesting
import Foundation
import Subprocess
import SystemPackage

/// The executable `laravel-operator`, as its users run it.
enum OperatorProgram {
  /// Beside the tests that run now; else where `swift build` puts it.
  static let path: String = {
    let own = URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
    let built = AppTable.root.appending(path: ".build/debug")
    let candidates = [own, Bundle.main.bundleURL, built].map { $0.appending(path: "laravel-operator").path() }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[2]
  }()

  /// What a run has printed, and how it ended.
  struct Result: Sendable {
    let exitCode: Int32
    let output: String
    let errors: String

    /// The lines on standard error.
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  }

  /// Runs it to its end, without any kubeconfig of the machine.
  static func run(_ arguments: [String], input: String = "") async throws -> Result {
    let record = try await Subprocess.run(
      .path(FilePath(path)), arguments: Arguments(arguments),
      environment: .inherit.updating([
        "KUBECONFIG": "", "KUBERNETES_SERVICE_HOST": "", "HOME": "/nonexistent",
      ]),
      input: .string(input), output: .string(limit: 16 << 20), error: .string(limit: 1 << 20))
    var exitCode: Int32 = -1
    if case .exited(let code) = record.terminationStatus { exitCode = Int32(code) }
    return Result(exitCode: exitCode, output: record.standardOutput, errors: record.standardError)
  }
}
