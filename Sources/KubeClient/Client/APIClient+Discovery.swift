/// One resource as the server announces it.
public struct APIResource: Sendable, Hashable {
  /// The plural, with `/status` and the like for subresources.
  public let name: String
  /// The kind.
  public let kind: String
  /// Whether objects live in namespaces.
  public let isNamespaced: Bool
  /// What can be done with it: `get`, `list`, `watch`, ...
  public let verbs: [String]
}

/// What `/version` tells.
public struct ServerVersion: Sendable, Hashable, CustomStringConvertible {
  /// `1`
  public let major: String
  /// `36`, sometimes with a `+` behind it.
  public let minor: String
  /// `v1.36.0`
  public let gitVersion: String

  /// The full version.
  public var description: String { gitVersion }
}

extension APIClient {
  /// The resources of a group's version.
  /// - Throws: `notFound` when the server has no such group or version.
  public func resources(group: String, version: String) async throws(KubeError) -> [APIResource] {
    let path = group.isEmpty ? "/api" : "/apis/\(RequestTarget.encode(group))"
    let answer = try await json(APIRequest(path: "\(path)/\(RequestTarget.encode(version))"))
    return (answer["resources"]?.items ?? []).compactMap { item in
      guard let name = item["name"]?.string, let kind = item["kind"]?.string else { return nil }
      return APIResource(
        name: name, kind: kind, isNamespaced: item["namespaced"]?.bool ?? false,
        verbs: (item["verbs"]?.items ?? []).compactMap(\.string))
    }
  }

  /// Whether the server serves that kind: optional APIs come and go with their CRDs.
  public func isServed(_ type: ResourceType) async throws(KubeError) -> Bool {
    do {
      return try await resources(group: type.group, version: type.version).contains { $0.name == type.plural }
    } catch .notFound {
      return false
    }
  }

  /// The server's version.
  public func serverVersion() async throws(KubeError) -> ServerVersion {
    let answer = try await json(APIRequest(path: "/version"))
    return ServerVersion(
      major: answer["major"]?.string ?? "", minor: answer["minor"]?.string ?? "",
      gitVersion: answer["gitVersion"]?.string ?? "unknown")
  }
}
