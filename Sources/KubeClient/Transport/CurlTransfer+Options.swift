import CCurl
import Foundation

extension CurlTransfer {
  func configure(
    _ easy: UnsafeMutableRawPointer, _ request: HTTPRequest
  ) throws(TransportError) {
    let options = CurlOptions(easy)
    options.set(CURLOPT_PRIVATE, pointer: Unmanaged.passUnretained(self).toOpaque())
    options.set(CURLOPT_ERRORBUFFER, pointer: errorText)
    options.set(CURLOPT_NOSIGNAL, 1)
    options.set(CURLOPT_PROTOCOLS_STR, "http,https")
    options.set(CURLOPT_PATH_AS_IS, 1)
    options.set(CURLOPT_BUFFERSIZE, 32 << 10)
    setCallbacks(options)
    setLiveness(options, request)
    setMethod(options, request)
    if request.method != .get { refuseRepetition(options) }
    setTLS(options)
    setProxy(options)
    try setTarget(options, request)
    guard !options.hasFailed else {
      throw TransportError(.invalidRequest, "libcurl does not take the options of the request")
    }
  }

  private func setCallbacks(_ options: CurlOptions) {
    let me = Unmanaged.passUnretained(self).toOpaque()
    options.set(CURLOPT_WRITEDATA, pointer: me)
    options.set(CURLOPT_HEADERDATA, pointer: me)
    options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    options.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, me in
      CurlTransfer.deliver(bytes, size * count, me) { $0.receive(headerLine: $1) }
    }
    options.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, me in
      CurlTransfer.deliver(bytes, size * count, me) { $0.receive(body: $1) }
    }
  }

  /// libcurl sends a request again by itself when a kept connection breaks before a byte of the answer. The server
  /// may have carried it out by then, so nothing but a GET may go out twice.
  private func refuseRepetition(_ options: CurlOptions) {
    options.set(CURLOPT_PREREQDATA, pointer: Unmanaged.passUnretained(self).toOpaque())
    options.setPrerequestFunction { me, _, _, _, _ in
      guard let me else { return CURL_PREREQFUNC_ABORT }
      let transfer = Unmanaged<CurlTransfer>.fromOpaque(me).takeUnretainedValue()
      transfer.sendings += 1
      return transfer.sendings > 1 ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK
    }
  }

  /// Called by libcurl, and so on the queue, while it works for the transfer; the transfer is alive then.
  private static func deliver(
    _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ me: UnsafeMutableRawPointer?,
    _ take: (CurlTransfer, UnsafeBufferPointer<UInt8>) -> TransferState.Delivery
  ) -> Int {
    guard let me, let bytes else { return 0 }
    let transfer = Unmanaged<CurlTransfer>.fromOpaque(me).takeUnretainedValue()
    let delivery = bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
      take(transfer, UnsafeBufferPointer(start: $0, count: count))
    }
    switch delivery {
    case .taken: return count
    case .pause: return Int(CURL_WRITEFUNC_PAUSE)
    // Any other count than the delivered one ends the transfer.
    case .abort: return count == 0 ? 1 : 0
    }
  }

  /// A peer that is gone without a word is noticed within 45 s: while we wait for an answer to bytes we sent by
  /// `TCP_USER_TIMEOUT`, while we only listen by keepalive probes.
  private func setLiveness(_ options: CurlOptions, _ request: HTTPRequest) {
    // 30 s for name, TCP and TLS together; client-go allows 30 s and 10 s.
    options.set(CURLOPT_CONNECTTIMEOUT_MS, 30_000)
    options.set(CURLOPT_TIMEOUT_MS, request.timeout.map { max(1, $0.milliseconds) } ?? 0)
    options.set(CURLOPT_TCP_KEEPALIVE, 1)
    options.set(CURLOPT_TCP_KEEPIDLE, 15)
    options.set(CURLOPT_TCP_KEEPINTVL, 15)
    options.setSocketFunction { _, socket, _ in
      #if os(Linux)
        var milliseconds = UInt32(45_000)
        // Failing (a socket that is no TCP socket) leaves the keepalive's own limit.
        _ = setsockopt(
          socket, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, &milliseconds, socklen_t(MemoryLayout<UInt32>.size))
      #endif
      return CURL_SOCKOPT_OK
    }
  }

  private func setMethod(_ options: CurlOptions, _ request: HTTPRequest) {
    switch request.pool {
    case .requests:
      options.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
      // Waits for the first connection rather than dialling one per request.
      options.set(CURLOPT_PIPEWAIT, 1)
    case .watch:
      // Each watch has a connection of its own: TCP slows the server down when the reader is slow, and nothing
      // else is on a connection that dies. HTTP/2 would put all of them on one.
      options.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    }
    if request.method == .get, request.body.isEmpty {
      options.set(CURLOPT_HTTPGET, 1)
    } else {
      options.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: request.body.count)
      request.body.withUnsafeBytes {
        options.set(CURLOPT_COPYPOSTFIELDS, pointer: UnsafeMutableRawPointer(mutating: $0.baseAddress))
      }
      options.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
  }

  private func setTLS(_ options: CurlOptions) {
    let tls = settings.tls
    options.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    options.set(CURLOPT_SSL_VERIFYPEER, tls.verifiesServer ? 1 : 0)
    options.set(CURLOPT_SSL_VERIFYHOST, tls.verifiesServer ? 2 : 0)
    if let authorities = tls.certificateAuthorities {
      options.set(CURLOPT_CAINFO_BLOB, blob: authorities)
      // Else the system's directory of authorities would be trusted as well.
      options.set(CURLOPT_CAPATH, nil)
    }
    if let certificate = tls.clientCertificate {
      options.set(CURLOPT_SSLCERT_BLOB, blob: certificate)
      options.set(CURLOPT_SSLCERTTYPE, "PEM")
    }
    if let key = tls.clientKey {
      options.set(CURLOPT_SSLKEY_BLOB, blob: key.value)
      options.set(CURLOPT_SSLKEYTYPE, "PEM")
      // Else OpenSSL asks for the password of an encrypted key on the terminal.
      options.set(CURLOPT_KEYPASSWD, "")
    }
  }

  private func setProxy(_ options: CurlOptions) {
    if let proxy = settings.proxyURL?.value {
      // Go's socks5 leaves resolving names to the proxy; libcurl calls that socks5h.
      let isSocks = proxy.hasPrefix("socks5://")
      options.set(CURLOPT_PROXY, isSocks ? "socks5h://" + proxy.dropFirst("socks5://".count) : proxy)
      // What is configured holds for this server: NO_PROXY of the environment does not count.
      options.set(CURLOPT_NOPROXY, "")
    } else if url.isLoopback {
      options.set(CURLOPT_PROXY, "")
    }
  }

  /// URL and header fields. With a server name of its own, libcurl is given a URL with that name, which it asks
  /// for and verifies, and told to connect to the real host.
  private func setTarget(_ options: CurlOptions, _ request: HTTPRequest) throws(TransportError) {
    var fields = request.headers
    // libcurl would wait for "100 Continue" before it sends a large body.
    fields["Expect"] = ""
    if let name = settings.tls.serverName, !name.isEmpty, url.scheme == "https" {
      let bracketed = name.contains(":") && !name.hasPrefix("[") ? "[\(name)]" : name
      guard ServerURL("https://\(bracketed)")?.host.lowercased() == bracketed.lowercased() else {
        throw TransportError(.invalidRequest, "'\(name.prefix(200))' is no tls-server-name")
      }
      options.set(CURLOPT_URL, "https://\(bracketed):\(url.port)\(url.pathAndQuery)")
      options.set(CURLOPT_CONNECT_TO, list: list(["\(bracketed):\(url.port):\(url.host):\(url.port)"]))
      if fields["Host"] == nil { fields["Host"] = url.authority }
    } else {
      options.set(CURLOPT_URL, request.url)
    }
    var lines: [String] = []
    for field in fields.fields {
      guard !field.name.isEmpty, field.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }),
        field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
      else {
        throw TransportError(
          .invalidRequest,
          "the header field '\(field.name.prefix(40))' has characters that HTTP does not allow")
      }
      lines.append(field.value.isEmpty ? "\(field.name):" : "\(field.name): \(field.value)")
    }
    options.set(CURLOPT_HTTPHEADER, list: list(lines))
  }

  private func list(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
    var head: UnsafeMutablePointer<curl_slist>?
    for line in lines { head = curl_slist_append(head, line) ?? head }
    if let head { lists.append(head) }
    return head
  }
}

extension Duration {
  /// Whole milliseconds, bounded to what fits.
  fileprivate var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(min(max(seconds, 0), 1 << 40)) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
