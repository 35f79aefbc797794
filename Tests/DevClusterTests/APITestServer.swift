import KubeClient

@testable import DevCluster

/// An API server without a transport, for tests of what it answers.
struct APITestServer {
  let store: ObjectStore
  let server: APIServer

  init(historyLimit: Int = ObjectStore.defaultHistoryLimit) throws {
    store = ObjectStore(historyLimit: historyLimit)
    server = APIServer(store: store)
    try store.create(.namespaces, KubeObject(.namespaces, name: "default"))
  }

  static let deployments = "/apis/apps/v1/namespaces/default/deployments"
  static let configMaps = "/api/v1/namespaces/default/configmaps"

  struct Answer {
    let status: Int
    let json: JSONValue
    let warnings: [String]

    var message: String { json["message"]?.string ?? "" }
    var object: KubeObject { KubeObject(json) }
  }

  @discardableResult
  func send(
    _ method: String, _ path: String, query: String = "", type: String = "", accept: String = "",
    body: JSONValue? = nil
  ) -> Answer {
    var request = APIRequest(method, path, query: query)
    request.contentType = type
    request.accept = accept
    request.userAgent = "test/1"
    request.body = body?.serialized ?? []
    return answer(request)
  }

  func answer(_ request: APIRequest) -> Answer {
    let response = server.respond(to: request)
    let json =
      (try? JSONValue(parsing: response.bytes)) ?? .string(String(decoding: response.bytes, as: UTF8.self))
    return Answer(status: response.status, json: json, warnings: response.warnings)
  }

  @discardableResult
  func create(_ path: String, _ body: JSONValue) -> Answer { send("POST", path, body: body) }

  @discardableResult
  func apply(
    _ path: String, by manager: String = "one", force: Bool = false, _ body: JSONValue
  ) -> Answer {
    send(
      "PATCH", path, query: "fieldManager=\(manager)&force=\(force)", type: "application/apply-patch+yaml",
      body: body)
  }

  func patch(_ path: String, _ kind: String, _ body: JSONValue) -> Answer {
    send("PATCH", path, type: "application/\(kind)-patch+json", body: body)
  }

  /// The frames of a watch that ends after a second without news.
  func watch(_ path: String, query: String = "", accept: String = "") async -> [JSONValue] {
    var request = APIRequest("GET", path, query: "watch=true&timeoutSeconds=1&\(query)")
    request.accept = accept
    guard case .watch(let session) = server.respond(to: request).body else { return [] }
    var frames: [JSONValue] = []
    while let bytes = await session.next() {
      frames += bytes.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONValue(parsing: $0) }
    }
    return frames
  }

  static func deployment(_ name: String, replicas: Int = 1, image: String = "web:1") -> JSONValue {
    [
      "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": JSONValue(name)],
      "spec": [
        "replicas": JSONValue(replicas), "selector": ["matchLabels": ["app": "web"]],
        "template": [
          "metadata": ["labels": ["app": "web"]],
          "spec": ["containers": [["name": "web", "image": JSONValue(image)]]],
        ],
      ],
    ]
  }

  static func configMap(_ name: String, _ data: [String: String] = [:], labels: [String: String] = [:])
    -> JSONValue
  {
    [
      "apiVersion": "v1", "kind": "ConfigMap",
      "metadata": ["name": JSONValue(name), "labels": JSONValue(labels)], "data": JSONValue(data),
    ]
  }
}
