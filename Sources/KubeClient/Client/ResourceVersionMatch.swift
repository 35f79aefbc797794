/// How the server is to understand the version in a list or watch request.
public enum ResourceVersionMatch: String, Sendable, Hashable {
  /// Exactly that version.
  case exact = "Exact"
  /// That version or any newer one.
  case notOlderThan = "NotOlderThan"
}
