import KubeClient
import Testing

@testable import DevCluster

@Suite("Server-side apply")
struct ServerSideApplyTests {
  private let api: APITestServer
  private let path = APITestServer.deployments + "/web"

  init() throws { api = try APITestServer() }

  private func part(_ spec: JSONValue) -> JSONValue {
    ["apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web"], "spec": spec]
  }

  @Test func `creates what is missing and owns what it said, not what was defaulted`() {
    let created = api.apply(path, APITestServer.deployment("web"))
    #expect(created.status == 201)
    #expect(created.json["spec", "revisionHistoryLimit"] == 10)
    let entry = created.json["metadata", "managedFields"]?[0]
    #expect(entry?["manager"] == "one")
    #expect(entry?["operation"] == "Apply")
    #expect(entry?["fieldsV1", "f:spec", "f:replicas"] == [:])
    #expect(entry?["fieldsV1", "f:spec"]?["f:revisionHistoryLimit"] == nil)
  }

  @Test func `writes nothing when nothing differs`() {
    let first = api.apply(path, APITestServer.deployment("web"))
    let second = api.apply(path, APITestServer.deployment("web"))
    #expect(second.status == 200)
    #expect(second.json == first.json)
  }

  @Test func `names every conflict and its owner`() {
    api.apply(path, APITestServer.deployment("web"))
    let other = part([
      "replicas": 3, "template": ["spec": ["containers": [["name": "web", "image": "web:2"]]]],
    ])
    let refused = api.apply(path, by: "two", other)
    #expect(refused.status == 409)
    #expect(
      refused.message
        == "Apply failed with 2 conflicts: conflicts with \"one\":\n- .spec.replicas\n"
        + "- .spec.template.spec.containers[name=\"web\"].image")
    #expect(refused.json["details", "causes"]?.items.count == 2)
  }

  @Test func `takes fields by force`() {
    api.apply(path, APITestServer.deployment("web"))
    let taken = api.apply(path, by: "two", force: true, part(["replicas": 3]))
    #expect(taken.json["spec", "replicas"] == 3)
    let owners = (taken.json["metadata", "managedFields"]?.items ?? []).filter {
      $0["fieldsV1", "f:spec"]?["f:replicas"] != nil
    }
    #expect(owners.map { $0["manager"] } == ["two"])
  }

  @Test func `removes what a manager gives up and nobody else owns`() {
    var intent = APITestServer.deployment("web")
    intent["metadata", "annotations"] = ["a": "1", "b": "2"]
    api.apply(path, intent)
    intent["metadata", "annotations"] = ["a": "1"]
    let second = api.apply(path, intent)
    #expect(second.json["metadata", "annotations"] == ["a": "1"])
    intent["metadata", "annotations"] = nil
    let third = api.apply(path, intent)
    #expect(third.json["metadata"]?["annotations"] == nil)
  }

  @Test func `keeps what another manager owns as well`() {
    var intent = APITestServer.deployment("web")
    intent["metadata", "labels"] = ["shared": "x"]
    api.apply(path, intent)
    var other = part([:])
    other["metadata", "labels"] = ["shared": "x"]
    #expect(api.apply(path, by: "two", other).status == 200)
    intent["metadata", "labels"] = nil
    let given = api.apply(path, intent)
    #expect(given.json["metadata", "labels"] == ["shared": "x"])
  }

  @Test func `merges list items by key and keeps the items of others`() {
    api.apply(path, APITestServer.deployment("web"))
    let env = part([
      "template": ["spec": ["containers": [["name": "web", "env": [["name": "A", "value": "1"]]]]]]
    ])
    let merged = api.apply(path, by: "two", env)
    let container = merged.json["spec", "template", "spec", "containers"]?[0]
    #expect(container?["image"] == "web:1")
    #expect(container?["env"] == [["name": "A", "value": "1"]])
  }

  @Test func `refuses fields that the schema does not know`() {
    let refused = api.apply(path, part(["bogus": 1]))
    #expect(refused.status == 500)
    #expect(
      refused.message
        == "failed to create typed patch object (/web; apps/v1, Kind=Deployment): .spec.bogus: field not declared "
        + "in schema")
  }

  @Test func `owns status only through the subresource`() {
    api.apply(path, APITestServer.deployment("web"))
    var status = part([:])
    status["status"] = ["replicas": 2]
    let onObject = api.apply(path, by: "two", status)
    #expect(onObject.json["status", "replicas"] == nil)
    let onStatus = api.apply("\(path)/status", by: "two", status)
    #expect(onStatus.json["status", "replicas"] == 2)
    let entries = onStatus.json["metadata", "managedFields"]?.items ?? []
    #expect(entries.contains { $0["subresource"] == "status" && $0["manager"] == "two" })
  }

  @Test func `tells updates from applies`() {
    api.apply(path, APITestServer.deployment("web"))
    let patched = api.patch(path, "merge", ["spec": ["replicas": 7]])
    let entries = patched.json["metadata", "managedFields"]?.items ?? []
    #expect(entries.map { $0["operation"] } == ["Apply", "Update"])
    #expect(entries[1]["fieldsV1"] == ["f:spec": ["f:replicas": [:]]])
    let refused = api.apply(path, APITestServer.deployment("web"))
    #expect(
      refused.message == "Apply failed with 1 conflict: conflict with \"test\" using apps/v1: .spec.replicas")
  }
}
