import ArgumentParser
import OperatorRuntime

/// `laravel-operator version`
struct VersionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

  func run() {
    print("laravel-operator \(OperatorVersion.current)")
  }
}
