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
