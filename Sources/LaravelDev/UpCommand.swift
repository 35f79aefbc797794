import ArgumentParser
import Foundation
import KubeClient
import OperatorRuntime
import UnixSignals

/// `laravel-dev up`
struct UpCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Run the embedded cluster with the operator until interrupted.")

  @Option(help: ArgumentHelp("Where the kubeconfig is written.", valueName: "path"))
  var kubeconfig = ".dev/kubeconfig"

  @Option(help: "The port of the API server on 127.0.0.1; 0 takes a free one.")
  var port = 0

  @Flag(help: "Only the cluster: the operator is run by hand, with `laravel-operator run --kubeconfig ...`.")
  var withoutOperator = false

  @OptionGroup var logging: LogOptions

  func run() async throws {
    let session = try await DevSession(
      port: port, kubeconfig: kubeconfig, logger: logging.makeLogger("laravel-dev"))
    Terminal.show(
      """
      The cluster is up at \(session.url)

        export KUBECONFIG=\(URL(fileURLWithPath: kubeconfig).path)
        kubectl apply -f \(SourceTree.path("deploy/examples/minimal.yaml"))
        kubectl get laravelapps -A -w

      Ctrl-C ends it; nothing is kept.
      """)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { return }
      }
      if !withoutOperator {
        group.addTask { try await session.runOperator() }
      }
      try await group.next()
      group.cancelAll()
    }
    await session.stop()
  }
}
