import ArgumentParser
import OperatorRuntime

/// `laravel-dev`: the operator with a cluster of its own.
@main
struct LaravelDevCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "laravel-dev",
    abstract: "Runs the operator on an embedded Kubernetes API server: no cluster, no containers.",
    discussion: """
      The embedded cluster speaks the Kubernetes API well enough for kubectl and for the operator. Its pods are
      simulated: nothing of an image is ever run.
      """,
    version: OperatorVersion.current,
    subcommands: [UpCommand.self, DemoCommand.self])
}
