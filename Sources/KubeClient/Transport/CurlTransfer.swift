import CCurl

/// One exchange: an easy handle of libcurl, what it has delivered, and who waits for it.
///
/// Confined to the queue of its transport.
final class CurlTransfer {
  let id: UInt64
  let pool: HTTPRequest.ConnectionPool
  /// The URL that the caller asked for.
  let url: ServerURL
  let settings: ConnectionSettings
  /// `nil` after the end: the connection is free for others then, while the rest of the body waits to be read.
  private(set) var easy: UnsafeMutableRawPointer?
  private(set) var state: TransferState

  /// How often libcurl was about to send the request.
  var sendings = 0

  var lists: [UnsafeMutablePointer<curl_slist>] = []
  let errorText: UnsafeMutablePointer<CChar>
  private var headWaiter: CheckedContinuation<Result<HTTPHeadParser.Head, TransportError>, Never>?
  private var bodyWaiter: CheckedContinuation<TransferState.Reading, Never>?

  /// An exchange that is ready to be started.
  init(_ request: HTTPRequest, id: UInt64) throws(TransportError) {
    guard let url = ServerURL(request.url) else {
      throw TransportError(.invalidRequest, "'\(request.url.prefix(200))' is no http or https URL")
    }
    guard let easy = curl_easy_init() else { throw TransportError(.unreachable, "libcurl is out of memory") }
    self.id = id
    self.url = url
    self.easy = easy
    pool = request.pool
    settings = request.connection
    state = TransferState(bufferLimit: request.bufferLimit)
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try configure(easy, request)
  }

  deinit {
    release()
    errorText.deallocate()
  }

  /// What libcurl said about the failure; empty when it said nothing.
  var errorMessage: String { String(cString: errorText) }

  /// Frees the easy handle; it must be in no multi handle any more.
  func release() {
    if let easy { curl_easy_cleanup(easy) }
    easy = nil
    for list in lists { curl_slist_free_all(list) }
    lists = []
  }

  // MARK: Delivered by libcurl

  func receive(headerLine: UnsafeBufferPointer<UInt8>) -> TransferState.Delivery {
    let delivery = state.receive(headerLine: headerLine)
    wake()
    return delivery
  }

  func receive(body: UnsafeBufferPointer<UInt8>) -> TransferState.Delivery {
    let delivery = state.receive(body: body)
    wake()
    return delivery
  }

  func finish(_ result: Result<Void, TransportError>) {
    state.finish(result)
    wake()
  }

  /// Nobody will read the rest.
  func discard() {
    state.discard()
    finish(.failure(TransportError(.cancelled, "cancelled")))
  }

  // MARK: Asked for by tasks

  func head(_ waiter: CheckedContinuation<Result<HTTPHeadParser.Head, TransportError>, Never>) {
    headWaiter = waiter
    wake()
  }

  func read(_ waiter: CheckedContinuation<TransferState.Reading, Never>) {
    // Two readers of one body are a mistake of the caller; the first one then ends instead of waiting for ever.
    bodyWaiter?.resume(returning: .end)
    bodyWaiter = waiter
    wake()
  }

  func shouldUnpause() -> Bool { state.shouldUnpause() }

  private func wake() {
    if let waiter = headWaiter {
      if let head = state.head {
        headWaiter = nil
        waiter.resume(returning: .success(head))
      } else if state.isEnded, case .failure(let error) = state.read() {
        headWaiter = nil
        waiter.resume(returning: .failure(error))
      }
    }
    if let waiter = bodyWaiter {
      let reading = state.read()
      guard reading != .wait else { return }
      bodyWaiter = nil
      waiter.resume(returning: reading)
    }
  }
}
