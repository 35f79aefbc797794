/// The server's answer to a request that failed: `v1 Status`.
public struct Status: Sendable, Hashable, CustomStringConvertible {
  /// The HTTP status code.
  public let code: Int
  /// The machine-readable reason, such as `NotFound`; empty when the body carried none.
  public let reason: String
  /// The server's own words.
  public let message: String
  /// Field by field causes of an `Invalid` or `Conflict`.
  public let causes: [Cause]
  /// How long the server asks to wait, in seconds.
  public let retryAfterSeconds: Int?

  /// One cause of a failure.
  public struct Cause: Sendable, Hashable {
    /// The machine-readable reason, such as `FieldManagerConflict`.
    public let reason: String
    /// The server's own words.
    public let message: String
    /// The path of the field.
    public let field: String

    /// One cause of a failure.
    public init(reason: String, message: String, field: String) {
      self.reason = reason
      self.message = message
      self.field = field
    }
  }

  /// A failure of that code.
  public init(
    code: Int, reason: String = "", message: String, causes: [Cause] = [], retryAfterSeconds: Int? = nil
  ) {
    self.code = code
    self.reason = reason
    self.message = message
    self.causes = causes
    self.retryAfterSeconds = retryAfterSeconds
  }

  /// The status in a body or in a watch's ERROR event; whatever is missing is filled from the HTTP code.
  public init(_ json: JSONValue, httpCode: Int) {
    let details = json["details"]
    self.init(
      code: json["code"]?.int ?? httpCode,
      reason: json["reason"]?.string ?? "",
      message: json["message"]?.string ?? "the server answered \(httpCode)",
      causes: (details?["causes"]?.items ?? []).map {
        Cause(
          reason: $0["reason"]?.string ?? "", message: $0["message"]?.string ?? "",
          field: $0["field"]?.string ?? "")
      },
      retryAfterSeconds: details?["retryAfterSeconds"]?.int)
  }

  /// The server's message.
  public var description: String { message }
}
