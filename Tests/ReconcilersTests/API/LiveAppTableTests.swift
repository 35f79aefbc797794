import ClusterTesting
import Testing

@testable import KubeClient
@testable import Reconcilers

@Suite(
  "A real API server judges the tables as they say",
  .enabled(if: RealAPIServer.isAvailable, "\(RealAPIServer.absence)"))
struct LiveAppTableTests {
  @Test("the CRD is established, and nothing about it is amiss")
  func established() async throws {
    let crd = try await LiveJudge.shared.value.definition()
    #expect(crd.condition("Established")?.value == .true)
    #expect(crd.condition("NamesAccepted")?.value == .true)
    #expect(Set(crd.conditions.map(\.type)) == ["Established", "NamesAccepted"], "\(crd.conditions)")
  }

  @Test("a bad object is refused with the field and the fix", arguments: AppTable.bad)
  func refuses(row: AppCase) async throws {
    let judge = try await LiveJudge.shared.value
    let error = await #expect(throws: KubeError.self) { try await judge.submit(row) }
    guard case .invalid(let status) = error else {
      Issue.record("\(row.name): \(error.map(\.description) ?? "accepted")")
      return
    }
    #expect(status.message.contains(row.server ?? row.message), "\(status.message)")
    // Fields that the schema does not have are refused while the text is read, before there are causes.
    if !status.message.contains("unknown field") {
      #expect(status.causes.contains { $0.field == row.serverPath ?? row.path }, "\(status.causes)")
    }
  }

  @Test("a good object is accepted", arguments: AppTable.good)
  func accepts(row: AppCase) async throws {
    let judge = try await LiveJudge.shared.value
    await #expect(throws: Never.self) { try await judge.submit(row) }
  }
}

/// Submits the rows of the tables to the server, without leaving anything behind but the CRD.
private struct LiveJudge {
  /// Made once for all tests: the server gets its CRD first.
  static let shared = Task { try await LiveJudge() }

  private static let definitions = ResourceType(
    group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions", isNamespaced: false)

  private let client: APIClient

  private init() async throws {
    client = APIClient(try ClientConfiguration.load(kubeconfig: try await RealAPIServer.kubeconfig()))
    let crd = KubeObject(AppTable.documents("deploy/crds/laravelapps.yaml").first ?? .null)
    try await client.apply(Self.definitions, crd, fieldManager: "tests")
    _ = try await eventually { [client] in
      // Served a little later than established: discovery alone tells.
      try await client.isServed(LaravelApp.resourceType)
    }
  }

  func definition() async throws -> KubeObject {
    try await client.get(
      Self.definitions, NamespacedName(namespace: "", name: "laravelapps.laravel-operator.dev"))
  }

  /// Creates or changes the object as a dry run, refusing unknown fields as kubectl does.
  func submit(_ row: AppCase) async throws {
    guard let before = row.before else { return try await send(.post, row.object) }
    var (old, new) = (before, row.object)
    // Rows run side by side, and a change needs an object that is really there.
    let name = JSONValue("row-\(UInt32.random(in: 0...UInt32.max))")
    old["metadata", "name"] = name
    new["metadata", "name"] = name
    let created = try await client.create(LaravelApp.resourceType, old)
    new["metadata", "resourceVersion"] = JSONValue(created.metadata.resourceVersion)
    do {
      try await send(.put, new, name: created.metadata.name)
    } catch {
      try await client.delete(LaravelApp.resourceType, created.key)
      throw error
    }
    try await client.delete(LaravelApp.resourceType, created.key)
  }

  private func send(_ method: HTTPRequest.Method, _ object: KubeObject, name: String? = nil) async throws {
    let target = try RequestTarget(
      LaravelApp.resourceType, namespace: "default", name: name,
      query: [("dryRun", "All"), ("fieldValidation", "Strict")])
    var request = APIRequest("submit", method, LaravelApp.resourceType, target: target)
    request.send(object.json)
    _ = try await client.json(request)
  }
}
