import Foundation
import Subprocess

/// The real `kubectl`, as a user of that kubeconfig.
public struct Kubectl: Sendable {
  /// The oldest minor version that tests rely on: server-side apply by default paths, `wait --for=jsonpath`.
  static let oldestMinor = 28

  /// Why tests that need it are skipped.
  public static let absence = "no kubectl 1.\(oldestMinor) or newer on the PATH"

  /// Whether there is a new enough one.
  public static let isAvailable: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["kubectl", "version", "--client", "-o", "json"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let minor = text.firstMatch(of: /"minor": "(\d+)/).flatMap { Int($0.1) }
    return process.terminationStatus == 0 && (minor ?? 0) >= oldestMinor
  }()

  /// What a run printed and how it ended.
  public struct Result: Sendable {
    /// 0 for success.
    public let exitCode: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String
  }

  private let kubeconfig: String

  /// A kubectl that uses that kubeconfig, with a home of its own so that no cache is shared.
  public init(kubeconfig: String) { self.kubeconfig = kubeconfig }

  /// Runs kubectl to its end.
  /// - Parameter input: its standard input.
  @discardableResult
  public func run(_ arguments: String..., input: String = "") async throws -> Result {
    try await run(arguments, input: input)
  }

  /// Runs kubectl to its end.
  /// - Parameter input: its standard input.
  @discardableResult
  public func run(_ arguments: [String], input: String = "") async throws -> Result {
    let home = FileManager.default.temporaryDirectory.appending(path: "kubectl-\(UUID().uuidString)").path()
    defer { try? FileManager.default.removeItem(atPath: home) }
    let record = try await Subprocess.run(
      .name("kubectl"), arguments: Arguments(arguments),
      environment: .inherit.updating(["KUBECONFIG": kubeconfig, "HOME": home]),
      input: .string(input), output: .string(limit: 16 << 20), error: .string(limit: 1 << 20))
    let exitCode: Int32
    switch record.terminationStatus {
    case .exited(let code): exitCode = Int32(code)
    default: exitCode = -1
    }
    return Result(
      exitCode: exitCode, output: record.standardOutput, errors: record.standardError)
  }
}
