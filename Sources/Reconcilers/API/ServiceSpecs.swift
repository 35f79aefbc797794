import KubeClient

/// The volume for `storage/`.
public struct StorageSpec: Sendable, Hashable, Codable {
  /// What kind of volume.
  public enum Mode: String, Sendable, Hashable, Codable {
    /// One PVC that all pods share.
    case shared = "Shared"
    /// An empty directory in each pod, gone with it.
    case ephemeral = "Ephemeral"
  }

  /// How pods may mount the volume.
  public enum AccessMode: String, Sendable, Hashable, Codable {
    /// By the pods of one node.
    case readWriteOnce = "ReadWriteOnce"
    /// By the pods of all nodes.
    case readWriteMany = "ReadWriteMany"
  }

  /// What kind of volume.
  public var mode: Mode?
  /// A quantity, such as `1Gi`.
  public var size: String?
  /// The class; the cluster's default one when missing or empty.
  public var storageClassName: String?
  /// How pods may mount it.
  public var accessMode: AccessMode?
  /// The directory of the Laravel application in the image; `storage` is mounted below it.
  public var mountPath: String?
  /// Overrides the app's `reclaimPolicy` for the volume.
  public var reclaimPolicy: ReclaimPolicy?
}

/// Asks the platform for a database and a login.
public struct DatabaseSpec: Sendable, Hashable, Codable {
  /// The CloudNativePG cluster; the platform's default one when missing.
  public var cluster: ClusterReference?
  /// The database's name; made from app and environment when missing.
  public var name: String?
  /// Overrides the app's `reclaimPolicy` for database and login.
  public var reclaimPolicy: ReclaimPolicy?
  /// PostgreSQL extensions.
  public var extensions: [String]?
  /// Connections that the login may have open; unlimited when missing.
  public var connectionLimit: Int?

  /// A CloudNativePG cluster.
  public struct ClusterReference: Sendable, Hashable, Codable {
    /// The cluster's name.
    public var name: String
    /// The cluster's namespace; the app's when missing.
    public var namespace: String?
  }
}

/// Asks the platform for Redis numbers.
public struct RedisSpec: Sendable, Hashable, Codable {
  /// The platform's name of the server.
  public var server: String?
  /// Whether queues need a server that persists and never evicts.
  public var durableQueues: Bool?
  /// Pins the numbers.
  public var databases: Databases?
  /// Overrides the app's `reclaimPolicy` for the numbers.
  public var reclaimPolicy: ReclaimPolicy?

  /// The two numbers of an app.
  public struct Databases: Sendable, Hashable, Codable {
    /// `REDIS_DB`
    public var `default`: Int
    /// `REDIS_CACHE_DB`
    public var cache: Int
  }
}

/// Migrations that gate a release.
public struct MigrationsSpec: Sendable, Hashable, Codable {
  /// Whether they run.
  public var enabled: Bool?
  /// What runs, in exec form.
  public var command: [String]?
  /// The longest that they may take; a duration.
  public var timeout: String?
}

/// How the app is reached from outside.
public struct IngressSpec: Sendable, Hashable, Codable {
  /// Whether there is an Ingress.
  public var enabled: Bool?
  /// The class; the cluster's default one when missing.
  public var className: String?
  /// Annotations for the ingress controller.
  public var annotations: [String: String]?
  /// HTTPS.
  public var tls: TLSSpec?

  /// HTTPS: with an issuer cert-manager makes the certificate.
  public struct TLSSpec: Sendable, Hashable, Codable {
    /// Whether HTTPS is served.
    public var enabled: Bool?
    /// A cert-manager ClusterIssuer.
    public var clusterIssuer: String?
    /// A cert-manager Issuer of the app's namespace.
    public var issuer: String?
    /// The Secret with the certificate; `<app>-tls` when missing.
    public var secretName: String?
  }
}

/// What happens when a release fails.
public struct RolloutSpec: Sendable, Hashable, Codable {
  /// What happens when a release fails.
  public enum OnFailure: String, Sendable, Hashable, Codable {
    /// The old release keeps serving until the spec changes.
    case hold = "Hold"
    /// The workloads return to the last good release.
    case rollback = "Rollback"
  }

  /// What happens when a release fails.
  public var onFailure: OnFailure?
  /// The time a rollout may take without progress; a duration.
  public var progressDeadline: String?
}
