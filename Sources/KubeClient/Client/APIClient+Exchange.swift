extension APIClient {
  /// The tree in the answer.
  func json(_ request: APIRequest) async throws(KubeError) -> JSONValue {
    let bytes = try await answer(request) { response throws(TransportError) in
      try await response.body.collect(maximum: Self.maximumAnswerSize)
    }
    do {
      var parser = JSONParser(dropManagedFields: true)
      return try parser.parse(bytes)
    } catch {
      throw .terminal(
        message: "the answer to \(request.method.rawValue) \(url(request)) cannot be read: \(error)")
    }
  }

  /// Sends the request, again where that is allowed, and hands the answer, if it is a success, to `read`.
  ///
  /// A connection that breaks while `read` reads counts like one that breaks before the answer.
  func answer<Result: Sendable>(
    _ request: APIRequest, read: (HTTPResponse) async throws(TransportError) -> Result
  ) async throws(KubeError) -> Result {
    var policy = RetryPolicy(isRepeatable: request.method == .get || request.verb == "apply")
    var current = try await credentials.credentials()
    while true {
      if Task.isCancelled { throw .cancelled }
      let outcome: RetryPolicy.Outcome
      let failure: KubeError
      do {
        let response = try await exchange(request, current)
        if (200..<300).contains(response.status) { return try await read(response) }
        let status = await refusal(response, request)
        failure = KubeError(status)
        outcome = .answered(code: response.status, retryAfterSeconds: response.retryAfterSeconds)
      } catch {
        guard error.kind == .connectionLost else { throw named(error, request) }
        failure = KubeError(error)
        outcome = .connectionLost
      }
      switch policy.decide(outcome) {
      case .giveUp: throw failure
      case .retry(let delay):
        do { try await sleep(delay) } catch { throw .cancelled }
      case .refreshCredentials:
        await credentials.reject(current)
        let fresh = try await credentials.credentials()
        guard fresh != current else { throw failure }
        current = fresh
      }
    }
  }

  private func exchange(
    _ request: APIRequest, _ credentials: Credentials
  ) async throws(TransportError) -> HTTPResponse {
    var headers: HTTPHeaders = ["Accept": request.accept, "User-Agent": userAgent]
    if let contentType = request.contentType { headers["Content-Type"] = contentType }
    if let authorization = credentials.authorization { headers["Authorization"] = authorization.value }
    for field in extraHeaders.fields { headers.append(field.name, field.value) }
    let http = HTTPRequest(
      request.method, url: url(request), headers: headers, body: request.body,
      connection: credentials.connection, pool: request.pool, timeout: request.timeout,
      // What is read whole has its limit already, and a multiplexed connection is better never held up.
      bufferLimit: request.pool == .watch ? 1 << 20 : Self.maximumAnswerSize)
    let start = ContinuousClock.now
    do {
      let response = try await transport.send(http)
      record(request, code: response.status, since: start, warnings: WarningHeader.texts(response.headers))
      return response
    } catch {
      if error.kind != .cancelled { record(request, code: nil, since: start) }
      throw error
    }
  }

  private func record(
    _ request: APIRequest, code: Int?, since start: ContinuousClock.Instant, warnings: [String] = []
  ) {
    observer?.didFinish(
      RequestRecord(
        verb: request.verb, method: request.method, resource: request.resource,
        subresource: request.subresource, code: code, duration: start.duration(to: .now), warnings: warnings))
  }

  /// Says which request it was, where the transport does not know.
  private func named(_ error: TransportError, _ request: APIRequest) -> KubeError {
    guard error.kind == .tooLarge else { return KubeError(error) }
    return KubeError(
      TransportError(.tooLarge, "\(request.method.rawValue) \(url(request)): \(error.message)"))
  }

  private func url(_ request: APIRequest) -> String { server + request.target.pathAndQuery }

  /// What the server says about a request that failed; proxies answer in HTML or plain text.
  private func refusal(_ response: HTTPResponse, _ request: APIRequest) async -> Status {
    let bytes = (try? await response.body.prefix(maximum: 1 << 20)) ?? []
    let seconds = response.retryAfterSeconds
    if let json = try? JSONValue(parsing: bytes), json["kind"] == "Status" {
      let status = Status(json, httpCode: response.status)
      return Status(
        // The HTTP code decides: a body must not turn a refusal into something else.
        code: response.status, reason: status.reason, message: status.message, causes: status.causes,
        retryAfterSeconds: seconds ?? status.retryAfterSeconds)
    }
    let isText = response.headers["Content-Type"]?.hasPrefix("text/plain") == true
    let line = isText ? String(decoding: bytes.prefix { $0 >= 0x20 }.prefix(200), as: UTF8.self) : ""
    let said = line.isEmpty ? "" : ": \(line)"
    return Status(
      code: response.status,
      message: "\(request.method.rawValue) \(url(request)) was answered with \(response.status)\(said)",
      retryAfterSeconds: seconds)
  }
}

extension HTTPResponse {
  /// The `Retry-After` header in seconds; the API server never sends its date form.
  var retryAfterSeconds: Int? { headers["Retry-After"].flatMap(Int.init).flatMap { $0 >= 0 ? $0 : nil } }
}
