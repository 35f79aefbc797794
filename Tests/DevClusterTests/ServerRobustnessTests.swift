import KubeClient
import Testing

@testable import DevCluster

@Suite("Whatever a client sends")
struct ServerRobustnessTests {
  private static let bodies: [JSONValue] = [
    .null, .bool(true), 1, "text", [], [1, "a", .null], [:], ["metadata": .null], ["metadata": ["name": 1]],
    [
      "metadata": [
        "name": "x", "labels": [], "ownerReferences": [1, [:]], "finalizers": "f", "managedFields": [1],
      ]
    ],
    ["metadata": ["name": "x"], "spec": []],
    ["metadata": ["name": "x"], "spec": ["template": 1, "selector": "s"]],
    [
      "metadata": [
        "name": "x", "managedFields": [["manager": "m", "operation": "Apply", "fieldsV1": ["k:{": 1]]],
      ],
      "spec": [
        "selector": ["matchExpressions": [1]], "ports": [1, .null, ["port": "x"]],
        "template": ["spec": ["containers": [1, .null, ["name": .null]]]],
      ], "status": 3, "data": [1], "stringData": ["a": 1], "rules": 1, "subjects": [1],
    ],
    [
      "spec": ["group": "x", "names": 1, "versions": [1, ["schema": ["openAPIV3Schema": 1]]]],
      "metadata": ["name": "x"],
    ],
  ]

  @Test func `gets an answer and never ends the server`() throws {
    let api = try APITestServer()
    for resource in api.server.registry.resources {
      let type = resource.type
      let collection = type.path(namespace: "default")
      for body in Self.bodies {
        var object = body
        if object.object != nil {
          object["apiVersion"] = JSONValue(type.apiVersion)
          object["kind"] = JSONValue(type.kind)
        }
        for body in [body, object] {
          #expect((200..<600).contains(api.send("POST", collection, body: body).status))
          #expect((200..<600).contains(api.send("PUT", "\(collection)/x", body: body).status))
          for kind in ["merge", "json", "strategic-merge"] {
            #expect((200..<600).contains(api.patch("\(collection)/x", kind, body).status))
          }
          #expect((200..<600).contains(api.apply("\(collection)/x", body).status))
          #expect((200..<600).contains(api.patch("\(collection)/x/scale", "merge", body).status))
          #expect((200..<600).contains(api.send("DELETE", "\(collection)/y", body: body).status))
        }
      }
      let table = "application/json;as=Table;v=v1;g=meta.k8s.io"
      #expect(api.send("GET", collection, accept: table).json["kind"] == "Table")
    }
  }

  @Test(arguments: [
    "", "/", "//", "/api", "/api/", "/api/v1", "/api/v2", "/apis", "/apis/", "/apis/apps", "/apis/apps/v1/",
    "/apis/apps/v1/namespaces", "/apis/apps/v1/namespaces/default", "/apis/nope", "/apis/nope/v1/things",
    "/api/v1/namespaces/default/pods/a/b/c/d", "/openapi/v3/", "/openapi/v3/nope", "/openapi/v2", "/metrics",
    "/🙂",
    "/api/v1/namespaces/default/deployments/x", "/api/v1/nodes/x/log", "/api/v1/namespaces/default/nodes",
  ])
  func `every path has an answer`(path: String) throws {
    let api = try APITestServer()
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"] {
      let status = api.send(method, path, body: [:]).status
      #expect([200, 201, 400, 404, 405, 415].contains(status), "\(method) \(path): \(status)")
    }
  }

  @Test func `protobuf that is cut anywhere is refused`() throws {
    let api = try APITestServer()
    // A ConfigMap in the envelope: type meta, then metadata.name and one entry of data.
    let type: [UInt8] = [0x0A, 0x02] + Array("v1".utf8) + [0x12, 0x09] + Array("ConfigMap".utf8)
    let entry: [UInt8] = [0x0A, 0x01] + Array("k".utf8) + [0x12, 0x01] + Array("v".utf8)
    let metadata: [UInt8] = [0x0A, 0x01] + Array("p".utf8)
    let raw = [0x0A, UInt8(metadata.count)] + metadata + [0x12, UInt8(entry.count)] + entry
    let message =
      Array("k8s".utf8) + [0, 0x0A, UInt8(type.count)] + type + [0x12, UInt8(raw.count)] + raw
    func send(_ bytes: [UInt8]) -> APITestServer.Answer {
      var request = APIRequest("POST", APITestServer.configMaps)
      request.contentType = "application/vnd.kubernetes.protobuf"
      request.body = bytes
      return api.answer(request)
    }
    for length in 0..<message.count {
      #expect((400..<500).contains(send(Array(message.prefix(length))).status))
    }
    let created = send(message)
    #expect(created.status == 201)
    #expect(created.json["data"] == ["k": "v"])
  }
}
