import Foundation
import KubeClient
import Subprocess

@testable import DevCluster

/// The real kubectl, talking to one cluster with a home directory of its own.
struct Kubectl: Sendable {
  /// What a command has printed, and how it ended.
  struct Output: Sendable {
    let out: String
    let error: String
    let isSuccess: Bool
  }

  /// Where kubectl is; `nil` when it is not installed.
  static let executable: String? = ["/usr/bin/kubectl", "/usr/local/bin/kubectl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  private let directory: URL
  private let kubeconfig: URL

  init(_ cluster: DevCluster) throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "kubectl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    kubeconfig = directory.appending(path: "kubeconfig")
    try cluster.writeKubeconfig(to: kubeconfig.path)
  }

  /// Runs a command; `input` is its standard input.
  func run(_ arguments: String..., input: String = "") async throws -> Output {
    try await run(arguments, input: input)
  }

  /// Runs a command; `input` is its standard input.
  func run(_ arguments: [String], input: String = "") async throws -> Output {
    let result = try await Subprocess.run(
      .name("kubectl"), arguments: Arguments(arguments),
      environment: .inherit.updating(["KUBECONFIG": kubeconfig.path, "HOME": directory.path]),
      input: .string(input), output: .string(limit: 4 << 20), error: .string(limit: 1 << 20))
    return Output(
      out: result.standardOutput, error: result.standardError,
      isSuccess: result.terminationStatus.isSuccess)
  }

  /// Applies YAML; fails with what kubectl says when it is refused.
  @discardableResult
  func apply(_ yaml: String, _ arguments: String...) async throws -> String {
    let output = try await run(["apply", "-f", "-"] + arguments, input: yaml)
    guard output.isSuccess else { throw Failure(description: output.error) }
    return output.out
  }

  func remove() { try? FileManager.default.removeItem(at: directory) }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }
}

/// Runs a test against a cluster that is stopped afterwards, whatever happens.
func withCluster(
  _ options: DevCluster.Options = DevCluster.Options(), _ body: (DevCluster, Kubectl) async throws -> Void
) async throws {
  let cluster = try DevCluster(options)
  try await cluster.start()
  let kubectl = try Kubectl(cluster)
  let result = await Result { try await body(cluster, kubectl) }
  await cluster.stop()
  kubectl.remove()
  try result.get()
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}

/// Waits until a condition holds; fails after the deadline.
func eventually(
  within limit: Duration = .seconds(10), _ what: String, _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try await !condition() {
    guard ContinuousClock.now < deadline else { throw Kubectl.Failure(description: "never: \(what)") }
    try await Task.sleep(for: .milliseconds(5))
  }
}
