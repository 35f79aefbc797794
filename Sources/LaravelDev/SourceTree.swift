import Foundation
import OperatorRuntime

/// Files of this repository that the development tool works with: from the working directory where it is a
/// checkout, else from where the tool was built.
enum SourceTree {
  private static let root: URL = {
    let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    if FileManager.default.fileExists(atPath: here.appendingPathComponent("deploy/crds").path) { return here }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }()

  /// The path of a file in the repository.
  static func path(_ relative: String) -> String { root.appendingPathComponent(relative).path }

  /// The YAML files of a folder, sorted.
  static func files(in folder: String) throws -> [String] {
    let path = path(folder)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw CommandFailure("\(path): no such folder; run this from a checkout of the repository")
    }
    return names.filter { $0.hasSuffix(".yaml") && $0 != "kustomization.yaml" }.sorted().map {
      "\(path)/\($0)"
    }
  }
}
