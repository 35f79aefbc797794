/// The events of one watch, in order; can be read once.
///
/// It ends without an error when the server ends the watch. Letting go of it ends the watch on the wire.
public struct WatchStream: AsyncSequence, Sendable {
  /// One event.
  public typealias Element = WatchEvent
  /// Why the watch broke off.
  public typealias Failure = KubeError

  private let body: HTTPBody
  private let type: ResourceType

  init(body: HTTPBody, type: ResourceType) {
    self.body = body
    self.type = type
  }

  /// Reads the events.
  public func makeAsyncIterator() -> Iterator {
    Iterator(chunks: body.makeAsyncIterator(), decoder: WatchFrameDecoder(type: type))
  }

  /// Reads the events.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate var chunks: HTTPBody.Iterator
    fileprivate var decoder: WatchFrameDecoder

    /// The next event; `nil` when the server has ended the watch.
    /// - Throws: `transient` when the connection broke, `terminal` when the server sent no events, `cancelled`.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(KubeError) -> WatchEvent? {
      while true {
        if let event = try decoder.next() { return event }
        let chunk: [UInt8]?
        do { chunk = try await chunks.next(isolation: actor) } catch { throw KubeError(error) }
        guard let chunk else {
          try decoder.finish()
          return nil
        }
        decoder.append(chunk)
      }
    }
  }
}
