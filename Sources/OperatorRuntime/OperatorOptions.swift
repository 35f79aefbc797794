/// How an operator runs.
public struct OperatorOptions: Sendable {
  /// How many apps are reconciled at the same time.
  public var workers = 4
  /// Where `/metrics` is served; `nil` for nowhere.
  public var metrics: BindAddress?
  /// Where `/livez` and `/readyz` are served; `nil` for nowhere.
  public var health: BindAddress?

  /// The defaults, without any server.
  public init() {}
}
