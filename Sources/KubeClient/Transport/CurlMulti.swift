import CCurl
import Dispatch
import Foundation

/// A multi handle of libcurl: a pool of connections and the exchanges on them, driven by Dispatch sources.
///
/// Confined to one queue. libcurl says which sockets to watch and when to be called; the sources report to
/// `onEvent` on the queue, and the owner passes the event to `handle`.
final class CurlMulti {
  /// Something libcurl asked to be told of.
  enum Event: Sendable {
    case timeout
    case ready(socket: curl_socket_t, what: Int32)
  }

  private let multi: UnsafeMutableRawPointer
  private let queue: DispatchQueue
  private let onEvent: @Sendable (Event) -> Void
  private let timer: any DispatchSourceTimer
  private var sockets: [curl_socket_t: SocketSources] = [:]
  private var transfers: [UInt64: CurlTransfer] = [:]
  /// libcurl has failed as a whole (no memory, no file descriptors); a new pool is needed.
  private(set) var isBroken = false

  /// - Parameter maximumConnections: to one host; further exchanges wait for one of them. 0 for no limit.
  /// - Throws: `unreachable` when libcurl cannot start.
  init(
    queue: DispatchQueue, maximumConnections: Int, onEvent: @escaping @Sendable (Event) -> Void
  ) throws(TransportError) {
    guard CurlGlobal.isReady, let multi = curl_multi_init() else {
      throw TransportError(.unreachable, "libcurl cannot start")
    }
    self.multi = multi
    self.queue = queue
    self.onEvent = onEvent
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { onEvent(.timeout) }
    timer.activate()

    let me = Unmanaged.passUnretained(self).toOpaque()
    _ = ccurl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    _ = ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, maximumConnections)
    _ = ccurl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, me)
    _ = ccurl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, me)
    // Both are called by libcurl only inside the calls made here, so on the queue and while `self` lives.
    _ = ccurl_multi_set_socket_function(multi) { _, socket, what, me, _ in
      guard let me else { return -1 }
      let multi = Unmanaged<CurlMulti>.fromOpaque(me).takeUnretainedValue()
      return multi.watch(socket, what) ? 0 : -1
    }
    _ = ccurl_multi_set_timer_function(multi) { _, milliseconds, me in
      guard let me else { return -1 }
      Unmanaged<CurlMulti>.fromOpaque(me).takeUnretainedValue().schedule(milliseconds)
      return 0
    }
  }

  deinit {
    _ = ccurl_multi_set_socket_function(multi, nil)
    _ = ccurl_multi_set_timer_function(multi, nil)
    timer.cancel()
    for sources in sockets.values { sources.cancel() }
    for transfer in transfers.values {
      if let easy = transfer.easy { curl_multi_remove_handle(multi, easy) }
      transfer.finish(.failure(TransportError(.cancelled, "the client has shut down")))
      transfer.release()
    }
    curl_multi_cleanup(multi)
  }

  /// Starts an exchange.
  func add(_ transfer: CurlTransfer) {
    guard let easy = transfer.easy, curl_multi_add_handle(multi, easy) == CURLM_OK else {
      transfer.finish(.failure(TransportError(.unreachable, "libcurl is out of memory")))
      transfer.release()
      return
    }
    transfers[transfer.id] = transfer
  }

  /// Ends an exchange: HTTP/2 resets its stream, HTTP/1.1 closes the connection.
  func remove(_ transfer: CurlTransfer) {
    guard transfers.removeValue(forKey: transfer.id) != nil else { return }
    if let easy = transfer.easy { curl_multi_remove_handle(multi, easy) }
    transfer.release()
  }

  /// Lets an exchange go on whose reader was too slow.
  func unpause(_ transfer: CurlTransfer) {
    guard let easy = transfer.easy else { return }
    // Delivers what libcurl holds, and may pause again, before it returns.
    curl_easy_pause(easy, Int32(CURLPAUSE_CONT))
    handle(.timeout)
  }

  /// Lets libcurl work, and finishes the exchanges that are through.
  func handle(_ event: Event) {
    var running: Int32 = 0
    let code =
      switch event {
      case .timeout: curl_multi_socket_action(multi, curl_socket_t(-1), 0, &running)
      case .ready(let socket, let what): curl_multi_socket_action(multi, socket, what, &running)
      }
    finishTransfers()
    if code != CURLM_OK { fail("libcurl failed: \(String(cString: curl_multi_strerror(code)))") }
  }

  private func finishTransfers() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
      let code = message.pointee.data.result
      var pointer: UnsafeMutableRawPointer?
      guard ccurl_easy_get_pointer(easy, CURLINFO_PRIVATE, &pointer) == CURLE_OK, let pointer else {
        continue
      }
      let transfer = Unmanaged<CurlTransfer>.fromOpaque(pointer).takeUnretainedValue()
      let result: Result<Void, TransportError> =
        code == CURLE_OK ? .success(()) : .failure(CurlFailure(code, of: transfer).error)
      // The message is gone after this.
      remove(transfer)
      transfer.finish(result)
    }
  }

  private func fail(_ reason: String) {
    isBroken = true
    for transfer in transfers.values {
      remove(transfer)
      transfer.finish(.failure(TransportError(.connectionLost, reason)))
    }
  }

  private func schedule(_ milliseconds: Int) {
    // -1 stops the timer. 0 means at once, but never from inside libcurl's own call.
    timer.schedule(deadline: milliseconds < 0 ? .distantFuture : .now() + .milliseconds(milliseconds))
  }

  private func watch(_ socket: curl_socket_t, _ what: Int32) -> Bool {
    if what == CURL_POLL_REMOVE {
      sockets.removeValue(forKey: socket)?.cancel()
      return true
    }
    let sources: SocketSources
    if let known = sockets[socket] {
      sources = known
    } else {
      sources = SocketSources(socket, queue: queue, onEvent: onEvent)
      sockets[socket] = sources
    }
    return sources.watch(
      read: what == CURL_POLL_IN || what == CURL_POLL_INOUT,
      write: what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
  }
}
