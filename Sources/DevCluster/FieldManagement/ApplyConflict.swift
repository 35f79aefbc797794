import KubeClient

/// One field that an apply would take from another manager.
struct ApplyConflict {
  let manager: FieldManager.Identity
  let path: String

  /// The other manager as `k8s.io/apimachinery/pkg/util/managedfields` words it.
  private var owner: String {
    var text = JSONValue(manager.name).description
    if !manager.subresource.isEmpty { text += " with subresource \(JSONValue(manager.subresource))" }
    guard manager.operation == .update else { return text }
    return text + " using \(manager.apiVersion)"
  }

  /// 409 that lists the conflicts, grouped by manager.
  static func error(_ conflicts: [ApplyConflict]) -> APIError {
    let sorted = conflicts.sorted { ($0.owner, $0.path) < ($1.owner, $1.path) }
    let message: String
    if sorted.count == 1, let only = sorted.first {
      message = "Apply failed with 1 conflict: conflict with \(only.owner): \(only.path)"
    } else {
      var lines: [String] = []
      for (index, conflict) in sorted.enumerated() {
        if index == 0 || sorted[index - 1].owner != conflict.owner {
          lines.append("conflicts with \(conflict.owner):")
        }
        lines.append("- \(conflict.path)")
      }
      message = "Apply failed with \(sorted.count) conflicts: \(lines.joined(separator: "\n"))"
    }
    return APIError(
      code: 409, reason: "Conflict", message: message,
      details: [
        "causes": .array(
          sorted.map {
            [
              "reason": "FieldManagerConflict", "message": JSONValue("conflict with \($0.owner)"),
              "field": JSONValue($0.path),
            ]
          })
      ])
  }
}
