import KubeClient

/// Security contexts within the restricted pod security standard.
enum PodSecurity {
  /// `www-data` in Debian images, which most PHP images are.
  static let defaultUser = 33

  /// The security context of a pod.
  static func pod(_ spec: SecurityContextSpec?) -> JSONValue {
    let user = spec?.runAsUser ?? defaultUser
    let group = spec?.runAsGroup ?? user
    return [
      "runAsNonRoot": true,
      "runAsUser": JSONValue(user),
      "runAsGroup": JSONValue(group),
      "fsGroup": JSONValue(spec?.fsGroup ?? group),
      // Without it every start of a pod walks through the whole volume.
      "fsGroupChangePolicy": "OnRootMismatch",
      "seccompProfile": ["type": "RuntimeDefault"],
    ]
  }

  /// The security context of every container.
  static let container: JSONValue = [
    "allowPrivilegeEscalation": false,
    "capabilities": ["drop": ["ALL"]],
    "readOnlyRootFilesystem": true,
  ]
}
