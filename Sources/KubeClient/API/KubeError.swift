/// Everything that can go wrong with a request, by what the caller does about it.
///
/// The set is closed: the switch that decides on retrying is exhaustive.
public enum KubeError: Error, Sendable, Hashable {
  /// 409: somebody else changed or owns it; read again, then decide again.
  case conflict(Status)
  /// 409 AlreadyExists: the object to create is there.
  case alreadyExists(Status)
  /// 410: the version asked for is no longer in the server's history; list again.
  case expired(Status)
  /// 429 or 503 with Retry-After: the same request may be sent again after that time.
  case throttled(Status, after: Duration)
  /// 401: the credentials are not (or no longer) accepted.
  case unauthorized(Status)
  /// 403: the credentials do not allow it, or admission or a quota refuses it.
  case forbidden(Status)
  /// 404: no such object, or no such API.
  case notFound(Status)
  /// 400 or 422: the object or request is wrong; sending it again changes nothing.
  case invalid(Status)
  /// The network or the server failed; the same request may succeed later.
  case transient(message: String)
  /// The request cannot succeed without a change: bad configuration, TLS verification, an answer we cannot read.
  case terminal(message: String)
  /// The caller's task was cancelled.
  case cancelled
}

extension KubeError {
  /// The error of an HTTP answer that is no success.
  public init(_ status: Status) {
    switch status.code {
    case 409 where status.reason == "AlreadyExists": self = .alreadyExists(status)
    case 409: self = .conflict(status)
    case 410: self = .expired(status)
    case 429: self = .throttled(status, after: .seconds(status.retryAfterSeconds ?? 1))
    case 401: self = .unauthorized(status)
    case 403: self = .forbidden(status)
    case 404: self = .notFound(status)
    case 400, 405, 406, 413, 415, 422: self = .invalid(status)
    case 500...:
      if let seconds = status.retryAfterSeconds {
        self = .throttled(status, after: .seconds(seconds))
      } else {
        self = .transient(message: status.message)
      }
    default: self = .terminal(message: status.message)
    }
  }

  /// The server's answer, where there was one.
  public var status: Status? {
    switch self {
    case .conflict(let status), .alreadyExists(let status), .expired(let status), .throttled(let status, _),
      .unauthorized(let status), .forbidden(let status), .notFound(let status), .invalid(let status):
      status
    case .transient, .terminal, .cancelled: nil
    }
  }
}

extension KubeError: CustomStringConvertible {
  /// One line: what went wrong, in the server's words where it has spoken.
  public var description: String {
    switch self {
    case .conflict(let status), .alreadyExists(let status), .expired(let status), .throttled(let status, _),
      .forbidden(let status), .notFound(let status), .invalid(let status):
      status.message
    case .unauthorized(let status): "\(status.message) (the server does not accept these credentials)"
    case .transient(let message), .terminal(let message): message
    case .cancelled: "cancelled"
    }
  }
}
