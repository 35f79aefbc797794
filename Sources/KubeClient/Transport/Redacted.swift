/// A value that never shows itself in logs, messages or dumps: tokens, keys, passwords.
public struct Redacted<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The value itself; keep it out of messages.
  public let value: Value

  /// Hides a value.
  public init(_ value: Value) { self.value = value }
}

extension Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder.
  public var description: String { "<redacted>" }
  /// A placeholder.
  public var debugDescription: String { "<redacted>" }
  /// Nothing to look into: `dump` and test failures use this.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
