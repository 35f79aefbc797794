import Foundation
import KubeClient
import Testing

@testable import Reconcilers

/// What a real API server makes of the golden manifests. `GOLDEN_KUBECONFIG` names the kubeconfig of a scratch
/// cluster; each app gets a namespace of its own in it, with the restricted pod security standard enforced.
@Suite(
  "Golden manifests on a live API server",
  .enabled(if: Kubectl.isConfigured, "set GOLDEN_KUBECONFIG to the kubeconfig of a scratch cluster"))
struct LiveServerTests {
  @Test(
    "the server stores the manifests without any drift, and another apply writes nothing",
    arguments: GoldenFile.all)
  func noDrift(file: GoldenFile) throws {
    let namespace = try Scratch.namespace(for: file)
    let manifests = try Scratch.manifests(of: file, in: namespace)
    let text = ManifestYAML.text(manifests)
    let apply = ["apply", "--server-side", "--field-manager=laravel-operator"]
    try Kubectl.run(apply + ["--dry-run=server"], input: text)
    try Kubectl.run(apply, input: text)
    // The server writes a claim once more at its second apply, without any difference to be seen.
    try Kubectl.run(apply, input: text)
    let stored = try Scratch.stored(manifests, in: namespace)
    for (manifest, live) in zip(manifests, stored) {
      #expect(
        DriftCheck.differences(desired: manifest.json, live: live.json) == [], "\(live.kind) \(live.key)")
    }
    try Kubectl.run(apply, input: text)
    let again = try Scratch.stored(manifests, in: namespace)
    #expect(again.map(\.metadata.resourceVersion) == stored.map(\.metadata.resourceVersion))
  }

  @Test("pods of every template are admitted under the restricted standard", arguments: GoldenFile.all)
  func restricted(file: GoldenFile) throws {
    let namespace = try Scratch.namespace(for: file)
    for manifest in try Scratch.manifests(of: file, in: namespace) {
      guard
        let template = manifest.json["spec", "jobTemplate", "spec", "template"]
          ?? manifest.json["spec", "template"]
      else { continue }
      var pod = KubeObject(template)
      pod["apiVersion"] = "v1"
      pod["kind"] = "Pod"
      pod["metadata", "name"] = JSONValue(manifest.metadata.name)
      pod["metadata", "namespace"] = JSONValue(namespace)
      try Kubectl.run(["create", "--dry-run=server"], input: ManifestYAML.text(pod.json))
    }
  }
}

/// The status as a real API server validates, prunes and stores it.
@Suite(
  "Status on a live API server", .serialized,
  .enabled(if: Kubectl.isConfigured, "set GOLDEN_KUBECONFIG to the kubeconfig of a scratch cluster"))
struct LiveStatusTests {
  @Test(
    "the server stores the status as it is, and the same one again writes nothing", arguments: GoldenFile.all)
  func stored(file: GoldenFile) throws {
    try Kubectl.run(["apply", "--server-side"], file: GoldenFile.crd)
    // A new CRD has no conditions at first, which kubectl takes for an error.
    let crd = "crd/laravelapps.laravel-operator.dev"
    try Kubectl.run(["wait", "--for=jsonpath={.status.acceptedNames.kind}=LaravelApp", crd])
    try Kubectl.run(["wait", "--for=condition=Established", crd])
    let namespace = try Scratch.namespace(for: file)
    var object = KubeObject(try file.readJSON())
    object["metadata", "namespace"] = JSONValue(namespace)
    try Kubectl.run(["apply", "--server-side"], input: ManifestYAML.text(object.json))
    let name = object.metadata.name
    let live = try Scratch.get("laravelapp", name, in: namespace)
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
    try Kubectl.run(apply, input: ManifestYAML.text(intent.json))
    let first = try Scratch.get("laravelapp", name, in: namespace)
    #expect(first.status == status)
    try Kubectl.run(apply, input: ManifestYAML.text(intent.json))
    #expect(
      try Scratch.get("laravelapp", name, in: namespace).metadata.resourceVersion
        == first.metadata.resourceVersion)
  }
}

/// Namespaces and objects of one golden app on the scratch cluster.
private enum Scratch {
  static func namespace(for file: GoldenFile) throws -> String {
    let name = "golden-\(file.name)-\(UInt32.random(in: 0...UInt32.max))"
    var namespace = KubeObject(
      .namespaces, name: name, labels: ["pod-security.kubernetes.io/enforce": "restricted"])
    namespace["spec"] = nil
    try Kubectl.run(["create"], input: ManifestYAML.text(namespace.json))
    // Clusters without controllers make no default account.
    for account in ["default", "shop"] {
      let object = KubeObject(
        ResourceType(group: "", version: "v1", kind: "ServiceAccount", plural: "serviceaccounts"),
        name: account,
        namespace: name)
      try Kubectl.run(["apply", "--server-side"], input: ManifestYAML.text(object.json))
    }
    return name
  }

  static func manifests(of file: GoldenFile, in namespace: String) throws -> [KubeObject] {
    GoldenFile.manifests(of: try file.readApp()).map { manifest in
      var manifest = manifest
      manifest["metadata", "namespace"] = JSONValue(namespace)
      return manifest
    }
  }

  static func stored(_ manifests: [KubeObject], in namespace: String) throws -> [KubeObject] {
    try manifests.map { try get($0.kind, $0.metadata.name, in: namespace) }
  }

  static func get(_ kind: String, _ name: String, in namespace: String) throws -> KubeObject {
    let json = try Kubectl.run(["get", kind, name, "-n", namespace, "-o", "json"])
    return KubeObject(try JSONValue(parsing: json))
  }
}

/// `kubectl` on the scratch cluster.
private enum Kubectl {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static let kubeconfig = ProcessInfo.processInfo.environment["GOLDEN_KUBECONFIG"]
  static var isConfigured: Bool { kubeconfig != nil }

  @discardableResult
  static func run(_ arguments: [String], input: String? = nil, file: URL? = nil) throws -> String {
    let directory = FileManager.default.temporaryDirectory.appending(path: "golden-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    var arguments = ["kubectl", "--kubeconfig", kubeconfig ?? ""] + arguments
    if let input {
      let file = directory.appending(path: "input.yaml")
      try input.write(to: file, atomically: true, encoding: .utf8)
      arguments += ["-f", file.path()]
    }
    if let file { arguments += ["-f", file.path()] }
    // Files instead of pipes: no answer is too long for them.
    let output = directory.appending(path: "output")
    let errors = directory.appending(path: "errors")
    for file in [output, errors] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: try String(contentsOf: errors, encoding: .utf8))
    }
    return try String(contentsOf: output, encoding: .utf8)
  }
}
