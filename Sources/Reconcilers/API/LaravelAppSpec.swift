import KubeClient

/// What the user wants of a `LaravelApp`. Everything but the image has a default: see `LaravelAppSpec+Defaults`.
public struct LaravelAppSpec: Sendable, Hashable, Codable {
  /// The container image of every workload.
  public var image: String
  /// When the image is pulled; Kubernetes' own default when missing.
  public var imagePullPolicy: ImagePullPolicy?
  /// Secrets with credentials of the registry.
  public var imagePullSecrets: [LocalObjectReference]?
  /// `APP_ENV`.
  public var environment: String?
  /// The DNS names that the app answers to, the first is the canonical one; none means no Ingress.
  public var hosts: [String]?
  /// The name of a `LaravelPlatform`.
  public var platform: String?
  /// Environment of every container; wins over everything else.
  public var env: [EnvVar]?
  /// Secrets and ConfigMaps with environment; win over what the operator generates.
  public var envFrom: [EnvFromSource]?
  /// The ServiceAccount of every pod; the namespace's default one when missing.
  public var serviceAccountName: String?
  /// User and groups of every container.
  public var securityContext: SecurityContextSpec?
  /// The web workload.
  public var web: WebSpec?
  /// Pools of queue workers; missing means one pool `default` when the app has a database or Redis.
  public var workers: [WorkerSpec]?
  /// How `artisan schedule:run` is run.
  public var scheduler: SchedulerSpec?
  /// Other long-running processes.
  public var processes: [ProcessSpec]?
  /// The volume for `storage/`.
  public var storage: StorageSpec?
  /// Asks the platform for a database and a login.
  public var database: DatabaseSpec?
  /// Asks the platform for Redis numbers.
  public var redis: RedisSpec?
  /// Migrations that gate a release.
  public var migrations: MigrationsSpec?
  /// How the app is reached from outside.
  public var ingress: IngressSpec?
  /// What happens when a release fails.
  public var rollout: RolloutSpec?
  /// Whether what holds data outlives the app.
  public var reclaimPolicy: ReclaimPolicy?
  /// `artisan down`.
  public var maintenance: Bool?
  /// Scales everything to zero and keeps the data.
  public var suspend: Bool?

  /// A spec with nothing but an image.
  public init(image: String) { self.image = image }
}

/// When an image is pulled.
public enum ImagePullPolicy: String, Sendable, Hashable, Codable {
  /// At every start of a pod.
  case always = "Always"
  /// When the node does not have it.
  case ifNotPresent = "IfNotPresent"
  /// Never: the node must have it.
  case never = "Never"
}

/// What becomes of data when its app is deleted.
public enum ReclaimPolicy: String, Sendable, Hashable, Codable {
  /// It stays, and an app of the same name finds it again.
  case retain = "Retain"
  /// It is deleted with the app.
  case delete = "Delete"
}

/// The name of an object in the app's namespace.
public struct LocalObjectReference: Sendable, Hashable, Codable {
  /// The name.
  public var name: String
}

/// One environment variable, as in a container.
public struct EnvVar: Sendable, Hashable, Codable {
  /// The variable's name.
  public var name: String
  /// Its value.
  public var value: String?
  /// Where the value comes from instead, as in a container.
  public var valueFrom: JSONValue?
}

/// Environment from a Secret or ConfigMap, as in a container.
public struct EnvFromSource: Sendable, Hashable, Codable {
  /// Put before each name.
  public var prefix: String?
  /// A Secret.
  public var secretRef: SourceReference?
  /// A ConfigMap.
  public var configMapRef: SourceReference?

  /// A Secret or ConfigMap in the app's namespace.
  public struct SourceReference: Sendable, Hashable, Codable {
    /// The name.
    public var name: String
    /// Whether pods start without it.
    public var optional: Bool?
  }
}

/// User and groups of every container.
public struct SecurityContextSpec: Sendable, Hashable, Codable {
  /// The user's number; 33 is `www-data` in Debian images, 82 in Alpine ones.
  public var runAsUser: Int?
  /// The group's number.
  public var runAsGroup: Int?
  /// The group that owns the volumes.
  public var fsGroup: Int?
}
