import Foundation
import KubeClient
import Testing

/// One row of `bad-apps.yaml` or `good-apps.yaml`; both are explained in their first lines.
struct AppCase: CustomTestStringConvertible, Sendable {
  let name: String
  let object: KubeObject
  let before: KubeObject?
  let path: String
  let message: String
  /// What an API server says, and of which field, where that is not what the validator says.
  let server: String?
  let serverPath: String?

  var testDescription: String { name }
}

/// The tables that this target shares with the conformance tests, and the files of `deploy/`.
enum AppTable {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The documents of a YAML file below the repository's root; none when it cannot be read, which
  /// `AppTableTests` would notice.
  static func documents(_ path: String) -> [JSONValue] {
    guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { return [] }
    return (try? JSONValue.documents(yaml: text)) ?? []
  }

  /// The names of the YAML files in a directory below the repository's root.
  static func files(in path: String) -> [String] {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path())) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(path)/\($0)" }
  }

  static let bad = cases("bad-apps")
  static let good = cases("good-apps")
  /// The OpenAPI schema of LaravelApp.
  static let schema: JSONValue =
    documents("deploy/crds/laravelapps.yaml").first?["spec", "versions"]?[0]?["schema", "openAPIV3Schema"]
    ?? .null

  private static func cases(_ name: String) -> [AppCase] {
    let directory = "Tests/ConformanceTests/Fixtures"
    let base = documents("\(directory)/base-app.yaml").first ?? .null
    return (documents("\(directory)/\(name).yaml").first?.items ?? []).map { row in
      AppCase(
        name: row["name"]?.string ?? "",
        object: KubeObject(merging(row["patch"] ?? .null, into: base)),
        before: row["before"].map { KubeObject(merging($0, into: base)) },
        path: row["path"]?.string ?? "", message: row["message"]?.string ?? "",
        server: row["server"]?.string, serverPath: row["serverPath"]?.string)
    }
  }

  /// RFC 7386.
  static func merging(_ patch: JSONValue, into target: JSONValue) -> JSONValue {
    guard let members = patch.object else { return patch }
    var result = target.object == nil ? JSONValue.object([:] as JSONObject) : target
    for member in members {
      result[member.key] =
        member.value.isNull ? nil : merging(member.value, into: result[member.key] ?? .null)
    }
    return result
  }
}
