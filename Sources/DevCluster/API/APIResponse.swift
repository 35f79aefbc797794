import KubeClient

/// The answer to one request.
struct APIResponse: Sendable {
  enum Body: Sendable {
    case bytes([UInt8])
    /// Frames that come as things happen.
    case watch(WatchSession)
  }

  var status: Int
  var contentType: String
  /// Texts for `Warning` headers.
  var warnings: [String] = []
  var headers: [(name: String, value: String)] = []
  var body: Body

  init(status: Int = 200, json: JSONValue, contentType: String = "application/json") {
    self.status = status
    self.contentType = contentType
    body = .bytes(json.serialized)
  }

  init(status: Int = 200, text: String) {
    self.status = status
    contentType = "text/plain; charset=utf-8"
    body = .bytes(Array(text.utf8))
  }

  init(bytes: [UInt8], contentType: String) {
    status = 200
    self.contentType = contentType
    body = .bytes(bytes)
  }

  init(watch: WatchSession, contentType: String) {
    status = 200
    self.contentType = contentType
    body = .watch(watch)
  }

  init(_ error: APIError) {
    self.init(status: error.code, json: error.json)
    if let seconds = error.details?["retryAfterSeconds"]?.int { headers = [("Retry-After", String(seconds))] }
  }

  /// The body of an answer that is complete; empty for watches.
  var bytes: [UInt8] {
    if case .bytes(let bytes) = body { bytes } else { [] }
  }
}
