import KubeClient

/// The HTTP health checks of a container.
enum Probes {
  /// The route that Laravel 11 and later ships: 200 when the app boots.
  static let healthPath = "/up"

  /// Members of the container: `startupProbe`, `livenessProbe`, `readinessProbe`.
  /// - Parameters:
  ///   - spec: what the user says about them.
  ///   - host: the `Host` header, for apps that answer only to their own names.
  static func members(_ spec: ProbesSpec?, host: String?) -> [String: JSONValue] {
    var startup = spec?.startup ?? ProbeSpec()
    startup.path = startup.path ?? spec?.liveness?.path
    return [
      // A slow start (`artisan optimize`, a cold opcode cache) has 150 s; then the other two take over.
      "startupProbe": probe(startup, host: host, period: 5, timeout: 5, failures: 30),
      // One minute without an answer: a pool busy with slow requests must not be restarted for it.
      "livenessProbe": probe(spec?.liveness, host: host, period: 10, timeout: 5, failures: 6),
      "readinessProbe": probe(spec?.readiness, host: host, period: 5, timeout: 5, failures: 3),
    ]
  }

  private static func probe(_ spec: ProbeSpec?, host: String?, period: Int, timeout: Int, failures: Int)
    -> JSONValue
  {
    var request: JSONValue = ["path": JSONValue(spec?.path ?? healthPath), "port": "http"]
    if let host = spec?.host ?? host {
      request["httpHeaders"] = [["name": "Host", "value": JSONValue(host)]]
    }
    return [
      "httpGet": request,
      "periodSeconds": JSONValue(spec?.periodSeconds ?? period),
      "timeoutSeconds": JSONValue(spec?.timeoutSeconds ?? timeout),
      "failureThreshold": JSONValue(spec?.failureThreshold ?? failures),
    ]
  }

  /// What is checked of a process that listens when its spec says nothing: that somebody answers the phone.
  static let listening: [String: JSONValue] = [
    "readinessProbe": [
      "tcpSocket": ["port": "http"], "periodSeconds": 5, "timeoutSeconds": 5, "failureThreshold": 3,
    ]
  ]
}
