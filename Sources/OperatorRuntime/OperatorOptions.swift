import Foundation

/// How an operator runs.
public struct OperatorOptions: Sendable {
  /// How many apps are reconciled at the same time.
  public var workers = 4
  /// Which process this is, for Events: the pod's name, or the host's.
  public var instance = ProcessInfo.processInfo.environment["POD_NAME"] ?? ProcessInfo.processInfo.hostName
  /// Where `/metrics` is served; `nil` for nowhere.
  public var metrics: BindAddress?
  /// Where `/livez` and `/readyz` are served; `nil` for nowhere.
  public var health: BindAddress?

  /// The defaults, without any server.
  public init() {}
}
