import KubeClient

/// Requests and limits of a container.
enum ContainerResources {
  /// What a small Laravel app needs. No CPU limit: it would slow down requests while the node is idle.
  private static let standard: JSONValue = [
    "requests": ["cpu": "50m", "memory": "128Mi"], "limits": ["memory": "1Gi"],
  ]

  /// The `resources` of a container: the user's as a whole, or else the defaults.
  static func json(_ spec: ResourcesSpec?) -> JSONValue {
    guard let spec else { return standard }
    return JSONValue.object([
      "requests": spec.requests.map(quantities), "limits": spec.limits.map(quantities),
    ])
  }

  private static func quantities(_ amounts: [String: JSONValue]) -> JSONValue {
    JSONValue.object(amounts.mapValues { canonical($0) })
  }

  /// The canonical form of an amount; what is none is left for the API server to refuse.
  static func canonical(_ amount: JSONValue) -> JSONValue {
    Quantity(amount).map { JSONValue($0.description) } ?? amount
  }
}
