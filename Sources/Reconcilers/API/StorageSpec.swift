/// The volume for `storage/`.
public struct StorageSpec: Sendable, Hashable, Codable {
  /// What kind of volume.
  public enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
    /// One PVC that all pods share.
    case shared = "Shared"
    /// An empty directory in each pod, gone with it.
    case ephemeral = "Ephemeral"
  }

  /// How pods may mount the volume.
  public enum AccessMode: String, Sendable, Hashable, Codable, CaseIterable {
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
