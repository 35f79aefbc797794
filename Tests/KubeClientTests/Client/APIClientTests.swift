import Testing

@testable import KubeClient

struct APIClientTests {
  private let key = NamespacedName(namespace: "ns", name: "a")
  private let lost = TransportError(.connectionLost, "reset")

  private func object(_ name: String = "a") -> KubeObject {
    KubeObject(.configMaps, name: name, namespace: "ns")
  }

  private func failure(_ body: () async throws -> Void) async -> KubeError? {
    await #expect(throws: KubeError.self) { try await body() }
  }

  // MARK: What is sent

  @Test func `Each verb sends its request`() async throws {
    let ok = FakeTransport.Step.json(object().json)
    let server = FakeServer(ok, ok, ok, ok, ok, ok, ok)
    let client = server.client
    _ = try await client.get(.configMaps, key)
    try await client.create(.configMaps, object(), fieldManager: "me")
    try await client.update(.leases, object())
    try await client.apply(.configMaps, object(), fieldManager: "me", dryRun: true)
    try await client.apply(.deployments, object(), fieldManager: "me", force: false, subresource: "status")
    try await client.patch(.configMaps, key, .json([.remove(path: "/x")]))
    try await client.updateStatus(.deployments, key, ["ready": true], resourceVersion: "7")
    #expect(
      server.lines == [
        "GET /api/v1/namespaces/ns/configmaps/a",
        "POST /api/v1/namespaces/ns/configmaps?fieldManager=me",
        "PUT /apis/coordination.k8s.io/v1/namespaces/ns/leases/a",
        "PATCH /api/v1/namespaces/ns/configmaps/a?fieldManager=me&force=true&dryRun=All",
        "PATCH /apis/apps/v1/namespaces/ns/deployments/a/status?fieldManager=me",
        "PATCH /api/v1/namespaces/ns/configmaps/a",
        "PATCH /apis/apps/v1/namespaces/ns/deployments/a/status",
      ])
    #expect(
      server.transport.requests.map { $0.headers["Content-Type"] } == [
        nil, "application/json", "application/json", "application/apply-patch+yaml",
        "application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json",
      ])
    #expect(
      server.transport.requests.last.map { String(decoding: $0.body, as: UTF8.self) }
        == #"{"metadata":{"resourceVersion":"7"},"status":{"ready":true}}"#)
    #expect(server.transport.requests.allSatisfy { $0.headers["User-Agent"] == "laravel-operator/1.2.3" })
  }

  @Test func `Options of a list become its query`() async throws {
    let server = FakeServer(.json(["kind": "PodList", "items": []]))
    _ = try await server.client.list(
      .pods, namespace: "ns",
      options: ListOptions(
        labelSelector: "a=b,c in (d)", fieldSelector: "metadata.name=x", limit: 5, continueToken: "t+/=",
        resourceVersion: "3", resourceVersionMatch: .notOlderThan, metadataOnly: true))
    #expect(
      server.lines == [
        "GET /api/v1/namespaces/ns/pods?labelSelector=a%3Db%2Cc%20in%20%28d%29&fieldSelector=metadata.name%3Dx"
          + "&limit=5&continue=t%2B%2F%3D&resourceVersion=3&resourceVersionMatch=NotOlderThan"
      ])
    #expect(
      server.transport.requests.first?.headers["Accept"]
        == "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")
  }

  @Test func `Options of a deletion become its body`() async throws {
    let server = FakeServer(.json(["kind": "Status", "status": "Success"]))
    let rest = try await server.client.delete(
      .pods, key,
      options: DeleteOptions(
        uid: "u", resourceVersion: "3", propagationPolicy: .foreground, gracePeriodSeconds: 0, dryRun: true))
    #expect(rest == nil)
    #expect(
      try server.transport.requests.first.map { try JSONValue(parsing: $0.body) } == [
        "apiVersion": "v1", "kind": "DeleteOptions", "preconditions": ["uid": "u", "resourceVersion": "3"],
        "propagationPolicy": "Foreground", "gracePeriodSeconds": 0, "dryRun": ["All"],
      ])
  }

  @Test func `An object held by a finalizer comes back from its deletion`() async throws {
    var held = object()
    held["metadata", "deletionTimestamp"] = "2026-01-01T00:00:00Z"
    let server = FakeServer(.json(held.json), .json(object().json))
    #expect(try await server.client.delete(.configMaps, key) == held)
    #expect(try await server.client.delete(.configMaps, key) == nil)
  }

  @Test(arguments: ["", ".", "..", "a/b", "../../secrets/x", "a%2Fb", String(repeating: "a", count: 254)])
  func `A name cannot reach outside its place`(name: String) async {
    let server = FakeServer()
    let client = server.client
    let bad = NamespacedName(namespace: "ns", name: name)
    let errors = [
      await failure { _ = try await client.get(.pods, bad) },
      await failure { try await client.delete(.pods, bad) },
      await failure { try await client.create(.pods, KubeObject(.pods, name: name, namespace: "ns")) },
      await failure { _ = try await client.get(.pods, NamespacedName(namespace: name, name: "a")) },
    ]
    #expect(errors.allSatisfy { $0?.status?.reason == "BadRequest" })
    #expect(server.lines.isEmpty)
  }

  @Test func `Names with other characters are encoded`() async throws {
    let server = FakeServer(.json(object().json))
    _ = try await server.client.get(
      .customResourceDefinitions, NamespacedName(name: "system:a b?c#dü"))
    #expect(
      server.lines
        == ["GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/system%3Aa%20b%3Fc%23d%C3%BC"])
  }

  // MARK: What comes back

  @Test func `Items of a list get their kind, and managedFields are dropped`() async throws {
    let server = FakeServer(
      .json([
        "kind": "ConfigMapList",
        "metadata": ["resourceVersion": "9", "continue": "", "remainingItemCount": 2],
        "items": [["metadata": ["name": "a", "managedFields": [["x": 1]]]]],
      ]))
    let list = try await server.client.list(.configMaps)
    #expect(
      list
        == KubeList(
          items: [KubeObject(["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": "a"]])],
          resourceVersion: "9", continueToken: nil, remaining: 2))
  }

  @Test func `A list without items may have null for them`() async throws {
    let server = FakeServer(.json(["kind": "PodList", "metadata": [:], "items": .null]))
    #expect(try await server.client.list(.pods).items.isEmpty)
  }

  @Test(arguments: [
    "", "null", "[]", "{}", "<html>", #"{"kind":"Pod"}"#, #"{"kind":"PodList"}"#,
    #"{"kind":"PodList","items":{}}"#, #"{"kind":"PodList","items":[]} x"#,
  ])
  func `What is no list is refused`(text: String) async {
    let server = FakeServer(.text(text))
    guard case .terminal? = await failure({ _ = try await server.client.list(.pods) }) else {
      Issue.record("not terminal")
      return
    }
  }

  @Test func `All pages are read in one state`() async throws {
    func page(_ name: String, next: String) -> FakeTransport.Step {
      .json([
        "kind": "PodList", "metadata": ["resourceVersion": "5", "continue": JSONValue(next)],
        "items": [["metadata": ["name": JSONValue(name)]]],
      ])
    }
    let server = FakeServer(page("a", next: "1"), page("b", next: "2"), page("c", next: ""))
    let list = try await server.client.listAll(
      .pods, options: ListOptions(resourceVersion: "4", resourceVersionMatch: .notOlderThan))
    #expect(list.items.map(\.metadata.name) == ["a", "b", "c"])
    #expect(list.resourceVersion == "5")
    #expect(list.continueToken == nil)
    #expect(
      server.lines == [
        "GET /api/v1/pods?limit=500&resourceVersion=4&resourceVersionMatch=NotOlderThan",
        "GET /api/v1/pods?limit=500&continue=1", "GET /api/v1/pods?limit=500&continue=2",
      ])
  }

  @Test func `When the state of the first page is forgotten, everything is read at once`() async throws {
    let server = FakeServer(
      .json(["kind": "PodList", "metadata": ["continue": "1"], "items": [["metadata": ["name": "old"]]]]),
      .status(410, "Expired"),
      .json([
        "kind": "PodList", "metadata": ["resourceVersion": "8"], "items": [["metadata": ["name": "new"]]],
      ]))
    let list = try await server.client.listAll(.pods)
    #expect(list.items.map(\.metadata.name) == ["new"])
    #expect(server.lines.last == "GET /api/v1/pods")
  }

  @Test func `Pages that never end are an error`() async {
    let page = FakeTransport.Step.json(["kind": "PodList", "metadata": ["continue": "1"], "items": []])
    let server = FakeServer(page, page, page, page)
    guard case .terminal? = await failure({ _ = try await server.client.listAll(.pods) }) else {
      Issue.record("not terminal")
      return
    }
  }

  @Test func `Logs are cut at the limit`() async throws {
    let server = FakeServer(.text(String(repeating: "x", count: 1000)))
    let log = try await server.client.podLogs(
      key, container: "c", tailLines: 3, limitBytes: 100, previous: true)
    #expect(log.utf8.count == 100)
    #expect(
      server.lines
        == ["GET /api/v1/namespaces/ns/pods/a/log?container=c&tailLines=3&limitBytes=100&previous=true"])
  }

  @Test func `A kind is served when its group's version lists it`() async throws {
    let resources = FakeTransport.Step.json([
      "kind": "APIResourceList",
      "resources": [
        ["name": "certificates", "kind": "Certificate", "namespaced": true, "verbs": ["get"]],
        ["name": "certificates/status", "kind": "Certificate", "namespaced": true, "verbs": ["get"]],
      ],
    ])
    let server = FakeServer(
      resources, .status(404, "NotFound"), .json(["kind": "APIResourceList", "resources": []]), .status(500))
    #expect(try await server.client.isServed(.certificates))
    #expect(try await !server.client.isServed(.certificates))
    #expect(try await !server.client.isServed(.certificates))
    let error = await failure { _ = try await server.client.isServed(.certificates) }
    #expect(error == .transient(message: "refused"))
  }

  // MARK: What goes wrong

  @Test func `Refusals become the errors of their meaning`() async {
    let cases: [(Int, String, (KubeError) -> Bool)] = [
      (404, "NotFound", { if case .notFound = $0 { true } else { false } }),
      (409, "Conflict", { if case .conflict = $0 { true } else { false } }),
      (409, "AlreadyExists", { if case .alreadyExists = $0 { true } else { false } }),
      (410, "Expired", { if case .expired = $0 { true } else { false } }),
      (403, "Forbidden", { if case .forbidden = $0 { true } else { false } }),
      (422, "Invalid", { if case .invalid = $0 { true } else { false } }),
      (429, "TooManyRequests", { if case .throttled(_, .seconds(1)) = $0 { true } else { false } }),
      (500, "InternalError", { if case .transient = $0 { true } else { false } }),
      (302, "", { if case .terminal = $0 { true } else { false } }),
    ]
    for (code, reason, isRight) in cases {
      let server = FakeServer(.status(code, reason))
      let error = await failure { _ = try await server.client.get(.pods, key) }
      #expect(error.map(isRight) == true, "\(code)")
      #expect(server.lines.count == 1)
    }
  }

  @Test func `A body cannot make another refusal of it`() async {
    let server = FakeServer(.json(["kind": "Status", "code": 200, "message": "no"], code: 403))
    let error = await failure { _ = try await server.client.get(.pods, key) }
    #expect(error == .forbidden(Status(code: 403, message: "no")))
  }

  @Test func `A proxy's page is not shown, its plain text is`() async {
    let server = FakeServer(
      .text("<html>\n", code: 502),
      .text("no route\nmore", code: 502, headers: ["content-type": "text/plain; charset=utf-8"]))
    let place = "GET https://api:6443/api/v1/namespaces/ns/pods/a was answered with 502"
    #expect(await failure { _ = try await server.client.get(.pods, key) } == .transient(message: place))
    #expect(
      await failure { _ = try await server.client.get(.pods, key) }
        == .transient(message: "\(place): no route"))
  }

  @Test func `Retry-After is waited for, then the same request goes out again`() async throws {
    let server = FakeServer(
      .status(429, headers: ["Retry-After": "3"]), .status(503, headers: ["retry-after": "1"]),
      .json(object().json))
    try await server.client.create(.configMaps, object())
    #expect(server.waits.all == [.seconds(3), .seconds(1)])
    #expect(Set(server.transport.requests.map(\.body)).count == 1)
    #expect(server.records.all.map(\.code) == [429, 503, 200])
  }

  @Test func `Being asked to wait for long is the caller's business`() async {
    let server = FakeServer(.status(429, headers: ["Retry-After": "600"]))
    let error = await failure { _ = try await server.client.get(.pods, key) }
    guard case .throttled(_, .seconds(600))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(server.waits.all.isEmpty)
  }

  @Test func `A reading whose connection breaks, before or in the body, is tried again`() async throws {
    let server = FakeServer(
      .failure(lost), .text(#"{"kind":"#, end: lost), .json(object().json))
    #expect(try await server.client.get(.configMaps, key) == object())
    #expect(server.records.all.map(\.code) == [nil, 200, 200])
  }

  @Test func `A writing whose connection breaks is not sent again`() async {
    let server = FakeServer(.failure(lost), .json(object().json))
    let error = await failure { try await server.client.create(.configMaps, object()) }
    #expect(error == .transient(message: "reset"))
    #expect(server.lines.count == 1)
  }

  @Test func `A connection that cannot be made is not tried again here`() async {
    let server = FakeServer(.failure(TransportError(.unreachable, "refused")))
    let error = await failure { _ = try await server.client.get(.pods, key) }
    #expect(error == .transient(message: "refused"))
    #expect(server.lines.count == 1)
  }

  @Test func `Cancelling while it waits ends the request`() async {
    let transport = FakeTransport([.status(429, headers: ["Retry-After": "30"])])
    let client = APIClient(
      server: "https://api", transport: transport, sleep: { _ in throw CancellationError() })
    let error = await failure { _ = try await client.get(.pods, key) }
    #expect(error == .cancelled)
  }

  // MARK: Credentials

  private actor Rotating: CredentialSource {
    private var tokens: [String]
    private(set) var rejections = 0

    init(_ tokens: [String]) { self.tokens = tokens }

    func credentials() async throws(KubeError) -> Credentials {
      Credentials(authorization: tokens.first.map { "Bearer \($0)" })
    }

    func reject(_ credentials: Credentials) async {
      rejections += 1
      if tokens.count > 1 { tokens.removeFirst() }
    }
  }

  @Test func `After a 401 the request goes out once more with fresh credentials`() async throws {
    let credentials = Rotating(["old", "new"])
    let server = FakeServer(.status(401), .json(object().json), credentials: credentials)
    try await server.client.create(.configMaps, object())
    #expect(
      server.transport.requests.map { $0.headers["Authorization"] } == ["Bearer old", "Bearer new"])
  }

  @Test func `A second 401 is the answer`() async {
    let server = FakeServer(.status(401), .status(401), .status(401), credentials: Rotating(["1", "2", "3"]))
    let error = await failure { _ = try await server.client.get(.pods, key) }
    #expect(error == .unauthorized(Status(code: 401, message: "refused")))
    #expect(server.lines.count == 2)
  }

  @Test func `Without other credentials a 401 is the answer at once`() async {
    let credentials = Rotating(["only"])
    let server = FakeServer(.status(401), credentials: credentials)
    let error = await failure { _ = try await server.client.get(.pods, key) }
    #expect(error?.status?.code == 401)
    #expect(server.lines.count == 1)
    #expect(await credentials.rejections == 1)
  }

  @Test func `Credentials do not show themselves`() {
    let credentials = Credentials(
      authorization: "Bearer secret",
      connection: ConnectionSettings(
        tls: TLSConfiguration(clientKey: Array("secret".utf8)), proxyURL: "http://u:secret@proxy"))
    var dumped = ""
    dump(credentials, to: &dumped)
    let headers: HTTPHeaders = ["authorization": "Bearer secret"]
    let request = HTTPRequest(url: "https://api", headers: headers, connection: credentials.connection)
    for text in ["\(credentials)", String(reflecting: credentials), dumped, "\(headers)", "\(request)"] {
      #expect(!text.contains("secret"))
      #expect(!text.contains("115, 101, 99"), "the bytes of the key")
    }
  }

  // MARK: Watches and metrics

  @Test func `A watch gives its events and then ends`() async throws {
    let server = FakeServer(
      .text(
        """
        {"type":"ADDED","object":{"metadata":{"name":"a"}}}
        {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"4"}}}

        """))
    let watch = try await server.client.watch(
      .pods, namespace: "ns", options: WatchOptions(resourceVersion: "3", timeoutSeconds: 300))
    var events: [WatchEvent] = []
    for try await event in watch { events.append(event) }
    #expect(
      events == [
        .added(KubeObject(["kind": "Pod", "apiVersion": "v1", "metadata": ["name": "a"]])),
        .bookmark(resourceVersion: "4", isInitialEventsEnd: false),
      ])
    #expect(
      server.lines == [
        "GET /api/v1/namespaces/ns/pods?watch=true&resourceVersion=3&allowWatchBookmarks=true&timeoutSeconds=300"
      ])
    let request = server.transport.requests.first
    #expect(request?.pool == .watch)
    #expect(request?.timeout == .seconds(305))
  }

  @Test func `A streaming list asks for what the server insists on`() async throws {
    let server = FakeServer(.text(""))
    _ = try await server.client.watch(
      .pods, options: WatchOptions(resourceVersion: "", sendInitialEvents: true, metadataOnly: true))
    #expect(
      server.lines == [
        "GET /api/v1/pods?watch=true&resourceVersion=&allowWatchBookmarks=true&sendInitialEvents=true"
          + "&resourceVersionMatch=NotOlderThan&timeoutSeconds=300"
      ])
    #expect(
      server.transport.requests.first?.headers["Accept"]
        == "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
  }

  @Test func `A watch from a version that is gone is expired`() async {
    let server = FakeServer(.status(410, "Expired"))
    let error = await failure { _ = try await server.client.watch(.pods) }
    #expect(error == .expired(Status(code: 410, reason: "Expired", message: "refused")))
  }

  @Test func `A watch whose connection breaks gives the events before and is transient`() async throws {
    let server = FakeServer(
      .text(#"{"type":"ADDED","object":{"metadata":{"name":"a"}}}"#, end: lost))
    let watch = try await server.client.watch(.pods)
    var count = 0
    let error = await failure { for try await _ in watch { count += 1 } }
    #expect(error == .transient(message: "reset"))
    #expect(count == 1)
  }

  @Test func `The observer hears the server's warnings`() async throws {
    let server = FakeServer(
      .json(
        object().json,
        headers: [
          "Warning": #"299 - "unknown field \"spec.x\"""#, "warning": #"299 - "second""#,
          "Warning": "199 - \"x\"",
          "Warning": #"299 - "never ends"#, "Warning": "",
        ]))
    try await server.client.create(.configMaps, object())
    #expect(server.records.all.map(\.warnings) == [[#"unknown field "spec.x""#, "second"]])
  }

  @Test func `An answer that is too large is named`() async {
    let server = FakeServer(.failure(TransportError(.tooLarge, "the head of the answer is too large")))
    let error = await failure { _ = try await server.client.get(.pods, key) }
    #expect(
      error
        == .terminal(
          message: "GET https://api:6443/api/v1/namespaces/ns/pods/a: the head of the answer is too large"))
  }

  @Test func `The observer hears of every exchange`() async throws {
    let ok = FakeTransport.Step.json(object().json)
    let server = FakeServer(ok, ok, .text(""), .status(404))
    try await server.client.apply(.deployments, object(), fieldManager: "me", subresource: "status")
    _ = try await server.client.podLogs(key)
    _ = try await server.client.watch(.pods)
    _ = try? await server.client.get(.pods, key)
    #expect(
      server.records.all.map {
        "\($0.verb) \($0.method.rawValue) \($0.resource) \($0.subresource) \($0.code ?? 0)"
      }
        == [
          "apply PATCH deployments.apps status 200", "get GET pods log 200", "watch GET pods  200",
          "get GET pods  404",
        ])
    #expect(server.records.all.map(\.isWrite) == [true, false, false, false])
  }
}
