@testable import KubeClient

/// A ConfigMap as the server would send it.
func configMap(
  _ name: String, version: Int, uid: String? = nil, namespace: String = "ns", labels: [String: String] = [:],
  owners: [OwnerReference] = []
) -> KubeObject {
  var object = KubeObject(.configMaps, name: name, namespace: namespace, labels: labels)
  object["metadata", "uid"] = JSONValue(uid ?? "uid-\(name)")
  object["metadata", "resourceVersion"] = JSONValue(String(version))
  if !owners.isEmpty { object.metadata.ownerReferences = owners }
  return object
}

/// The errors that the API server gives.
enum ServerError {
  static let gone = KubeError(Status(code: 410, reason: "Expired", message: "too old resource version"))
  static let unavailable = KubeError.transient(message: "connection refused")
  static let notFound = KubeError(Status(code: 404, reason: "NotFound", message: "no such API"))
  static let tooLarge = KubeError(
    Status(
      code: 504, reason: "Timeout", message: "Too large resource version: 999, current: 5",
      causes: [Status.Cause(reason: "ResourceVersionTooLarge", message: "", field: "")],
      retryAfterSeconds: 1))
  static let noStreamingList = KubeError(
    Status(code: 422, reason: "Invalid", message: "sendInitialEvents is forbidden for watch"))
  static func throttled(seconds: Int) -> KubeError {
    KubeError(Status(code: 429, message: "too many requests", retryAfterSeconds: seconds))
  }
}
