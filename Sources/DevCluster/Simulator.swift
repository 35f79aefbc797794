/// Something that plays a controller or a kubelet inside the cluster.
///
/// The `DevCluster` runs its simulators beside its API server, each in a task of its own.
public protocol Simulator: Sendable {
  /// Works until the task is cancelled.
  func run(in cluster: SimulatorContext) async
}

/// What a simulator works on.
public struct SimulatorContext: Sendable {
  /// The objects.
  public let store: ObjectStore
  /// What containers have printed.
  public let logs: LogStore

  /// A cluster to work on.
  public init(store: ObjectStore, logs: LogStore) {
    self.store = store
    self.logs = logs
  }
}
