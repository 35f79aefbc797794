import KubeClient

/// What a path below `/api` or `/apis` names.
struct RequestTarget: Sendable, Hashable {
  var group: String
  var version: String
  var namespace: String?
  var plural: String
  var name: String?
  var subresource: String?

  /// The target of a path such as `/apis/apps/v1/namespaces/default/deployments/web/status`; `nil` for paths
  /// that name no resource.
  init?(path: String) {
    var parts = path.split(separator: "/").map(String.init)[...]
    guard let root = parts.popFirst() else { return nil }
    switch root {
    case "api": group = ""
    case "apis":
      guard let name = parts.popFirst() else { return nil }
      group = name
    default: return nil
    }
    guard let version = parts.popFirst() else { return nil }
    self.version = version
    if parts.first == "namespaces", parts.count > 2, !Self.ofNamespaces.contains(parts[parts.startIndex + 2])
    {
      parts = parts.dropFirst()
      namespace = parts.popFirst()
    }
    guard let plural = parts.popFirst() else { return nil }
    self.plural = plural
    name = parts.popFirst()
    subresource = parts.isEmpty ? nil : parts.joined(separator: "/")
  }

  /// Subresources of namespaces themselves, which look like resources in them.
  private static let ofNamespaces: Set<String> = ["status", "finalize"]
}
