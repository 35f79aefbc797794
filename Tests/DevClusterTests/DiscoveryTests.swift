import KubeClient
import Testing

@testable import DevCluster

@Suite("Discovery, schemas and tables")
struct DiscoveryTests {
  private let api: APITestServer

  init() throws { api = try APITestServer() }

  private func define() {
    api.create(
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
      [
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": ["name": "gadgets.example.com"],
        "spec": [
          "group": "example.com", "scope": "Namespaced", "names": ["plural": "gadgets", "kind": "Gadget"],
          "versions": [
            [
              "name": "v1", "served": true, "storage": true,
              "schema": [
                "openAPIV3Schema": [
                  "type": "object",
                  "properties": ["spec": ["type": "object", "properties": ["size": ["type": "integer"]]]],
                ]
              ],
            ],
            [
              "name": "v1beta1", "served": true, "storage": false,
              "schema": [
                "openAPIV3Schema": ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
              ],
            ],
          ],
        ],
      ])
  }

  @Test func `a definition is served at once in all of its versions, the newest first`() {
    #expect(api.send("GET", "/apis/example.com/v1").status == 404)
    define()
    let group = api.send("GET", "/apis/example.com").json
    #expect(group["preferredVersion", "version"] == "v1")
    #expect(group["versions"]?.items.count == 2)
    let object: JSONValue = [
      "apiVersion": "example.com/v1", "kind": "Gadget", "metadata": ["name": "g"], "spec": ["size": 1],
    ]
    api.create("/apis/example.com/v1/namespaces/default/gadgets", object)
    let other = api.send("GET", "/apis/example.com/v1beta1/namespaces/default/gadgets/g").json
    #expect(other["apiVersion"] == "example.com/v1beta1")
    #expect(other["spec"] == ["size": 1])
  }

  @Test func `aggregated discovery names kinds, scopes and subresources`() {
    let accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
    let groups = api.send("GET", "/apis", accept: accept).json["items"]?.items ?? []
    let apps = groups.first { $0["metadata", "name"] == "apps" }
    let deployments = apps?["versions"]?[0]?["resources"]?.items.first { $0["resource"] == "deployments" }
    #expect(deployments?["scope"] == "Namespaced")
    #expect(
      deployments?["subresources"]?.items.compactMap { $0["subresource"]?.string } == ["scale", "status"])
  }

  @Test func `OpenAPI says that fields are validated, and knows every kind`() {
    define()
    let index = api.send("GET", "/openapi/v3").json["paths"]?.object ?? [:]
    #expect(index["apis/example.com/v1"] != nil)
    for root in index.keys {
      let document = api.send("GET", "/openapi/v3/\(root)").json
      for path in document["paths"]?.object ?? [:] {
        guard let patch = path.value["patch"] else { continue }
        #expect(patch["parameters"]?.items.contains { $0["name"] == "fieldValidation" } == true)
      }
      let kinds = (document["components", "schemas"]?.object ?? [:]).filter {
        $0.value["x-kubernetes-group-version-kind"] != nil
      }
      #expect(!kinds.isEmpty, "\(root)")
    }
    let own = api.send("GET", "/openapi/v3/apis/example.com/v1").json["components", "schemas"]
    #expect(own?["com.example.v1.Gadget"]?["properties", "spec", "properties", "size", "type"] == "integer")
  }

  @Test func `every kind has a schema, and every row of a table as many cells as columns`() {
    for resource in api.server.registry.resources {
      #expect(resource.schema.fields.properties["metadata"] != nil, "\(resource.type)")
      let printer = TablePrinter(resource: resource)
      let object = KubeObject(resource.type, name: "x", namespace: "default")
      #expect(printer.cells(of: object, now: 0).count == printer.columns.count, "\(resource.type)")
    }
  }

  @Test(arguments: [
    (0, "0s"), (119, "119s"), (120, "2m"), (125, "2m5s"), (599, "9m59s"), (600, "10m"), (10_800, "3h"),
    (11_460, "3h11m"), (172_799, "47h"), (172_800, "2d"), (180_000, "2d2h"), (864_000, "10d"),
    (63_072_000, "2y"),
  ])
  func `ages read as in kubectl`(seconds: Int, expected: String) {
    #expect(HumanDuration.text(seconds: seconds) == expected)
  }

  @Test(arguments: [
    (".spec.size", "3"), ("{.spec.size}", "3"), (".spec.list[1]", "b"), (".spec.list[-1]", "b"),
    (".conditions[?(@.type=='Ready')].status", "True"), (".conditions[?(@.type==\"Ready\")].status", "True"),
    (".conditions[*].type", "Ready,Other"), (".metadata.labels.a\\.b/c", "x"), (".spec.missing", ""),
    (".metadata.labels['a.b/c']", "x"),
  ])
  func `printer columns read paths`(path: String, expected: String) throws {
    let object: JSONValue = [
      "spec": ["size": 3, "list": ["a", "b"]], "metadata": ["labels": ["a.b/c": "x"]],
      "conditions": [["type": "Ready", "status": "True"], ["type": "Other", "status": "False"]],
    ]
    let values = try #require(JSONPath(path)).values(in: object)
    #expect(values.map { $0.string ?? $0.description }.joined(separator: ",") == expected)
  }
}
