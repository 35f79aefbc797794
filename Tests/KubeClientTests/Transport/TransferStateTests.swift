import Testing

@testable import KubeClient

struct TransferStateTests {
  private let lost = TransportError(.connectionLost, "reset")

  private func started(bufferLimit: Int = 10) -> TransferState {
    var state = TransferState(bufferLimit: bufferLimit)
    for line in ["HTTP/1.1 200 OK\r\n", "A: b\r\n", "\r\n"] {
      _ = state.receive(headerLine: Array(line.utf8))
    }
    return state
  }

  @Test func `The head is there with its last line`() {
    var state = TransferState(bufferLimit: 10)
    #expect(state.receive(headerLine: Array("HTTP/2 404 \r\n".utf8)) == .taken)
    #expect(state.head == nil)
    #expect(state.receive(headerLine: Array("X-Name:  value \r\n".utf8)) == .taken)
    #expect(state.receive(headerLine: Array("\r\n".utf8)) == .taken)
    #expect(state.head == HTTPHeadParser.Head(status: 404, headers: ["X-Name": "value"]))
  }

  @Test func `Informational answers are skipped, and trailers are not taken for a head`() {
    var state = TransferState(bufferLimit: 10)
    for line in [
      "HTTP/1.1 103 Early Hints\r\n", "Link: x\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "A: b\r\n", "\r\n",
      "Trailer: late\r\n",
    ] { #expect(state.receive(headerLine: Array(line.utf8)) == .taken) }
    #expect(state.head == HTTPHeadParser.Head(status: 200, headers: ["A": "b"]))
  }

  @Test(arguments: ["nonsense\r\n", "HTTP/1.1 99 X\r\n", "HTTP/1.1 1000 X\r\n", "HTTP/1.1 -20 X\r\n", "\r\n"])
  func `A head without a valid status line aborts`(line: String) {
    var state = TransferState(bufferLimit: 10)
    #expect(state.receive(headerLine: Array(line.utf8)) == .abort)
    state.finish(.failure(lost))
    guard case .failure(let error) = state.read() else {
      Issue.record("no failure")
      return
    }
    #expect(error.kind == .invalidResponse)
  }

  @Test func `Too many header fields abort`() {
    var state = TransferState(bufferLimit: 10)
    _ = state.receive(headerLine: Array("HTTP/1.1 200 OK\r\n".utf8))
    let deliveries = (0..<1000).map { _ in state.receive(headerLine: Array("A: b\r\n".utf8)) }
    #expect(deliveries.contains(.abort))
    #expect(state.abortion?.kind == .tooLarge)
  }

  @Test func `Bytes wait for their reader up to the limit, then libcurl has to`() {
    var state = started(bufferLimit: 10)
    #expect(state.read() == .wait)
    #expect(state.receive(body: [1, 2, 3, 4, 5, 6]) == .taken)
    var isAsked = state.shouldUnpause()
    #expect(!isAsked)
    #expect(state.receive(body: [7, 8, 9, 10, 11]) == .pause)
    isAsked = state.shouldUnpause()
    #expect(!isAsked, "nothing was read yet")
    #expect(state.read() == .bytes([1, 2, 3, 4, 5, 6]))
    isAsked = state.shouldUnpause()
    #expect(isAsked)
    isAsked = state.shouldUnpause()
    #expect(!isAsked, "once for each pause")
    #expect(state.receive(body: [7, 8, 9, 10, 11]) == .taken)
    #expect(state.read() == .bytes([7, 8, 9, 10, 11]))
  }

  @Test func `A delivery larger than the limit is taken when nothing else is held`() {
    var state = started(bufferLimit: 2)
    #expect(state.receive(body: [1, 2, 3, 4]) == .taken)
    #expect(state.receive(body: [5]) == .pause)
  }

  @Test func `The end comes behind the bytes`() {
    var state = started()
    _ = state.receive(body: [1])
    state.finish(.success(()))
    #expect(state.read() == .bytes([1]))
    #expect(state.read() == .end)
    #expect(state.read() == .end)
  }

  @Test func `A failure comes behind the bytes, and the first one counts`() {
    var state = started()
    _ = state.receive(body: [1])
    state.finish(.failure(lost))
    state.finish(.success(()))
    #expect(state.read() == .bytes([1]))
    #expect(state.read() == .failure(lost))
  }

  @Test func `An end without a head is a lost connection`() {
    var state = TransferState(bufferLimit: 10)
    state.finish(.success(()))
    guard case .failure(let error) = state.read() else {
      Issue.record("no failure")
      return
    }
    #expect(error.kind == .connectionLost)
  }
}
