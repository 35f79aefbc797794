/// What becomes of data when its app is deleted.
public enum ReclaimPolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// It stays, and an app of the same name finds it again.
  case retain = "Retain"
  /// It is deleted with the app.
  case delete = "Delete"
}
