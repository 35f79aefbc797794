import KubeClient

/// What the operator saw: the status subresource. Nothing in it is needed to go on, a restore may drop it.
public struct LaravelAppStatus: Sendable, Hashable, Codable {
  /// The generation of the spec that this status is about.
  public var observedGeneration: Int?
  /// `Ready`, `Progressing`, `Degraded` and one condition per part.
  public var conditions: [Condition]?
  /// Where users reach the app.
  public var url: String?
  /// The image that serves users.
  public var image: String?
  /// The hash of image, environment and template that serves users.
  public var release: String?
  /// The web pods.
  public var web: WebStatus?
  /// The pods of all worker pools together.
  public var workers: WorkersStatus?
  /// The database.
  public var database: ServiceStatus?
  /// Redis.
  public var redis: ServiceStatus?
  /// Each workload by itself.
  public var components: [ComponentStatus]?
  /// The objects that the operator keeps for the app.
  public var children: [ChildReference]?

  /// A status that says nothing yet.
  public init() {}
}

/// The web pods; the scale subresource reads from here.
public struct WebStatus: Sendable, Hashable, Codable {
  /// Pods that serve.
  public var ready: Int?
  /// Pods that there are.
  public var replicas: Int?
  /// Ready of wanted, such as `2/2`.
  public var summary: String?
  /// The pods' label selector as text, for `kubectl scale` and autoscalers.
  public var selector: String?

  /// The web pods.
  public init(ready: Int? = nil, replicas: Int? = nil, summary: String? = nil, selector: String? = nil) {
    self.ready = ready
    self.replicas = replicas
    self.summary = summary
    self.selector = selector
  }
}

/// The pods of all worker pools together.
public struct WorkersStatus: Sendable, Hashable, Codable {
  /// Pods that work.
  public var ready: Int?
  /// Pods that there are.
  public var replicas: Int?
  /// Ready of wanted, such as `1/1`.
  public var summary: String?

  /// The pods of all worker pools.
  public init(ready: Int? = nil, replicas: Int? = nil, summary: String? = nil) {
    self.ready = ready
    self.replicas = replicas
    self.summary = summary
  }
}

/// A service of the platform that the app uses.
public struct ServiceStatus: Sendable, Hashable, Codable {
  /// One word or two for the printer column.
  public var summary: String?

  /// A service of the platform.
  public init(summary: String? = nil) { self.summary = summary }
}

/// One workload of the app.
public struct ComponentStatus: Sendable, Hashable, Codable {
  /// `web`, `scheduler`, or the name of a worker pool or process.
  public var name: String
  /// The kind of the workload: `Deployment` or `CronJob`.
  public var kind: String?
  /// Pods that are ready.
  public var ready: Int?
  /// Pods that are wanted.
  public var desired: Int?
  /// What is wrong and what to do about it; empty when all is well.
  public var message: String?

  /// One workload.
  public init(
    name: String, kind: String? = nil, ready: Int? = nil, desired: Int? = nil, message: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.ready = ready
    self.desired = desired
    self.message = message
  }
}

/// An object that the operator keeps for the app.
public struct ChildReference: Sendable, Hashable, Codable {
  /// `group/version`
  public var apiVersion: String
  /// The kind.
  public var kind: String
  /// The name.
  public var name: String
  /// The namespace, where it is not the app's.
  public var namespace: String?
  /// Whether it does its work.
  public var ready: Bool?
  /// What is wrong with it; missing when all is well.
  public var message: String?

  /// An object of the app.
  public init(
    apiVersion: String, kind: String, name: String, namespace: String? = nil, ready: Bool? = nil,
    message: String? = nil
  ) {
    self.apiVersion = apiVersion
    self.kind = kind
    self.name = name
    self.namespace = namespace
    self.ready = ready
    self.message = message
  }
}
