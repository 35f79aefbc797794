import KubeClient

/// `lifecycle.preStop`: what has to happen before the runtime sends the image's stop signal.
enum StopHook {
  /// Endpoints and ingress controllers learn of a stopping pod some seconds late: until then it keeps serving.
  static let drainSeconds = 5

  /// Keeps serving for the drain time. The kubelet itself sleeps (Kubernetes 1.30 and later), so images without
  /// a shell can do it.
  static let drain: JSONValue = ["preStop": ["sleep": ["seconds": JSONValue(drainSeconds)]]]

  /// Sends SIGTERM, after the drain time where traffic has to be waited for.
  ///
  /// PHP-FPM images set `STOPSIGNAL SIGQUIT`. Horizon, Octane and Reverb do not handle it, and a signal without a
  /// handler does nothing to PID 1, so they would run until SIGKILL.
  static func terminate(draining: Bool) -> JSONValue {
    let kill = "kill -TERM 1"
    return [
      "preStop": [
        "exec": ["command": ["/bin/sh", "-c", JSONValue(draining ? "sleep \(drainSeconds); \(kill)" : kill)]]
      ]
    ]
  }

  /// Artisan commands that handle SIGTERM but not SIGQUIT.
  private static let withoutQuit = ["horizon", "octane:", "reverb:"]

  /// The hook for a process of that command line: `nil` when its stop signal needs no help.
  static func hook(commandLine: [String], servesTraffic: Bool) -> JSONValue? {
    let ignoresQuit = commandLine.contains { word in
      withoutQuit.contains { word == $0 || ($0.hasSuffix(":") && word.hasPrefix($0)) }
    }
    if ignoresQuit { return terminate(draining: servesTraffic) }
    return servesTraffic ? .some(drain) : .none
  }
}
