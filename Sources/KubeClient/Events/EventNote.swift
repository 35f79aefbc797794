/// Something worth telling about an object: what an `Event` says, without when and by whom.
///
/// Two equal ones are the same event again.
public struct EventNote: Sendable, Hashable {
  /// Whether somebody should look at it.
  public enum Level: String, Sendable, Hashable {
    /// Information.
    case normal = "Normal"
    /// Something is wrong.
    case warning = "Warning"
  }

  /// The API server's limits (kubernetes `pkg/apis/core/validation/events.go`), in bytes.
  static let longestNote = 1024
  static let longestWord = 128

  /// The object it is about.
  public let regarding: ObjectReference
  /// Whether somebody should look at it.
  public let level: Level
  /// Why, in one CamelCase word for machines.
  public let reason: String
  /// What was done or tried, in one CamelCase word.
  public let action: String
  /// One sentence for people.
  public let note: String

  /// Something worth telling; texts that the API server would refuse for their length are cut.
  public init(_ level: Level, regarding: ObjectReference, reason: String, action: String, note: String) {
    self.level = level
    self.regarding = regarding
    self.reason = reason.prefix(bytes: Self.longestWord)
    self.action = action.prefix(bytes: Self.longestWord)
    self.note =
      note.utf8.count <= Self.longestNote ? note : note.prefix(bytes: Self.longestNote - 3) + "…"
  }
}
