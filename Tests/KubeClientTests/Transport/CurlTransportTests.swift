import ClusterTesting
import Foundation
import Synchronization
import Testing

@testable import KubeClient

@Suite(.timeLimit(.minutes(1)))
struct CurlTransportTests {
  private let transport = CurlTransport()

  private func url(_ server: ScriptedServer, _ path: String = "/") -> String {
    "http://127.0.0.1:\(server.port)\(path)"
  }

  private func text(_ body: HTTPBody) async throws -> String {
    String(decoding: try await body.collect(maximum: 1 << 20), as: UTF8.self)
  }

  @Test func `An answer has its status, header fields and body`() async throws {
    let server = try ScriptedServer { connection in
      let request = try connection.request()
      try connection.answer("201 Created", headers: ["X-Line:  \(request.line) "], "hello")
    }
    defer { server.stop() }
    let response = try await transport.send(HTTPRequest(url: url(server, "/a?b=c%2Fd")))
    #expect(response.status == 201)
    #expect(response.headers["x-line"] == "GET /a?b=c%2Fd HTTP/1.1")
    #expect(try await text(response.body) == "hello")
  }

  @Test(arguments: [HTTPRequest.Method.post, .put, .patch, .delete])
  func `A body travels with every method that has one`(method: HTTPRequest.Method) async throws {
    let server = try ScriptedServer { connection in
      let request = try connection.request()
      let type = request.headers["content-type"] ?? ""
      let expect = request.headers["expect"] ?? "none"
      try connection.answer("200 OK", "\(request.line) \(type) \(expect) \(request.body.count)")
    }
    defer { server.stop() }
    let response = try await transport.send(
      HTTPRequest(
        method, url: url(server), headers: ["Content-Type": "application/json"],
        body: Array(repeating: 65, count: 100_000)))
    #expect(try await text(response.body) == "\(method.rawValue) / HTTP/1.1 application/json none 100000")
  }

  @Test func `A body is there piece by piece, as the server sends it`() async throws {
    let proceed = DispatchSemaphore(value: 0)
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.beginChunks()
      for piece in ["one", "two"] {
        proceed.wait()
        try connection.chunk(piece)
      }
      proceed.wait()
      try connection.chunk("")
    }
    defer { server.stop() }
    let response = try await transport.send(HTTPRequest(url: url(server), pool: .watch))
    var chunks = response.body.makeAsyncIterator()
    proceed.signal()
    #expect(try await chunks.next() == Array("one".utf8))
    proceed.signal()
    #expect(try await chunks.next() == Array("two".utf8))
    proceed.signal()
    #expect(try await chunks.next() == nil)
    #expect(try await chunks.next() == nil)
  }

  @Test func `A slow reader makes the server wait, and loses nothing`() async throws {
    let total = 64 << 20
    let sent = Mutex(0)
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
      var next = UInt8(0)
      for _ in 0..<(total / 65536) {
        var block = [UInt8](repeating: 0, count: 65536)
        for index in block.indices {
          block[index] = next
          next = next &* 31 &+ 7
        }
        try connection.write(block)
        sent.withLock { $0 += block.count }
      }
    }
    defer { server.stop() }
    let response = try await transport.send(
      HTTPRequest(url: url(server), pool: .watch, bufferLimit: 1 << 20))
    // The server stands still when nothing more was sent for a while.
    var seen = -1
    while true {
      try await Task.sleep(for: .milliseconds(200))
      let now = sent.withLock { $0 }
      if now == seen { break }
      seen = now
    }
    #expect(seen < 32 << 20, "the kernel's socket buffers hold a few MiB, the transport one")

    var count = 0
    var next = UInt8(0)
    var isSame = true
    for try await chunk in response.body {
      count += chunk.count
      for byte in chunk {
        isSame = isSame && byte == next
        next = next &* 31 &+ 7
      }
    }
    #expect(count == total)
    #expect(isSame)
  }

  @Test func `Cancelling the task that waits for the head closes the connection`() async throws {
    let arrived = Signal()
    let closed = Signal()
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      arrived.send()
      connection.waitForEnd()
      closed.send()
    }
    defer { server.stop() }
    let task = Task { [transport, url = url(server)] in try await transport.send(HTTPRequest(url: url)) }
    await arrived.wait()
    task.cancel()
    let result = await task.result
    #expect(throws: TransportError(.cancelled, "cancelled")) { try result.get() }
    await closed.wait()
    #expect(await transport.openTransfers == 0)
  }

  @Test func `Cancelling the task that reads closes the connection`() async throws {
    let closed = Signal()
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.beginChunks()
      connection.waitForEnd()
      closed.send()
    }
    defer { server.stop() }
    let response = try await transport.send(HTTPRequest(url: url(server), pool: .watch))
    let task = Task { try await response.body.collect(maximum: 10) }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    let result = await task.result
    #expect(throws: TransportError.self) { try result.get() }
    await closed.wait()
  }

  @Test func `Letting go of an answer closes the connection`() async throws {
    let closed = Signal()
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.beginChunks()
      connection.waitForEnd()
      closed.send()
    }
    defer { server.stop() }
    let status = try await transport.send(HTTPRequest(url: url(server), pool: .watch)).status
    #expect(status == 200)
    await closed.wait()
    #expect(await transport.openTransfers == 0)
  }

  @Test func `Shutting down ends what is going on and refuses what comes`() async throws {
    let closed = Signal()
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.beginChunks()
      connection.waitForEnd()
      closed.send()
    }
    defer { server.stop() }
    let response = try await transport.send(HTTPRequest(url: url(server), pool: .watch))
    let reading = Task { try await response.body.collect(maximum: 10) }
    try await Task.sleep(for: .milliseconds(20))
    await transport.shutdown()
    let result = await reading.result
    #expect(throws: TransportError.self) { try result.get() }
    await closed.wait()
    await #expect(throws: TransportError(.cancelled, "the client has shut down")) {
      try await transport.send(HTTPRequest(url: url(server)))
    }
  }

  @Test func `A connection is used again`() async throws {
    let server = try ScriptedServer { connection in
      while true {
        _ = try connection.request()
        try connection.answer("200 OK", "x")
      }
    }
    defer { server.stop() }
    for _ in 0..<20 {
      let response = try await transport.send(HTTPRequest(url: url(server)))
      #expect(try await text(response.body) == "x")
    }
    #expect(server.connectionCount == 1)
  }

  @Test func `A kept connection that the server has closed is replaced`() async throws {
    let closed = Signal()
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.answer("200 OK", "x")
      connection.close()
      closed.send()
    }
    defer { server.stop() }
    for _ in 0..<2 {
      let response = try await transport.send(HTTPRequest(.post, url: url(server), body: [1]))
      #expect(try await text(response.body) == "x")
      await closed.wait()
    }
  }

  /// The first request of a connection is answered, every later one breaks it off.
  private func server(seen: @escaping @Sendable () -> Void) throws -> ScriptedServer {
    try ScriptedServer { connection in
      _ = try connection.request()
      try connection.answer("200 OK", "x")
      _ = try connection.request()
      seen()
    }
  }

  @Test(arguments: [HTTPRequest.Method.post, .put, .patch, .delete])
  func `What changes something is never sent twice`(method: HTTPRequest.Method) async throws {
    let seen = Mutex(0)
    let server = try server { seen.withLock { $0 += 1 } }
    defer { server.stop() }
    let first = try await transport.send(HTTPRequest(url: url(server)))
    _ = try await text(first.body)
    let error = await #expect(throws: TransportError.self) {
      try await transport.send(HTTPRequest(method, url: url(server), body: [1]))
    }
    #expect(error?.kind == .connectionLost)
    #expect(seen.withLock { $0 } == 1)
    #expect(server.connectionCount <= 2)
  }

  @Test func `A reading that breaks on a kept connection is sent again on a new one`() async throws {
    let server = try server {}
    defer { server.stop() }
    for _ in 0..<2 {
      let response = try await transport.send(HTTPRequest(url: url(server)))
      #expect(try await text(response.body) == "x")
    }
    #expect(server.connectionCount == 2)
  }

  @Test func `Watches have connections of their own`() async throws {
    let server = try ScriptedServer { connection in
      while true {
        let request = try connection.request()
        if request.line.contains("watch") {
          try connection.beginChunks()
          connection.waitForEnd()
        } else {
          try connection.answer("200 OK", "x")
        }
      }
    }
    defer { server.stop() }
    let watches = [
      try await transport.send(HTTPRequest(url: url(server, "/watch1"), pool: .watch)),
      try await transport.send(HTTPRequest(url: url(server, "/watch2"), pool: .watch)),
    ]
    let response = try await transport.send(HTTPRequest(url: url(server)))
    #expect(try await text(response.body) == "x")
    #expect(server.connectionCount == 3)
    withExtendedLifetime(watches) {}
  }

  @Test func `No file descriptor and no exchange is left behind`() async throws {
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.answer("200 OK", headers: ["Connection: close"], "x")
    }
    defer { server.stop() }
    for _ in 0..<5 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<40 {
          group.addTask {
            let response = try await transport.send(HTTPRequest(url: url(server)))
            _ = try await response.body.collect(maximum: 10)
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(await eventually { openSockets(toPort: server.port).isEmpty })
    #expect(await eventually { await transport.openTransfers == 0 })
  }

  @Test func `Cancelling at any moment leaves nothing behind`() async throws {
    let server = try ScriptedServer { connection in
      while true {
        _ = try connection.request()
        try connection.beginChunks()
        for _ in 0..<20 { try connection.chunk(String(repeating: "x", count: 5000)) }
        try connection.chunk("")
      }
    }
    defer { server.stop() }
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<400 {
        group.addTask {
          let task = Task {
            let response = try await transport.send(
              HTTPRequest(url: url(server), pool: number % 2 == 0 ? .watch : .requests, bufferLimit: 8000))
            return try await response.body.collect(maximum: 1 << 20).count
          }
          if number % 4 != 0 {
            try? await Task.sleep(for: .microseconds(Int.random(in: 0...20_000)))
            task.cancel()
          }
          let count = try? await task.value
          #expect(count == nil || count == 100_000)
          if number % 4 == 0 { #expect(count != nil) }
        }
      }
    }
    #expect(await eventually { await transport.openTransfers == 0 })
    let response = try await transport.send(HTTPRequest(url: url(server)))
    #expect(try await response.body.collect(maximum: 1 << 20).count == 100_000)
  }

  @Test func `A dead peer is noticed within 45 s`() async throws {
    let server = try ScriptedServer { connection in
      _ = try connection.request()
      try connection.beginChunks()
      connection.waitForEnd()
    }
    defer { server.stop() }
    let response = try await transport.send(HTTPRequest(url: url(server), pool: .watch))
    let sockets = openSockets(toPort: server.port)
    #expect(!sockets.isEmpty)
    for socket in sockets {
      func option(_ level: Int32, _ name: Int32) -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(socket, level, name, &value, &length)
        return value
      }
      #expect(option(SOL_SOCKET, SO_KEEPALIVE) == 1)
      #expect(option(Int32(IPPROTO_TCP), TCP_KEEPIDLE) == 15)
      #expect(option(Int32(IPPROTO_TCP), TCP_KEEPINTVL) == 15)
      #expect(option(Int32(IPPROTO_TCP), TCP_USER_TIMEOUT) == 45_000)
    }
    withExtendedLifetime(response) {}
  }
}
