/// One request of a verb, before credentials are added.
struct APIRequest: Sendable {
  var verb: String
  var method: HTTPRequest.Method
  var resource: String
  var subresource = ""
  var target: RequestTarget
  var accept = "application/json"
  var contentType: String?
  var body: [UInt8] = []
  var pool = HTTPRequest.ConnectionPool.requests
  var timeout = HTTPRequest.defaultTimeout

  init(
    _ verb: String, _ method: HTTPRequest.Method, _ type: ResourceType, subresource: String? = nil,
    target: RequestTarget
  ) {
    self.verb = verb
    self.method = method
    resource = type.groupResource
    self.subresource = subresource ?? ""
    self.target = target
  }

  /// A GET of a path that is no resource.
  init(path: String) {
    verb = "get"
    method = .get
    resource = path
    target = RequestTarget(path: path)
  }

  mutating func send(_ value: JSONValue, as type: String = "application/json") {
    body = value.serialized
    contentType = type
  }
}
