import KubeClient
import Testing

@testable import DevCluster

@Suite("Watches and lists")
struct WatchTests {
  private let api: APITestServer

  init() throws { api = try APITestServer(historyLimit: 8) }

  private func types(_ frames: [JSONValue]) -> [String] { frames.compactMap { $0["type"]?.string } }

  @Test func `shows objects that enter and leave the selection`() async {
    let start = api.store.resourceVersion
    api.create(APITestServer.configMaps, APITestServer.configMap("a", labels: ["tier": "web"]))
    _ = api.patch(APITestServer.configMaps + "/a", "merge", ["metadata": ["labels": ["tier": "db"]]])
    _ = api.patch(APITestServer.configMaps + "/a", "merge", ["metadata": ["labels": ["tier": "web"]]])
    let frames = await api.watch(
      APITestServer.configMaps, query: "labelSelector=tier%3Dweb&resourceVersion=\(start)")
    #expect(types(frames) == ["ADDED", "DELETED", "ADDED"])
    // What leaves is shown as it was, at the version of the change.
    #expect(frames[1]["object", "metadata", "labels"] == ["tier": "web"])
  }

  @Test func `ends the initial events with a marked bookmark`() async {
    api.create(APITestServer.configMaps, APITestServer.configMap("a"))
    let frames = await api.watch(
      APITestServer.configMaps,
      query: "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")
    #expect(types(frames) == ["ADDED", "BOOKMARK"])
    #expect(frames[1]["object", "metadata", "annotations"] == ["k8s.io/initial-events-end": "true"])
    #expect(frames[1]["object", "metadata", "resourceVersion"]?.string == api.store.resourceVersion)
  }

  @Test func `answers 410 when the history is forgotten`() async {
    for number in 0..<40 { api.create(APITestServer.configMaps, APITestServer.configMap("m\(number)")) }
    let frames = await api.watch(APITestServer.configMaps, query: "resourceVersion=2")
    #expect(types(frames) == ["ERROR"])
    #expect(frames[0]["object", "code"] == 410)
    #expect(frames[0]["object", "reason"] == "Expired")
  }

  @Test func `sends metadata only, and tables with columns in the first frame`() async {
    api.create(APITestServer.configMaps, APITestServer.configMap("a", ["k": "v"]))
    api.create(APITestServer.configMaps, APITestServer.configMap("b"))
    let partial = await api.watch(
      APITestServer.configMaps, accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
    #expect(partial[0]["object", "kind"] == "PartialObjectMetadata")
    #expect(partial[0]["object"]?["data"] == nil)
    let tables = await api.watch(
      APITestServer.configMaps, accept: "application/json;as=Table;g=meta.k8s.io;v=v1")
    #expect(tables[0]["object", "columnDefinitions"]?.items.count == 3)
    #expect(tables[1]["object", "columnDefinitions"] == .null)
    #expect(tables[1]["object", "rows"]?[0]?["cells"]?[0] == "b")
  }

  @Test func `pages through one consistent state`() {
    for name in ["a", "b", "c"] { api.create(APITestServer.configMaps, APITestServer.configMap(name)) }
    let first = api.send("GET", APITestServer.configMaps, query: "limit=2")
    #expect(first.json["items"]?.items.compactMap { $0["metadata", "name"]?.string } == ["a", "b"])
    #expect(first.json["metadata", "remainingItemCount"] == 1)
    api.create(APITestServer.configMaps, APITestServer.configMap("bb"))
    api.send("DELETE", APITestServer.configMaps + "/c")
    let token = first.json["metadata", "continue"]?.string ?? ""
    let second = api.send("GET", APITestServer.configMaps, query: "limit=2&continue=\(token)")
    #expect(second.json["items"]?.items.compactMap { $0["metadata", "name"]?.string } == ["c"])
    #expect(second.json["metadata", "resourceVersion"] == first.json["metadata", "resourceVersion"])
    api.store.compact()
    #expect(api.send("GET", APITestServer.configMaps, query: "limit=2&continue=\(token)").status == 410)
  }

  @Test(arguments: [
    ("a=b", true), ("a==b", true), ("a!=b", false), ("a in (b,c)", true), ("a notin (b)", false), ("a", true),
    ("!a", false), ("!z", true), ("n>3", true), ("n<3", false), ("a=b,z", false), ("z notin (q)", true),
  ])
  func `label selectors select`(text: String, expected: Bool) throws {
    #expect(try LabelSelector(parsing: text).matches(["a": "b", "n": "5"]) == expected)
  }

  @Test(arguments: ["===", "a in b", "a in (b", ",", "a=b,", "a>x", "a b"])
  func `malformed label selectors are refused`(text: String) {
    #expect(throws: APIError.self) { try LabelSelector(parsing: text) }
  }
}
