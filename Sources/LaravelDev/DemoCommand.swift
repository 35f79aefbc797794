import ArgumentParser
import Foundation
import Logging
import OperatorRuntime

/// `laravel-dev demo`
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Apply an example to the embedded cluster and show it going to Ready.")

  @Option(help: ArgumentHelp("The example instead of deploy/examples/shop.yaml.", valueName: "path"))
  var file: String?

  @Option(help: "Seconds after which a demo that is not Ready has failed.")
  var timeout = 60

  @OptionGroup var logging: LogOptions

  func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("laravel-dev-\(getpid())")
    defer { try? FileManager.default.removeItem(at: folder) }
    var logging = logging
    // The conditions tell the story; the operator's own lines are shown when something is wrong.
    if logging.level == .info { logging.level = .warning }
    let session = try await DevSession(
      port: 0, kubeconfig: folder.appendingPathComponent("kubeconfig").path,
      logger: logging.makeLogger("laravel-dev"))
    let demo = Demo(session: session, path: file ?? SourceTree.path("deploy/examples/shop.yaml"))
    let timeout = timeout
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await session.runOperator() }
      group.addTask { try await demo.show() }
      group.addTask {
        try await Task.sleep(for: .seconds(timeout))
        throw CommandFailure("the app was not Ready within \(timeout) seconds")
      }
      defer { group.cancelAll() }
      try await group.next()
    }
    await session.stop()
  }
}
