/// A failure that ends a program with one line on standard error and exit code 1.
public struct CommandFailure: Error, Sendable, CustomStringConvertible {
  /// What went wrong and what to do about it.
  public let description: String

  /// A failure.
  public init(_ description: String) { self.description = description }
}
