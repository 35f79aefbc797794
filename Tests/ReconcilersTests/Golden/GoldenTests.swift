import KubeClient
import Testing

@testable import Reconcilers

@Suite("Golden manifests")
struct GoldenTests {
  @Test("an app's children are the reviewed ones", arguments: GoldenFile.all)
  func reviewed(file: GoldenFile) throws {
    let text = ManifestYAML.text(GoldenFile.manifests(of: try file.readApp()))
    if GoldenFile.isUpdating { try file.writeManifests(text) }
    let reviewed = try file.readManifests()
    #expect(text == reviewed, "run UPDATE_GOLDEN=1 swift test --filter Golden and review the diff")
  }

  @Test("there is an app for every shape a unit can have")
  func complete() {
    #expect(
      Set(GoldenFile.all.map(\.name)).isSuperset(of: [
        "minimal", "full", "daemon-scheduler", "suspended", "autoscaling", "ephemeral-storage",
        "pod-template",
      ]))
  }

  @Test("the apps are ones that a server takes", arguments: GoldenFile.all)
  func validApps(file: GoldenFile) throws {
    #expect(LaravelAppValidator.errors(in: try file.readApp()) == [])
  }

  @Test("a manifest carries nothing empty but empty directories", arguments: GoldenFile.all)
  func noNoise(file: GoldenFile) throws {
    for object in GoldenFile.manifests(of: try file.readApp()) {
      #expect(emptyPaths(object.json, at: object.kind) == [])
    }
  }

  @Test("the written text reads back as the same manifests", arguments: GoldenFile.all)
  func readsBack(file: GoldenFile) throws {
    for object in GoldenFile.manifests(of: try file.readApp()) {
      #expect(try JSONValue.documents(yaml: ManifestYAML.text(object.json)) == [object.json])
    }
  }

  private func emptyPaths(_ value: JSONValue, at path: String) -> [String] {
    switch value {
    case .null: [path]
    case .string(let text): text.isEmpty ? [path] : []
    case .array(let items): items.isEmpty ? [path] : items.flatMap { emptyPaths($0, at: "\(path)[]") }
    case .object(let members):
      members.isEmpty && !path.hasSuffix("emptyDir")
        ? [path] : members.flatMap { emptyPaths($0.value, at: "\(path).\($0.key)") }
    case .bool, .int, .double: []
    }
  }
}
