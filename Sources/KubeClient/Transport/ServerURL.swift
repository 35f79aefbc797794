import CCurl

/// An absolute `http` or `https` URL, taken apart by libcurl's own parser so that both always agree.
struct ServerURL: Sendable, Hashable {
  /// `http` or `https`.
  let scheme: String
  /// The host; an IPv6 address is in brackets.
  let host: String
  /// The port, the scheme's own if none was given.
  let port: Int
  /// Whether the URL itself gives a port.
  let hasExplicitPort: Bool
  /// From the first slash on, with the query.
  let pathAndQuery: String

  /// The parts of a URL; `nil` when the text is none, has another scheme, or holds a user or password.
  init?(_ text: String) {
    guard !text.utf8.contains(0), let handle = curl_url() else { return nil }
    defer { curl_url_cleanup(handle) }
    guard curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }

    func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
      var value: UnsafeMutablePointer<CChar>?
      guard curl_url_get(handle, part, &value, flags) == CURLUE_OK, let value else { return nil }
      defer { curl_free(value) }
      return String(cString: value)
    }

    guard let scheme = part(CURLUPART_SCHEME), scheme == "https" || scheme == "http",
      let host = part(CURLUPART_HOST), !host.isEmpty,
      let port = part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap(Int.init),
      part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil
    else { return nil }
    self.scheme = scheme
    self.host = host
    self.port = port
    hasExplicitPort = part(CURLUPART_PORT) != nil
    let path = part(CURLUPART_PATH) ?? "/"
    pathAndQuery = part(CURLUPART_QUERY).map { "\(path)?\($0)" } ?? path
  }

  /// `host:port`, for messages and for libcurl.
  var hostAndPort: String { "\(host):\(port)" }

  /// The value of a `Host` header.
  var authority: String { hasExplicitPort ? hostAndPort : host }

  /// Whether the host is this machine: never reached through a proxy of the environment, as in Go.
  var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "[::1]" }
}
