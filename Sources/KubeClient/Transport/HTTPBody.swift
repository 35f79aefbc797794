/// The bytes of an answer as they arrive; can be read once.
///
/// The server waits when the reader does: no more is held than the request's `bufferLimit`.
public struct HTTPBody: AsyncSequence, Sendable {
  /// Some bytes, at least one; where they are split means nothing.
  public typealias Element = [UInt8]
  /// Why the body broke off.
  public typealias Failure = TransportError

  private let source: Source

  /// A body that asks for its chunks; `nil` ends it. Let go of before that, `onRelease` is called.
  public init(
    next: @escaping @Sendable () async throws(TransportError) -> [UInt8]?,
    onRelease: @escaping @Sendable () -> Void = {}
  ) {
    source = Source(next: next, onRelease: onRelease)
  }

  /// A body of known chunks.
  public init(_ chunks: [[UInt8]] = []) {
    let rest = RemainingChunks(chunks)
    source = Source(next: { () async throws(TransportError) in await rest.next() }, onRelease: {})
  }

  /// Reads the chunks.
  public func makeAsyncIterator() -> Iterator { Iterator(source: source) }

  /// Reads the chunks.
  public struct Iterator: AsyncIteratorProtocol {
    fileprivate let source: Source

    /// The next chunk, `nil` at the end.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(TransportError) -> [UInt8]? { try await source.next() }
  }

  /// The whole rest of the body.
  /// - Throws: `tooLarge` as soon as there are more bytes than `maximum`.
  public func collect(maximum: Int) async throws(TransportError) -> [UInt8] {
    var bytes: [UInt8] = []
    while let chunk = try await source.next() {
      guard bytes.count + chunk.count <= maximum else {
        throw TransportError(.tooLarge, "the answer is larger than \(maximum) bytes")
      }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
    }
    return bytes
  }

  /// The first bytes of the body, at most `maximum`; the rest is not waited for.
  public func prefix(maximum: Int) async throws(TransportError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < maximum, let chunk = try await source.next() {
      bytes += chunk.prefix(maximum - bytes.count)
    }
    return bytes
  }
}

/// Shared by the copies of a body; the exchange ends when the last of them is gone.
private final class Source: Sendable {
  let next: @Sendable () async throws(TransportError) -> [UInt8]?
  private let onRelease: @Sendable () -> Void

  init(
    next: @escaping @Sendable () async throws(TransportError) -> [UInt8]?,
    onRelease: @escaping @Sendable () -> Void
  ) {
    self.next = next
    self.onRelease = onRelease
  }

  deinit { onRelease() }
}

private actor RemainingChunks {
  private var chunks: ArraySlice<[UInt8]>

  init(_ chunks: [[UInt8]]) { self.chunks = chunks.filter { !$0.isEmpty }[...] }

  func next() -> [UInt8]? { chunks.popFirst() }
}
