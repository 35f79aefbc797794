import Foundation
import KubeClient
import Testing

@testable import Reconcilers

/// One app and the manifests that its children must be: `Apps/<name>.yaml` and `Manifests/<name>.yaml`.
///
/// `UPDATE_GOLDEN=1 swift test --filter Golden` writes the manifests anew; the diff is then what is reviewed.
struct GoldenFile: CustomTestStringConvertible, Sendable {
  let name: String
  var testDescription: String { name }

  private static let directory = URL(filePath: #filePath).deletingLastPathComponent()
  private var app: URL { Self.directory.appending(path: "Apps/\(name).yaml") }
  private var manifests: URL { Self.directory.appending(path: "Manifests/\(name).yaml") }

  /// Every app in the directory.
  static let all: [GoldenFile] = {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: directory.appending(path: "Apps").path())) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { GoldenFile(name: String($0.dropLast(5))) }
  }()

  /// Whether the golden files are to be written instead of compared.
  static var isUpdating: Bool { ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" }

  /// The repository's CRD.
  static let crd = directory.appending(path: "../../../deploy/crds/laravelapps.yaml").standardized

  /// The app, as the spec says and without a server's defaults.
  func readApp() throws -> LaravelApp { try LaravelApp(KubeObject(readJSON())) }

  /// The app's object.
  func readJSON() throws -> JSONValue {
    try JSONValue.documents(yaml: String(contentsOf: app, encoding: .utf8)).first ?? .null
  }

  /// The manifests as they were reviewed.
  func readManifests() throws -> String { try String(contentsOf: manifests, encoding: .utf8) }

  func writeManifests(_ text: String) throws {
    try FileManager.default.createDirectory(
      at: manifests.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: manifests, atomically: true, encoding: .utf8)
  }

  /// What the operator would apply, with a key and a digest that are no secrets.
  static func manifests(of app: LaravelApp) -> [KubeObject] {
    let facts = Facts(environmentDigest: String(repeating: "0", count: 64))
    let secret = EnvSecretChild.desired(app, appKey: "base64:golden")
    return ([secret] + ChildSet.children(of: app, facts: facts)).map(\.object)
  }
}
