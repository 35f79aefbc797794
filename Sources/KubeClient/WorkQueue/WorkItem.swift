/// One key handed to a worker.
public struct WorkItem<Key: Hashable & Sendable>: Sendable, Hashable {
  /// What to work on; no other worker has it until `done` is called with it.
  public let key: Key
  /// How urgent it was.
  public let priority: WorkPriority
  /// What caused it, in the words of whoever added it first; empty when nothing was said.
  public let trigger: String
  /// How many times in a row it has failed before.
  public let failures: Int
  /// How long it waited after it was ready.
  public let waited: Duration
}
