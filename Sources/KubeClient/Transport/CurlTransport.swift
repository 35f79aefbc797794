import Dispatch

/// HTTP/2 and HTTP/1.1 by libcurl, TLS by OpenSSL.
///
/// An actor on one serial queue: libcurl's handles, its callbacks and the Dispatch sources that drive it are all
/// confined to that queue. Nothing in it blocks.
public actor CurlTransport: HTTPTransport {
  /// An API server allows 100 streams on an HTTP/2 connection; without a limit, libcurl opens a connection for
  /// every single request beyond them.
  static let maximumConnections = 8

  private let executor = QueueExecutor(label: "laravel-operator.transport")
  private var pools: [HTTPRequest.ConnectionPool: CurlMulti] = [:]
  private var transfers: [UInt64: CurlTransfer] = [:]
  private var lastID: UInt64 = 0
  private var isShutDown = false

  /// A transport with its own connections.
  public init() {}

  /// The transport's queue.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Sends a request and returns when the head of the answer is there; the body streams after it.
  public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    if Task.isCancelled { throw Self.cancelled }
    if isShutDown { throw TransportError(.cancelled, "the client has shut down") }
    lastID += 1
    let id = lastID
    let transfer = try CurlTransfer(request, id: id)
    let multi = try pool(request.pool)
    transfers[id] = transfer
    multi.add(transfer)
    // The handler's closure may run outside of the actor: what it calls comes back into it.
    let result = await withTaskCancellationHandler {
      await self.head(id)
    } onCancel: {
      cancelLater(id)
    }
    do {
      let head = try result.get()
      return HTTPResponse(
        status: head.status, headers: head.headers,
        body: HTTPBody(
          next: { () async throws(TransportError) in try await self.read(id) },
          onRelease: { self.cancelLater(id) }))
    } catch {
      transfers[id] = nil
      throw error
    }
  }

  /// Ends all exchanges with `cancelled` and closes all connections. Nothing can be sent any more.
  public func shutdown() {
    isShutDown = true
    for id in Array(transfers.keys) { cancel(id) }
    pools = [:]
  }

  /// Exchanges that are going on or whose body is not read to the end.
  var openTransfers: Int { transfers.count }

  private func head(_ id: UInt64) async -> Result<HTTPHeadParser.Head, TransportError> {
    guard let transfer = transfers[id] else { return .failure(Self.cancelled) }
    return await withCheckedContinuation { transfer.head($0) }
  }

  private func read(_ id: UInt64) async throws(TransportError) -> [UInt8]? {
    if Task.isCancelled { cancel(id) }
    let reading = await withTaskCancellationHandler {
      await self.reading(id)
    } onCancel: {
      cancelLater(id)
    }
    switch reading {
    case .bytes(let bytes): return bytes
    case .failure(let error): throw error
    case .end, .wait: return nil
    }
  }

  private func reading(_ id: UInt64) async -> TransferState.Reading {
    guard let transfer = transfers[id] else { return .failure(Self.cancelled) }
    return await withCheckedContinuation { waiter in
      transfer.read(waiter)
      // The buffer is empty now: libcurl may deliver again while the reader works on the bytes.
      if transfer.shouldUnpause() { pools[transfer.pool]?.unpause(transfer) }
    }
  }

  private func pool(_ pool: HTTPRequest.ConnectionPool) throws(TransportError) -> CurlMulti {
    if let multi = pools[pool], !multi.isBroken { return multi }
    let limit = pool == .requests ? Self.maximumConnections : 0
    let multi = try CurlMulti(queue: executor.queue, maximumConnections: limit) { [weak self] event in
      self?.assumeIsolated { $0.pools[pool]?.handle(event) }
    }
    pools[pool] = multi
    return multi
  }

  private nonisolated func cancelLater(_ id: UInt64) {
    executor.queue.async { self.assumeIsolated { $0.cancel(id) } }
  }

  private func cancel(_ id: UInt64) {
    guard let transfer = transfers.removeValue(forKey: id) else { return }
    pools[transfer.pool]?.remove(transfer)
    transfer.discard()
  }

  private static let cancelled = TransportError(.cancelled, "cancelled")
}
