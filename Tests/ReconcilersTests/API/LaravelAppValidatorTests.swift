import ClusterTesting
import KubeClient
import Testing

@testable import Reconcilers

@Suite("The validator refuses what the API server refuses")
struct LaravelAppValidatorTests {
  @Test("a bad object is refused with the field and the fix", arguments: AppTable.bad)
  func refuses(row: AppCase) {
    let errors = LaravelAppValidator.errors(in: row.object, replacing: row.before)
    #expect(
      errors.contains { $0.path == row.path && $0.message.contains(row.message) },
      "\(errors.map(\.description))")
  }

  @Test("a mistake is told once", arguments: AppTable.bad)
  func tellsOnce(row: AppCase) {
    let errors = LaravelAppValidator.errors(in: row.object, replacing: row.before)
    #expect(errors.count == 1, "\(errors.map(\.description))")
  }

  @Test("what a bad change starts from is good", arguments: AppTable.bad)
  func beforeIsGood(row: AppCase) {
    guard let before = row.before else { return }
    #expect(LaravelAppValidator.errors(in: before) == [])
    #expect(LaravelAppValidator.errors(in: row.object) == [], "only the change is bad")
  }

  @Test("a good object is accepted", arguments: AppTable.good)
  func accepts(row: AppCase) throws {
    #expect(LaravelAppValidator.errors(in: row.object, replacing: row.before) == [])
    let app = try LaravelAppValidator.app(in: row.object)
    #expect(LaravelAppValidator.errors(in: app) == [], "the types say the same as the text")
  }

  @Test("the tables are there, and no row says the same as another")
  func tables() {
    #expect(AppTable.bad.count >= 150)
    #expect(AppTable.good.count >= 35)
    for table in [AppTable.bad, AppTable.good] {
      #expect(Set(table.map(\.name)).count == table.count)
      #expect(table.allSatisfy { !$0.name.isEmpty })
    }
    #expect(AppTable.bad.allSatisfy { !$0.path.isEmpty && !$0.message.isEmpty })
  }

  @Test(
    "every example is accepted",
    arguments: AppTable.files(in: "deploy/examples") + AppTable.files(in: "deploy/examples/five-apps"))
  func examples(file: String) {
    let apps = AppTable.documents(file).filter { $0["kind"]?.string == "LaravelApp" }
    #expect(file.hasSuffix("kustomization.yaml") != (apps.count == 1))
    for app in apps { #expect(LaravelAppValidator.errors(in: KubeObject(app)) == []) }
  }

  @Test("all mistakes of an object are told at once, each with its path")
  func several() {
    let app = KubeObject([
      "apiVersion": "laravel-operator.dev/v1alpha1", "kind": "LaravelApp", "metadata": ["name": "shop"],
      "spec": [
        "image": "shop:1", "hosts": ["a_b", "https://c"], "web": ["port": 0, "replcias": 1],
        "workers": [["name": "web"]],
      ],
    ])
    #expect(
      LaravelAppValidator.errors(in: app).map(\.path) == [
        "spec.hosts[0]", "spec.hosts[1]", "spec.web.port", "spec.web.replcias", "spec.workers[0].name",
      ])
  }

  @Test("null is the same as missing, as for an API server")
  func nulls() {
    let app = KubeObject([
      "metadata": ["name": "shop"], "spec": ["image": "shop:1", "hosts": .null, "web": ["port": .null]],
    ])
    #expect(LaravelAppValidator.errors(in: app) == [])
  }

  @Test("unknown fields pass where a server has judged the object")
  func unknownFields() {
    let app = KubeObject(["metadata": ["name": "shop"], "spec": ["image": "shop:1", "fromTheFuture": true]])
    #expect(LaravelAppValidator.errors(in: app, refusesUnknownFields: false) == [])
    #expect(LaravelAppValidator.errors(in: app).map(\.path) == ["spec.fromTheFuture"])
  }

  @Test(
    "anything at all can stand where the spec or one of its parts belongs",
    arguments: [.null, true, 1, 1.5, "text", ["list"], ["member": "value"]] as [JSONValue])
  func anything(value: JSONValue) {
    let names = AppTable.schema["properties", "spec", "properties"]?.object?.keys ?? []
    for name in names {
      var app: JSONValue = ["metadata": ["name": "shop"], "spec": ["image": "shop:1"]]
      app["spec", name] = value
      let errors = LaravelAppValidator.errors(in: KubeObject(app))
      // What passes the check of the tree must fit the types, or the reconciler would fail where apply did not.
      if errors.isEmpty { #expect(throws: Never.self) { try LaravelApp(KubeObject(app)) } }
    }
    #expect(!LaravelAppValidator.errors(in: KubeObject(["spec": value])).isEmpty)
  }
}
