import ArgumentParser
import Foundation
import KubeClient
import OperatorRuntime
import Reconcilers

/// `laravel-operator render`
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Print what an app becomes, as YAML, without a cluster.",
    discussion: """
      Reads LaravelApp objects, checks them as the API server and the operator do, and prints their children. Other
      objects in the files are left out. The APP_KEY is made by the operator in the cluster: a placeholder stands in
      its place here.
      """)

  @Option(
    name: [.customShort("f"), .long],
    help: ArgumentHelp("A YAML or JSON file; - reads standard input. May be repeated.", valueName: "path"))
  var filename: [String]

  func run() throws {
    var problems: [String] = []
    var children: [KubeObject] = []
    var count = 0
    for path in filename {
      for object in try documents(in: path) where object.kind == LaravelApp.resourceType.kind {
        count += 1
        do throws(InvalidSpec) {
          children += try AppRendering.children(of: object)
        } catch {
          problems += error.errors.map { "\(path): LaravelApp \(object.key): \($0)" }
        }
      }
    }
    guard problems.isEmpty else { throw CommandFailure(problems.joined(separator: "\n")) }
    guard count > 0 else {
      throw CommandFailure("\(filename.joined(separator: ", ")): no object of kind LaravelApp found")
    }
    print(ManifestYAML.text(children), terminator: "")
  }

  private func documents(in path: String) throws -> [KubeObject] {
    let data: Data
    do {
      data =
        path == "-"
        ? try FileHandle.standardInput.readToEnd() ?? Data()
        : try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw CommandFailure("\(path): cannot be read")
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw CommandFailure("\(path): is not UTF-8")
    }
    do {
      return try JSONValue.documents(yaml: text).map { KubeObject($0) }
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }
}
