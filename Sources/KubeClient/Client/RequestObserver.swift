/// One exchange with the API server, as metrics and logs want it.
public struct RequestRecord: Sendable, Hashable {
  /// The verb as RBAC names it: `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`; server-side apply is `apply`.
  public let verb: String
  /// The HTTP method.
  public let method: HTTPRequest.Method
  /// `deployments.apps`, or the path of what is no resource.
  public let resource: String
  /// `status`, `log`; empty for the object itself.
  public let subresource: String
  /// The status code; `nil` when there was no answer.
  public let code: Int?
  /// From sending to the head of the answer.
  public let duration: Duration
  /// What the server warns of, in its own words: to be logged, once for each text.
  public let warnings: [String]

  /// A record.
  public init(
    verb: String, method: HTTPRequest.Method, resource: String, subresource: String, code: Int?,
    duration: Duration, warnings: [String] = []
  ) {
    self.verb = verb
    self.method = method
    self.resource = resource
    self.subresource = subresource
    self.code = code
    self.duration = duration
    self.warnings = warnings
  }

  /// Whether the request could have changed something on the server.
  public var isWrite: Bool { method != .get }
}

/// Is told of every exchange with the API server, retries one by one: the client counts nothing itself.
public protocol RequestObserver: Sendable {
  /// Called when the head of an answer has come, or will not come. Must not block.
  func didFinish(_ record: RequestRecord)
}
