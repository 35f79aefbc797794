/// What a child is a part of: the value of `app.kubernetes.io/component`.
public enum Component: String, Sendable, Hashable, Codable, CaseIterable {
  /// What answers HTTP requests.
  case web
  /// A pool of queue workers.
  case worker
  /// What runs scheduled tasks.
  case scheduler
  /// Any other long-running process.
  case process
  /// The volume.
  case storage
  /// The generated environment.
  case environment
}
