import KubeClient

/// A refusal as the API server words it: what becomes a `v1 Status` on the wire.
///
/// Messages and reasons are those of `k8s.io/apimachinery/pkg/api/errors`, because users read them in kubectl
/// and clients branch on them.
public struct APIError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The HTTP status code.
  public let code: Int
  /// The machine-readable reason, such as `NotFound`.
  public let reason: String
  /// The sentence for people.
  public let message: String
  /// `details` of the Status; `nil` leaves the member out.
  public let details: JSONValue?

  /// A refusal.
  public init(code: Int, reason: String, message: String, details: JSONValue? = nil) {
    self.code = code
    self.reason = reason
    self.message = message
    self.details = details
  }

  /// The message.
  public var description: String { message }

  /// The `v1 Status` of this refusal.
  public var json: JSONValue {
    .members([
      "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
      "message": JSONValue(message), "reason": JSONValue(reason).unless(reason.isEmpty), "details": details,
      "code": JSONValue(code),
    ])
  }

  /// The refusal as a client of this project sees it.
  public var status: Status { Status(json, httpCode: code) }
}

extension APIError {
  /// 404: no object of that name.
  public static func notFound(_ type: ResourceType, name: String) -> APIError {
    APIError(
      code: 404, reason: "NotFound", message: "\(type.groupResource) \"\(name)\" not found",
      details: details(type, name: name))
  }

  /// 409: an object of that name is there.
  public static func alreadyExists(_ type: ResourceType, name: String) -> APIError {
    APIError(
      code: 409, reason: "AlreadyExists", message: "\(type.groupResource) \"\(name)\" already exists",
      details: details(type, name: name))
  }

  /// 409: the object is not the one that the caller has seen.
  public static func conflict(
    _ type: ResourceType, name: String,
    because reason: String =
      "the object has been modified; please apply your changes to the latest version and try again"
  ) -> APIError {
    APIError(
      code: 409, reason: "Conflict",
      message: "Operation cannot be fulfilled on \(type.groupResource) \"\(name)\": \(reason)",
      details: details(type, name: name))
  }

  /// 403: the object may not be written.
  public static func forbidden(_ type: ResourceType, name: String, because reason: String) -> APIError {
    APIError(
      code: 403, reason: "Forbidden", message: "\(type.groupResource) \"\(name)\" is forbidden: \(reason)",
      details: details(type, name: name))
  }

  /// 400: the request makes no sense.
  public static func badRequest(_ message: String) -> APIError {
    APIError(code: 400, reason: "BadRequest", message: message)
  }

  /// 410: that version is no longer in the history.
  public static func expired(_ message: String) -> APIError {
    APIError(code: 410, reason: "Expired", message: message)
  }

  /// 410 for a watch that asks for a version before the oldest one kept.
  static func tooOld(_ requested: UInt64, oldest: UInt64) -> APIError {
    expired("too old resource version: \(requested) (\(oldest))")
  }

  private static func details(_ type: ResourceType, name: String) -> JSONValue {
    .members([
      "name": JSONValue(name), "group": JSONValue(type.group).unless(type.group.isEmpty),
      "kind": JSONValue(type.plural),
    ])
  }
}
