import KubeClient

/// What the API says about itself: versions, groups, resources, health and schemas.
struct Discovery {
  /// The version that clients are told; the real one that this server is held against.
  static let gitVersion = "v1.36.0"
  static let aggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

  let registry: ResourceRegistry
  let address: String

  /// The answer to a request about the API; `nil` when it is about objects.
  func respond(to request: APIRequest) throws(APIError) -> APIResponse? {
    let path =
      request.path.count > 1 && request.path.hasSuffix("/") ? String(request.path.dropLast()) : request.path
    let answer: APIResponse?
    switch path {
    case "/healthz", "/livez", "/readyz": answer = health(request, path)
    case "/version": answer = APIResponse(json: Self.version)
    case "", "/": answer = APIResponse(json: ["paths": JSONValue(paths)])
    case "/openapi/v2":
      answer = APIResponse(bytes: OpenAPIVersion2.document, contentType: OpenAPIVersion2.contentType)
    case "/api": answer = api(request)
    case "/apis": answer = apis(request)
    default: answer = resources(path) ?? OpenAPI(registry: registry).respond(to: path)
    }
    guard let answer else { return nil }
    guard request.method == "GET" || request.method == "HEAD" else { throw APIServer.methodNotAllowed }
    return answer
  }

  static let version: JSONValue = [
    "major": "1", "minor": "36", "emulationMajor": "1", "emulationMinor": "36", "minCompatibilityMajor": "1",
    "minCompatibilityMinor": "35", "gitVersion": JSONValue(gitVersion), "gitCommit": "",
    "gitTreeState": "clean",
    "buildDate": "1970-01-01T00:00:00Z", "goVersion": "", "compiler": "swift", "platform": "linux/amd64",
  ]

  private func health(_ request: APIRequest, _ path: String) -> APIResponse {
    guard request.query["verbose"] != nil else { return APIResponse(text: "ok") }
    return APIResponse(text: "[+]ping ok\n\(path.dropFirst()) check passed\n")
  }

  private var paths: [String] {
    var result = ["/api", "/api/v1", "/apis"]
    for group in registry.groups {
      result.append("/apis/\(group.name)")
      result += group.versions.map { "/apis/\(group.name)/\($0)" }
    }
    return result + ["/healthz", "/livez", "/openapi/v3", "/readyz", "/version"]
  }

  // MARK: Groups

  private func api(_ request: APIRequest) -> APIResponse {
    if wantsAggregated(request) {
      return aggregated([["metadata": [:], "versions": [version(group: "", "v1")]]])
    }
    return APIResponse(
      json: [
        "kind": "APIVersions", "versions": ["v1"],
        "serverAddressByClientCIDRs": [["clientCIDR": "0.0.0.0/0", "serverAddress": JSONValue(address)]],
      ])
  }

  private func apis(_ request: APIRequest) -> APIResponse {
    let groups = registry.groups
    if wantsAggregated(request) {
      return aggregated(
        groups.map { group in
          [
            "metadata": ["name": JSONValue(group.name)],
            "versions": .array(group.versions.map { version(group: group.name, $0) }),
          ]
        })
    }
    return APIResponse(
      json: [
        "kind": "APIGroupList", "apiVersion": "v1",
        "groups": .array((groups + Self.reviewGroups).map(Self.group)),
      ])
  }

  /// Groups without objects of their own.
  private static let reviewGroups = [
    ResourceRegistry.Group(name: "authentication.k8s.io", versions: ["v1"]),
    ResourceRegistry.Group(name: "authorization.k8s.io", versions: ["v1"]),
  ]

  private static let reviews: [String: [(plural: String, kind: String)]] = [
    "/apis/authentication.k8s.io/v1": [("selfsubjectreviews", "SelfSubjectReview")],
    "/apis/authorization.k8s.io/v1": [
      ("selfsubjectaccessreviews", "SelfSubjectAccessReview"),
      ("selfsubjectrulesreviews", "SelfSubjectRulesReview"), ("subjectaccessreviews", "SubjectAccessReview"),
    ],
  ]

  private static func group(_ group: ResourceRegistry.Group) -> JSONValue {
    let versions = group.versions.map { version -> JSONValue in
      ["groupVersion": JSONValue("\(group.name)/\(version)"), "version": JSONValue(version)]
    }
    return [
      "name": JSONValue(group.name), "versions": .array(versions), "preferredVersion": versions.first ?? [:],
    ]
  }

  private func wantsAggregated(_ request: APIRequest) -> Bool {
    request.accept.split(separator: ",").contains { clause in
      let parts = clause.split(separator: ";").map { $0.filter { $0 != " " } }
      return parts.contains("g=apidiscovery.k8s.io") && parts.contains("v=v2")
        && parts.contains("as=APIGroupDiscoveryList")
    }
  }

  private func aggregated(_ items: [JSONValue]) -> APIResponse {
    APIResponse(
      json: [
        "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": [:],
        "items": .array(items),
      ], contentType: Self.aggregatedType)
  }

  private func version(group: String, _ version: String) -> JSONValue {
    let resources = registry.resources.filter { $0.type.group == group && $0.type.version == version }
    return [
      "version": JSONValue(version), "resources": .array(resources.map(Self.discovered)),
      "freshness": "Current",
    ]
  }

  private static func discovered(_ resource: APIResource) -> JSONValue {
    let kind: JSONValue = [
      "group": JSONValue(resource.type.group), "version": JSONValue(resource.type.version),
      "kind": JSONValue(resource.type.kind),
    ]
    let subresources = subresources(of: resource).map { subresource -> JSONValue in
      .members([
        "subresource": JSONValue(subresource.name), "responseKind": subresource.kind ?? kind,
        "verbs": JSONValue(subresource.verbs),
      ])
    }
    return .members([
      "resource": JSONValue(resource.type.plural), "responseKind": kind,
      "scope": resource.type.isNamespaced ? "Namespaced" : "Cluster",
      "singularResource": JSONValue(resource.singular), "verbs": JSONValue(resource.verbs),
      "shortNames": JSONValue(resource.shortNames).unless(resource.shortNames.isEmpty),
      "categories": JSONValue(resource.categories).unless(resource.categories.isEmpty),
      "subresources": JSONValue.array(subresources).unless(subresources.isEmpty),
    ])
  }

  // MARK: Resources

  private struct Subresource {
    var name: String
    var verbs: [String]
    var kind: JSONValue?
  }

  private static func subresources(of resource: APIResource) -> [Subresource] {
    let readWrite = ["get", "patch", "update"]
    var result: [Subresource] = []
    if resource.hasLog {
      result.append(
        Subresource(
          name: "eviction", verbs: ["create"], kind: ["group": "policy", "version": "v1", "kind": "Eviction"])
      )
      result.append(Subresource(name: "log", verbs: ["get"]))
    }
    let scale =
      resource.scale == nil
      ? []
      : [
        Subresource(
          name: "scale", verbs: readWrite, kind: ["group": "autoscaling", "version": "v1", "kind": "Scale"])
      ]
    let status = resource.hasStatus ? [Subresource(name: "status", verbs: readWrite)] : []
    // The real server lists built-in subresources by name, those of definitions in this order.
    return result + (resource.isCustom ? status + scale : scale + status)
  }

  private func resources(_ path: String) -> APIResponse? {
    if let reviews = Self.reviews[path] {
      return Self.list(
        String(path.dropFirst("/apis/".count)),
        reviews.map {
          [
            "name": JSONValue($0.plural), "singularName": JSONValue($0.kind.lowercased()),
            "namespaced": false, "kind": JSONValue($0.kind), "verbs": ["create"],
          ]
        })
    }
    let parts = path.split(separator: "/").map(String.init)
    if parts.count == 2, parts[0] == "apis" {
      return registry.groups.first { $0.name == parts[1] }.map { group in
        var json = Self.group(group)
        json["kind"] = "APIGroup"
        json["apiVersion"] = "v1"
        return APIResponse(json: json)
      }
    }
    let (group, version): (String, String)
    switch (parts.first, parts.count) {
    case ("api"?, 2): (group, version) = ("", parts[1])
    case ("apis"?, 3): (group, version) = (parts[1], parts[2])
    default: return nil
    }
    let resources = registry.resources.filter { $0.type.group == group && $0.type.version == version }
    guard !resources.isEmpty else { return nil }
    let groupVersion = group.isEmpty ? version : "\(group)/\(version)"
    return Self.list(groupVersion, resources.flatMap(Self.listed))
  }

  private static func list(_ groupVersion: String, _ resources: [JSONValue]) -> APIResponse {
    APIResponse(
      json: .members([
        "kind": "APIResourceList", "groupVersion": JSONValue(groupVersion), "resources": .array(resources),
        // The core group's list carries no version of its own.
        "apiVersion": JSONValue("v1").unless(groupVersion == "v1"),
      ]))
  }

  private static func listed(_ resource: APIResource) -> [JSONValue] {
    let type = resource.type
    let own: JSONValue = .members([
      "name": JSONValue(type.plural), "singularName": JSONValue(resource.singular),
      "namespaced": JSONValue(type.isNamespaced), "kind": JSONValue(type.kind),
      "verbs": JSONValue(resource.verbs),
      "shortNames": JSONValue(resource.shortNames).unless(resource.shortNames.isEmpty),
      "categories": JSONValue(resource.categories).unless(resource.categories.isEmpty),
    ])
    return [own]
      + subresources(of: resource).map { subresource in
        .members([
          "name": JSONValue("\(type.plural)/\(subresource.name)"), "singularName": "",
          "namespaced": JSONValue(type.isNamespaced), "group": subresource.kind?["group"],
          "version": subresource.kind?["version"], "kind": subresource.kind?["kind"] ?? JSONValue(type.kind),
          "verbs": JSONValue(subresource.verbs),
        ])
      }
  }
}
