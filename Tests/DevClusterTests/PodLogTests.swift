import KubeClient
import Testing

@testable import DevCluster

@Suite("Pod logs")
struct PodLogTests {
  private let api: APITestServer
  private let path = "/api/v1/namespaces/default/pods/p/log"

  init() throws {
    api = try APITestServer()
    api.create(
      "/api/v1/namespaces/default/pods",
      [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "p"],
        "spec": ["containers": [["name": "c", "image": "i"]]],
      ])
  }

  private func text(_ query: String) -> String { api.send("GET", path, query: query).json.string ?? "" }

  @Test func `are cut by lines from the end and by bytes from the start`() throws {
    let uid = try #require(api.store.get(.pods, namespace: "default", name: "p")).metadata.uid
    for line in ["one", "two", "three"] { api.server.logs.append(line, pod: uid, container: "c") }
    #expect(text("") == "one\ntwo\nthree\n")
    #expect(text("tailLines=1") == "three\n")
    #expect(text("tailLines=9") == "one\ntwo\nthree\n")
    #expect(text("tailLines=0") == "")
    #expect(text("limitBytes=5") == "one\nt")
    #expect(text("container=c&follow=true") == "one\ntwo\nthree\n")
  }

  @Test func `name what is missing`() {
    #expect(api.send("GET", path, query: "container=x").message == "container x is not valid for pod p")
    #expect(api.send("GET", "/api/v1/namespaces/default/pods/q/log").message == "pods \"q\" not found")
    #expect(
      api.send("GET", path, query: "previous=true").message
        == "previous terminated container \"c\" in pod \"p\" not found")
    let status: JSONValue = [
      "status": [
        "containerStatuses": [
          ["name": "c", "restartCount": 0, "state": ["waiting": ["reason": "ErrImagePull"]]]
        ]
      ]
    ]
    _ = api.patch("/api/v1/namespaces/default/pods/p/status", "merge", status)
    #expect(
      api.send("GET", path).message
        == "container \"c\" in pod \"p\" is waiting to start: trying and failing to pull image")
  }
}
