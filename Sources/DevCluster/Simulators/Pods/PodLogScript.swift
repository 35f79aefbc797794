import KubeClient

/// What simulated containers print: the lines that the Laravel command in question would.
enum PodLogScript {
  /// The first lines of a container.
  static func start(of container: JSONValue) -> [String] {
    let command = commandLine(container)
    let known: [(part: String, lines: [String])] = [
      ("migrate", ["   INFO  Running migrations.  ", ""]),
      ("horizon", ["   INFO  Horizon started successfully.  ", ""]),
      ("queue:work", ["   INFO  Processing jobs from the [\(queues(in: command))] queue.  ", ""]),
      ("schedule:work", ["   INFO  Running scheduled tasks.  ", ""]),
      ("schedule:run", ["", "   INFO  No scheduled commands are ready to run.  ", ""]),
      ("reverb:start", ["   INFO  Starting server on 0.0.0.0:8080.  ", ""]),
    ]
    if let match = known.first(where: { command.contains($0.part) }) { return match.lines }
    let port = container["ports"]?[0]?["containerPort"]?.int
    return port.map { ["   INFO  Server running on [http://0.0.0.0:\($0)].  ", ""] } ?? ["Started."]
  }

  /// The last lines of a container that ends well.
  static func completion(of container: JSONValue) -> [String] {
    guard commandLine(container).contains("migrate") else { return [] }
    return [
      "  0001_01_01_000000_create_users_table .............. 12.31ms DONE",
      "  0001_01_01_000001_create_cache_table ............... 4.02ms DONE",
      "  0001_01_01_000002_create_jobs_table ................ 7.75ms DONE",
    ]
  }

  /// The last lines of a container that crashes.
  static func crash(exitCode: Int) -> [String] {
    [
      "PHP Fatal error:  Uncaught RuntimeException: simulated failure (exit code \(exitCode)) "
        + "in /var/www/html/bootstrap/app.php:18",
      "Stack trace:", "#0 /var/www/html/artisan(16): require_once()", "#1 {main}",
      "  thrown in /var/www/html/bootstrap/app.php on line 18",
    ]
  }

  private static func commandLine(_ container: JSONValue) -> String {
    ((container["command"]?.items ?? []) + (container["args"]?.items ?? []))
      .compactMap(\.string).joined(separator: " ")
  }

  private static func queues(in command: String) -> String {
    let option = command.split(separator: " ").first { $0.hasPrefix("--queue=") }
    return option.map { String($0.dropFirst("--queue=".count)) } ?? "default"
  }
}
