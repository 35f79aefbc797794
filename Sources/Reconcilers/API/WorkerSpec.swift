import KubeClient

/// One pool of queue workers.
public struct WorkerSpec: Sendable, Hashable, Codable {
  /// The pool's name: part of the Deployment's.
  public var name: String
  /// Runs `artisan horizon` instead of `queue:work`; the queues are then set in `config/horizon.php`.
  public var horizon: Bool?
  /// The connection of `config/queue.php`; the app's default one when missing.
  public var connection: String?
  /// The queues, the most important one first.
  public var queues: [String]?
  /// How many pods.
  public var replicas: Int?
  /// The longest that a job may run; a duration. Grace period and `retry_after` are derived from it.
  public var timeout: String?
  /// How often a job is tried.
  public var tries: Int?
  /// Megabytes after which the worker starts anew.
  public var memory: Int?
  /// Jobs after which the worker starts anew.
  public var maxJobs: Int?
  /// The time after which the worker starts anew; a duration.
  public var maxTime: String?
  /// The pauses between tries; durations.
  public var backoff: [String]?
  /// The pause when there is no job; a duration.
  public var sleep: String?
  /// The pause between two jobs; a duration.
  public var rest: String?
  /// Replaces the whole command, in exec form.
  public var command: [String]?
  /// Requests and limits, as in a container.
  public var resources: ResourcesSpec?
  /// Merged over the generated pod template, lists by name.
  public var podTemplate: JSONValue?
}
