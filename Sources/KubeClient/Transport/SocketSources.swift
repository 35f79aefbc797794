import CCurl
import Dispatch
import Foundation

/// The Dispatch sources of one socket.
///
/// They watch duplicates of the descriptor: libcurl closes its own at once, the system gives the same number to
/// the next socket, and Dispatch, which lets go of a number only later, would never watch the new one.
final class SocketSources {
  private let socket: curl_socket_t
  private let queue: DispatchQueue
  private let onEvent: @Sendable (CurlMulti.Event) -> Void
  private var reading: (any DispatchSourceRead)?
  private var writing: (any DispatchSourceWrite)?

  init(_ socket: curl_socket_t, queue: DispatchQueue, onEvent: @escaping @Sendable (CurlMulti.Event) -> Void)
  {
    self.socket = socket
    self.queue = queue
    self.onEvent = onEvent
  }

  /// Watches for just that; `false` when the process has no file descriptor left.
  func watch(read: Bool, write: Bool) -> Bool {
    if !read {
      reading?.cancel()
      reading = nil
    } else if reading == nil {
      guard let copy = duplicate() else { return false }
      let source = DispatchSource.makeReadSource(fileDescriptor: copy, queue: queue)
      source.setEventHandler { [socket, onEvent] in onEvent(.ready(socket: socket, what: CURL_CSELECT_IN)) }
      source.setCancelHandler { close(copy) }
      source.activate()
      reading = source
    }
    if !write {
      writing?.cancel()
      writing = nil
    } else if writing == nil {
      guard let copy = duplicate() else { return false }
      let source = DispatchSource.makeWriteSource(fileDescriptor: copy, queue: queue)
      source.setEventHandler { [socket, onEvent] in onEvent(.ready(socket: socket, what: CURL_CSELECT_OUT)) }
      source.setCancelHandler { close(copy) }
      source.activate()
      writing = source
    }
    return true
  }

  func cancel() {
    _ = watch(read: false, write: false)
  }

  private func duplicate() -> Int32? {
    let copy = fcntl(socket, F_DUPFD_CLOEXEC, 0)
    return copy < 0 ? nil : copy
  }
}
