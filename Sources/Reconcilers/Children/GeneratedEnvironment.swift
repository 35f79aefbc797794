/// What the operator says to Laravel by environment, the `APP_KEY` aside. The user's `envFrom` and `env` win.
enum GeneratedEnvironment {
  /// Name and value of each variable.
  static func variables(of app: LaravelApp) -> [String: String] {
    let spec = app.spec
    var variables = [
      "APP_NAME": app.name,
      "APP_ENV": spec.effectiveEnvironment,
      "APP_DEBUG": "false",
      // Containers log to their standard streams.
      "LOG_CHANNEL": "stderr",
      // Blade compares file times only: on the shared volume a new release could be served the old one's views.
      "VIEW_COMPILED_PATH": "/tmp/views",
    ]
    variables["APP_URL"] = AppURL.url(of: spec)
    if let seconds = QueueTimeouts.retryAfter(of: spec) {
      variables["REDIS_QUEUE_RETRY_AFTER"] = String(seconds)
      variables["DB_QUEUE_RETRY_AFTER"] = String(seconds)
    }
    return variables
  }
}

/// Where users find the app.
enum AppURL {
  /// The URL of the first host; `nil` when there is none.
  static func url(of spec: LaravelAppSpec) -> String? {
    spec.effectiveHosts.first.map { "\(spec.hasTLS ? "https" : "http")://\($0)" }
  }
}
