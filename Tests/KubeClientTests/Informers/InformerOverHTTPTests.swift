import ClusterTesting
import Synchronization
import Testing

@testable import KubeClient

/// An informer on real sockets, against servers that misbehave at each stage of a watch.
@Suite("Informer over HTTP", .timeLimit(.minutes(1)))
struct InformerOverHTTPTests {
  /// What becomes of the first watch after the first sync; the second one behaves.
  enum Fault: String, CaseIterable, Sendable {
    case blackBeforeHeaders, blackAfterHeaders, blackMidEvent, blackAfterBookmark
    case resetMidEvent, closedMidEvent, closedWithoutEnd, garbage, expiredAsStatus, expiredAsEvent,
      unavailable
  }

  private static func event(_ type: String, _ name: String, _ version: Int) -> String {
    "{\"type\":\"\(type)\",\"object\":\(configMap(name, version: version).json)}\n"
  }

  private static func bookmark(_ version: Int, marksEnd: Bool) -> String {
    let annotations = marksEnd ? #","annotations":{"k8s.io/initial-events-end":"true"}"# : ""
    return
      #"{"type":"BOOKMARK","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":""#
      + "\(version)\"\(annotations)}}}\n"
  }

  /// Serves one streaming list at version 10, a faulty watch that misses `b` at 11, and then `b` however it is
  /// asked for.
  private func serve(_ fault: Fault) throws -> ScriptedServer {
    let counter = RequestCounter()
    return try ScriptedServer { connection in
      while true {
        let request = try connection.request()
        let number = counter.next()
        switch number {
        case 1:
          try connection.beginChunks()
          try connection.chunk(Self.event("ADDED", "a", 10) + Self.bookmark(10, marksEnd: true))
          // The stream ends in good order, so that the next request is a watch from version 10.
          try connection.write("0\r\n\r\n")
        case 2:
          try Self.fail(fault, on: connection)
          return
        default:
          try connection.beginChunks()
          if request.line.contains("sendInitialEvents") {
            try connection.chunk(Self.event("ADDED", "a", 10) + Self.event("ADDED", "b", 11))
            try connection.chunk(Self.bookmark(11, marksEnd: true))
          } else {
            try connection.chunk(Self.event("ADDED", "b", 11))
          }
          connection.waitForEnd()
          return
        }
      }
    }
  }

  private static func fail(_ fault: Fault, on connection: ScriptedConnection) throws {
    let half = String(event("ADDED", "b", 11).prefix(40))
    switch fault {
    case .blackBeforeHeaders: connection.waitForEnd()
    case .blackAfterHeaders:
      try connection.beginChunks()
      connection.waitForEnd()
    case .blackMidEvent:
      try connection.beginChunks()
      try connection.chunk(half)
      connection.waitForEnd()
    case .blackAfterBookmark:
      try connection.beginChunks()
      try connection.chunk(bookmark(10, marksEnd: false))
      connection.waitForEnd()
    case .resetMidEvent:
      try connection.beginChunks()
      try connection.chunk(half)
      connection.reset()
    case .closedMidEvent:
      try connection.beginChunks()
      try connection.chunk(half)
      try connection.write("0\r\n\r\n")
    case .closedWithoutEnd:
      try connection.beginChunks()
      try connection.chunk(half)
    case .garbage:
      try connection.beginChunks()
      try connection.chunk("<html>the proxy is tired</html>\n")
    case .expiredAsStatus:
      try connection.answer(
        "410 Gone", #"{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}"#)
    case .expiredAsEvent:
      try connection.beginChunks()
      try connection.chunk(
        #"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}"#
          + "\n")
      try connection.write("0\r\n\r\n")
    case .unavailable: try connection.answer("503 Service Unavailable", "no")
    }
  }

  private final class RequestCounter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
      count.withLock {
        $0 += 1
        return $0
      }
    }
  }

  @Test("after every fault the informer catches up and has lost nothing", arguments: Fault.allCases)
  func recovers(fault: Fault) async throws {
    let server = try serve(fault)
    defer { server.stop() }
    let client = APIClient(server: "http://127.0.0.1:\(server.port)", transport: CurlTransport())
    var settings = Reflector.Settings()
    settings.watchSilence = .milliseconds(500)
    let informer = Informer(
      .configMaps, scope: InformerScope(), from: client, indexedLabels: [], transform: nil,
      logger: LogRecorder().logger, metrics: PrometheusRegistry(), settings: settings, seed: 3)
    let journal = Journal()
    await informer.addHandler { journal.hear($0) }
    let task = Task { await informer.run() }
    #expect(
      await eventually {
        await informer.retryNow()
        return informer.store.count == 2
      }, "\(fault): \(String(describing: informer.status.lastError))")
    #expect(journal.names == ["a", "b"])
    task.cancel()
    await task.value
  }

  private final class Journal: Sendable {
    private let heard = Mutex<[String]>([])
    var names: [String] { heard.withLock { $0 } }
    func hear(_ change: ObjectChange) { heard.withLock { $0.append(change.key.name) } }
  }
}
