extension LaravelAppSchema {
  /// `spec.web`
  static let web = FieldSchema.object([
    "replicas": .integer(0...1000),
    "port": .integer(1...65535),
    "command": .command(),
    "args": .command(),
    "probes": probes,
    "resources": resources,
    "autoscaling": .object(
      [
        "minReplicas": .integer(1...1000), "maxReplicas": .integer(1...1000),
        "targetCPUUtilizationPercentage": .integer(1...500),
      ], required: ["maxReplicas"]),
    "terminationGracePeriod": .duration,
    "podTemplate": podTemplate,
  ])

  /// One item of `spec.workers`
  static let worker = FieldSchema.object(
    [
      "name": .text(40, .label("default")),
      "horizon": .boolean,
      "connection": .text(63, .connection),
      "queues": .list(.text(256, .queue), count: 1...32, .value),
      "replicas": .integer(0...1000),
      "timeout": .duration,
      "tries": .integer(0...10000),
      "memory": .integer(16...1_048_576),
      "maxJobs": .integer(1...100_000_000),
      "maxTime": .duration,
      "backoff": .list(.duration, count: 1...20, .position),
      "sleep": .pause,
      "rest": .pause,
      "command": .command(atLeast: 1),
      "resources": resources,
      "podTemplate": podTemplate,
    ], required: ["name"])

  /// `spec.scheduler`
  static let scheduler = FieldSchema.object([
    "mode": .choice(SchedulerSpec.Mode.self),
    "schedule": .text(9...100, .cron),
    "timeZone": .text(64, .timeZone),
    "concurrencyPolicy": .choice(SchedulerSpec.ConcurrencyPolicy.self),
    "timeout": .duration,
    "resources": resources,
    "podTemplate": podTemplate,
  ])

  /// One item of `spec.processes`
  static let process = FieldSchema.object(
    [
      "name": .text(20, .label("reverb")),
      "command": .command(atLeast: 1),
      "args": .command(),
      "replicas": .integer(0...1000),
      "port": .integer(1...65535),
      "probes": probes,
      "terminationGracePeriod": .duration,
      "resources": resources,
      "podTemplate": podTemplate,
    ], required: ["name", "command"])

  private static let probe = FieldSchema.object([
    "path": .text(1024, .path), "host": .text(253, .hostHeader), "periodSeconds": .integer(1...3600),
    "timeoutSeconds": .integer(1...300), "failureThreshold": .integer(1...1000),
  ])

  private static let probes = FieldSchema.object(["liveness": probe, "readiness": probe, "startup": probe])

  private static let amounts = FieldSchema.map(
    .quantity, count: 16, message: "must be keyed by resource names such as cpu or memory")

  private static let resources = FieldSchema.object(["requests": amounts, "limits": amounts])

  private static let podTemplate = FieldSchema.object([
    "metadata": .object(["labels": texts(upTo: 63), "annotations": texts(upTo: 8192)]),
    "spec": .anything,
  ])

  /// Labels or annotations.
  static func texts(upTo maximum: Int) -> FieldSchema {
    .map(
      .text(0...maximum, nil), count: 64, message: "must be keyed by qualified names such as example.com/name"
    )
  }
}
