/// What is known of one exchange, between libcurl that delivers and a task that reads. Pure.
///
/// libcurl may deliver before anybody reads and end before everything was read; a failure shows itself to the
/// reader only behind the bytes that came before it.
struct TransferState: Sendable {
  /// What libcurl is told about a delivery.
  enum Delivery: Sendable, Hashable {
    /// The bytes are taken.
    case taken
    /// Nothing was taken: deliver the same bytes again after `shouldUnpause`.
    case pause
    /// The answer cannot be used.
    case abort
  }

  /// What a reader gets.
  enum Reading: Sendable, Hashable {
    case bytes([UInt8])
    case end
    case failure(TransportError)
    /// Nothing yet.
    case wait
  }

  private let bufferLimit: Int
  private var parser = HTTPHeadParser()
  private var buffer: [UInt8] = []
  private var isPaused = false
  private var end: Result<Void, TransportError>?

  /// The head, as soon as it is whole.
  private(set) var head: HTTPHeadParser.Head?
  /// Why the answer was given up; stronger than what libcurl makes of it.
  private(set) var abortion: TransportError?

  init(bufferLimit: Int) { self.bufferLimit = bufferLimit }

  /// Whether libcurl is done with the exchange.
  var isEnded: Bool { end != nil }

  mutating func receive(headerLine line: some Collection<UInt8>) -> Delivery {
    do {
      if let head = try parser.receive(line) { self.head = head }
      return .taken
    } catch {
      abortion = error
      return .abort
    }
  }

  mutating func receive(body bytes: some Collection<UInt8>) -> Delivery {
    guard buffer.isEmpty || buffer.count + bytes.count <= bufferLimit else {
      isPaused = true
      return .pause
    }
    buffer += bytes
    return .taken
  }

  /// Takes what there is for the reader.
  mutating func read() -> Reading {
    if !buffer.isEmpty {
      defer { buffer = [] }
      return .bytes(buffer)
    }
    switch end {
    case nil: return .wait
    case .success: return .end
    case .failure(let error): return .failure(error)
    }
  }

  /// Whether libcurl has to be told to go on; says so once for each pause.
  mutating func shouldUnpause() -> Bool {
    guard isPaused, buffer.isEmpty, end == nil else { return false }
    isPaused = false
    return true
  }

  /// libcurl is done, or the exchange was given up.
  mutating func finish(_ result: Result<Void, TransportError>) {
    guard end == nil else { return }
    if let abortion {
      end = .failure(abortion)
    } else if case .success = result, head == nil {
      end = .failure(TransportError(.connectionLost, "the server closed the connection without an answer"))
    } else {
      end = result
    }
  }

  /// Nobody will read any more.
  mutating func discard() { buffer = [] }
}
