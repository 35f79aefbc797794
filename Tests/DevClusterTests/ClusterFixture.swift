import ClusterTesting
import Foundation

@testable import DevCluster

/// Runs a test against a cluster that is stopped afterwards, whatever happens.
func withCluster(
  _ options: DevCluster.Options = DevCluster.Options(), _ body: (DevCluster, Kubectl) async throws -> Void
) async throws {
  let cluster = try DevCluster(options)
  try await cluster.start()
  let kubeconfig = FileManager.default.temporaryDirectory.appending(path: "kubeconfig-\(UUID().uuidString)")
    .path()
  try cluster.writeKubeconfig(to: kubeconfig)
  let failure: (any Error)?
  do {
    try await body(cluster, Kubectl(kubeconfig: kubeconfig))
    failure = nil
  } catch {
    failure = error
  }
  await cluster.stop()
  try? FileManager.default.removeItem(atPath: kubeconfig)
  if let failure { throw failure }
}

extension Kubectl {
  /// Applies YAML and returns what kubectl says; fails with its words when it is refused.
  @discardableResult
  func apply(_ yaml: String, _ arguments: String...) async throws -> String {
    let result = try await run(["apply", "-f", "-"] + arguments, input: yaml)
    guard result.exitCode == 0 else { throw Refusal(description: result.errors) }
    return result.output
  }

  /// What kubectl says when it fails.
  struct Refusal: Error, CustomStringConvertible {
    let description: String
  }
}
