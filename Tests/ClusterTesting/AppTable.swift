import Foundation
import KubeClient

/// One row of `bad-apps.yaml` or `good-apps.yaml`; both are explained in their first lines.
public struct AppCase: CustomStringConvertible, Sendable {
  /// What is wrong, or what is unusual but right.
  public let name: String
  /// The LaravelApp.
  public let object: KubeObject
  /// The LaravelApp as it was, where the mistake is a change.
  public let before: KubeObject?
  /// The field that the error names.
  public let path: String
  /// What the error says of it, in part.
  public let message: String
  /// What an API server says, and of which field, where that is not what the validator says.
  public let server: String?
  /// The field that an API server names, where it is not `path`.
  public let serverPath: String?
  /// Whether only a CEL rule can tell.
  public let needsCEL: Bool

  /// Its name.
  public var description: String { name }
}

/// The tables of apps in the conformance tests' fixtures, and the files of `deploy/`.
public enum AppTable {
  /// The repository's root.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The documents of a YAML file below the repository's root; none when it cannot be read, which the tests of
  /// the tables would notice.
  public static func documents(_ path: String) -> [JSONValue] {
    guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { return [] }
    return (try? JSONValue.documents(yaml: text)) ?? []
  }

  /// The YAML files in a directory below the repository's root, as paths from there.
  public static func files(in path: String) -> [String] {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path())) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(path)/\($0)" }
  }

  /// Apps that must be refused.
  public static let bad = cases("bad-apps")
  /// Apps that must be accepted.
  public static let good = cases("good-apps")
  /// The OpenAPI schema of LaravelApp.
  public static let schema: JSONValue =
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
        server: row["server"]?.string, serverPath: row["serverPath"]?.string,
        needsCEL: row["cel"]?.bool ?? false)
    }
  }

  /// RFC 7386.
  public static func merging(_ patch: JSONValue, into target: JSONValue) -> JSONValue {
    guard let members = patch.object else { return patch }
    var result = target.object == nil ? JSONValue.object([:] as JSONObject) : target
    for member in members {
      result[member.key] =
        member.value.isNull ? nil : merging(member.value, into: result[member.key] ?? .null)
    }
    return result
  }
}
