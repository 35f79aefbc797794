import ClusterTesting
import Foundation
import KubeClient
import Testing

@testable import Reconcilers

/// What a real API server makes of the golden manifests. Each app gets a namespace of its own in it, with the restricted pod security standard enforced.
@Suite(
  "Golden manifests on a live API server",
  .enabled(if: RealAPIServer.isAvailable, "\(RealAPIServer.absence)"),
  .enabled(if: Kubectl.isAvailable, "\(Kubectl.absence)"))
struct LiveServerTests {
  @Test(
    "the server stores the manifests without any drift, and another apply writes nothing",
    arguments: GoldenFile.all)
  func noDrift(file: GoldenFile) async throws {
    let namespace = try await Scratch.namespace(for: file)
    let manifests = try await Scratch.manifests(of: file, in: namespace)
    let text = ManifestYAML.text(manifests)
    let apply = ["apply", "--server-side", "--field-manager=laravel-operator"]
    try await Scratch.kubectl(apply + ["--dry-run=server"], input: text)
    try await Scratch.kubectl(apply, input: text)
    // The server writes a claim once more at its second apply, without any difference to be seen.
    try await Scratch.kubectl(apply, input: text)
    let stored = try await Scratch.stored(manifests, in: namespace)
    for (manifest, live) in zip(manifests, stored) {
      #expect(
        DriftCheck.differences(desired: manifest.json, live: live.json) == [], "\(live.kind) \(live.key)")
    }
    try await Scratch.kubectl(apply, input: text)
    let again = try await Scratch.stored(manifests, in: namespace)
    #expect(again.map(\.metadata.resourceVersion) == stored.map(\.metadata.resourceVersion))
  }

  @Test("pods of every template are admitted under the restricted standard", arguments: GoldenFile.all)
  func restricted(file: GoldenFile) async throws {
    let namespace = try await Scratch.namespace(for: file)
    for manifest in try await Scratch.manifests(of: file, in: namespace) {
      guard
        let template = manifest.json["spec", "jobTemplate", "spec", "template"]
          ?? manifest.json["spec", "template"]
      else { continue }
      var pod = KubeObject(template)
      pod["apiVersion"] = "v1"
      pod["kind"] = "Pod"
      pod["metadata", "name"] = JSONValue(manifest.metadata.name)
      pod["metadata", "namespace"] = JSONValue(namespace)
      try await Scratch.kubectl(["create", "--dry-run=server"], input: ManifestYAML.text(pod.json))
    }
  }
}

/// The status as a real API server validates, prunes and stores it.
@Suite(
  "Status on a live API server", .serialized,
  .enabled(if: RealAPIServer.isAvailable, "\(RealAPIServer.absence)"),
  .enabled(if: Kubectl.isAvailable, "\(Kubectl.absence)"))
struct LiveStatusTests {
  @Test(
    "the server stores the status as it is, and the same one again writes nothing", arguments: GoldenFile.all)
  func stored(file: GoldenFile) async throws {
    try await Scratch.kubectl(["apply", "--server-side"], file: GoldenFile.crd)
    // A new CRD has no conditions at first, which kubectl takes for an error.
    let crd = "crd/laravelapps.laravel-operator.dev"
    try await Scratch.kubectl(["wait", "--for=jsonpath={.status.acceptedNames.kind}=LaravelApp", crd])
    try await Scratch.kubectl(["wait", "--for=condition=Established", crd])
    let namespace = try await Scratch.namespace(for: file)
    var object = KubeObject(try file.readJSON())
    object["metadata", "namespace"] = JSONValue(namespace)
    try await Scratch.kubectl(["apply", "--server-side"], input: ManifestYAML.text(object.json))
    let name = object.metadata.name
    let live = try await Scratch.get("laravelapp", name, in: namespace)
    let app = try LaravelApp(live)
    // Some children are there and some are refused: every kind of entry is in the status.
    let refused = KubeError.invalid(KubeClient.Status(code: 422, message: "refused"))
    let outcomes = TestApp.children(app).enumerated().map { index, child in
      index % 2 == 0
        ? ChildOutcome(child, live: child.object) : ChildOutcome(child, live: nil, problem: .failed(refused))
    }
    let status = StatusCalculator.status(
      of: app, object: live, observation: AppObservation(outcomes: outcomes), now: Date())
    var intent = KubeObject(LaravelApp.resourceType, name: name, namespace: namespace)
    intent["status"] = status
    let apply = ["apply", "--server-side", "--field-manager=laravel-operator", "--subresource=status"]
    try await Scratch.kubectl(apply, input: ManifestYAML.text(intent.json))
    let first = try await Scratch.get("laravelapp", name, in: namespace)
    #expect(first.status == status)
    try await Scratch.kubectl(apply, input: ManifestYAML.text(intent.json))
    #expect(
      try await Scratch.get("laravelapp", name, in: namespace).metadata.resourceVersion
        == first.metadata.resourceVersion)
  }
}

/// Namespaces and objects of one golden app on the scratch cluster.
private enum Scratch {
  static func namespace(for file: GoldenFile) async throws -> String {
    let name = "golden-\(file.name)-\(UInt32.random(in: 0...UInt32.max))"
    var namespace = KubeObject(
      .namespaces, name: name, labels: ["pod-security.kubernetes.io/enforce": "restricted"])
    namespace["spec"] = nil
    try await Scratch.kubectl(["create"], input: ManifestYAML.text(namespace.json))
    // Clusters without controllers make no default account.
    for account in ["default", "shop"] {
      let object = KubeObject(
        ResourceType(group: "", version: "v1", kind: "ServiceAccount", plural: "serviceaccounts"),
        name: account,
        namespace: name)
      try await Scratch.kubectl(["apply", "--server-side"], input: ManifestYAML.text(object.json))
    }
    return name
  }

  static func manifests(of file: GoldenFile, in namespace: String) async throws -> [KubeObject] {
    GoldenFile.manifests(of: try file.readApp()).map { manifest in
      var manifest = manifest
      manifest["metadata", "namespace"] = JSONValue(namespace)
      return manifest
    }
  }

  static func stored(_ manifests: [KubeObject], in namespace: String) async throws -> [KubeObject] {
    var objects: [KubeObject] = []
    for manifest in manifests {
      objects.append(try await get(manifest.kind, manifest.metadata.name, in: namespace))
    }
    return objects
  }

  static func get(_ kind: String, _ name: String, in namespace: String) async throws -> KubeObject {
    let json = try await kubectl(["get", kind, name, "-n", namespace, "-o", "json"])
    return KubeObject(try JSONValue(parsing: json))
  }

  /// Runs kubectl, which must succeed; `input` or `file` is applied.
  @discardableResult
  static func kubectl(_ arguments: [String], input: String? = nil, file: URL? = nil) async throws -> String {
    let kubectl = Kubectl(kubeconfig: try await RealAPIServer.kubeconfig())
    let source = file?.path() ?? (input == nil ? nil : "-")
    let result = try await kubectl.run(
      arguments + (source.map { ["-f", $0] } ?? []), input: input ?? "")
    try #require(result.exitCode == 0, "kubectl \(arguments): \(result.errors)")
    return result.output
  }
}
