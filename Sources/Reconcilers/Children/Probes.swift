import KubeClient

/// The health checks of a container: members `startupProbe`, `livenessProbe` and `readinessProbe`.
enum Probes {
  /// The checks of the web container: all three, whatever the spec says about them.
  /// - Parameter host: the `Host` header, for apps that answer only to their own names.
  static func web(_ spec: ProbesSpec, host: String?) -> [String: JSONValue] {
    [
      "startupProbe": http(spec.effectiveStartup, host: host),
      "livenessProbe": http(spec.effectiveLiveness, host: host),
      "readinessProbe": http(spec.effectiveReadiness, host: host),
    ]
  }

  /// The checks of another process that listens: those that the spec names, because nothing is known of its
  /// routes; and that somebody answers the phone before traffic comes.
  static func process(_ spec: ProbesSpec?, host: String?) -> [String: JSONValue] {
    let spec = spec ?? ProbesSpec()
    var members: [String: JSONValue] = [:]
    if spec.liveness != nil { members["livenessProbe"] = http(spec.effectiveLiveness, host: host) }
    if spec.startup != nil || spec.liveness != nil {
      members["startupProbe"] = http(spec.effectiveStartup, host: host)
    }
    members["readinessProbe"] =
      spec.readiness == nil ? listening : http(spec.effectiveReadiness, host: host)
    return members
  }

  private static let listening: JSONValue = [
    "tcpSocket": ["port": "http"], "periodSeconds": 5, "timeoutSeconds": 5, "failureThreshold": 3,
  ]

  private static func http(_ spec: ProbeSpec, host: String?) -> JSONValue {
    var request = JSONValue.object(["path": spec.path.map { JSONValue($0) }, "port": "http"])
    if let host = spec.host ?? host {
      request["httpHeaders"] = [["name": "Host", "value": JSONValue(host)]]
    }
    return JSONValue.object([
      "httpGet": request, "periodSeconds": spec.periodSeconds.map { JSONValue($0) },
      "timeoutSeconds": spec.timeoutSeconds.map { JSONValue($0) },
      "failureThreshold": spec.failureThreshold.map { JSONValue($0) },
    ])
  }
}
