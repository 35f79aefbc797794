import ArgumentParser
import OperatorRuntime

/// `laravel-operator`: the controller and its tools.
@main
struct LaravelOperatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "laravel-operator",
    abstract: "Keeps Laravel applications running on Kubernetes as their LaravelApp objects say.",
    discussion: """
      In a cluster:            laravel-operator run
      From a workstation:      laravel-operator run --kubeconfig ~/.kube/config
      Without any cluster:     laravel-operator render -f app.yaml

      Exit codes: 0 success, 1 failure with one line on standard error, 64 wrong usage.
      """,
    version: OperatorVersion.current,
    subcommands: [RunCommand.self, RenderCommand.self, VersionCommand.self])
}
