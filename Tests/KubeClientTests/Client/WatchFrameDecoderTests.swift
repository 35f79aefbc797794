import Testing

@testable import KubeClient

struct WatchFrameDecoderTests {
  private let stream = """
    {"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"ä€😀 \\"}{][ \\\\"}}}
    {"type":"MODIFIED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"b","managedFields":[{}]}}}\r
      {"type":"DELETED","object":{"metadata":{"name":"c"}}}{"type":"BOOKMARK","object":{"kind":"Pod",\
    "metadata":{"resourceVersion":"12","annotations":{"k8s.io/initial-events-end":"true"}}}}
    {"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"13"}}}
    {"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}

    """

  private var expected: [WatchEvent] {
    func pod(_ name: String) -> KubeObject {
      KubeObject(["kind": "Pod", "apiVersion": "v1", "metadata": ["name": JSONValue(name)]])
    }
    return [
      .added(pod("ä€😀 \"}{][ \\")), .modified(pod("b")), .deleted(pod("c")),
      .bookmark(resourceVersion: "12", isInitialEventsEnd: true),
      .bookmark(resourceVersion: "13", isInitialEventsEnd: false),
      .error(Status(code: 410, reason: "Expired", message: "too old")),
    ]
  }

  private func events(_ chunks: [[UInt8]], maximum: Int = 1 << 20) throws -> [WatchEvent] {
    var decoder = WatchFrameDecoder(type: .pods, maximumEventSize: maximum)
    var events: [WatchEvent] = []
    for chunk in chunks {
      decoder.append(chunk)
      while let event = try decoder.next() { events.append(event) }
    }
    try decoder.finish()
    return events
  }

  private func failure(_ text: String, maximum: Int = 1 << 20) -> KubeError? {
    #expect(throws: KubeError.self) { try events([Array(text.utf8)], maximum: maximum) }
  }

  @Test func `Events are the same wherever the bytes are split in two`() throws {
    let bytes = Array(stream.utf8)
    for split in 0...bytes.count {
      #expect(try events([Array(bytes[..<split]), Array(bytes[split...])]) == expected, "split at \(split)")
    }
  }

  @Test(arguments: 1...40)
  func `Events are the same in chunks of any size`(size: Int) throws {
    let bytes = Array(stream.utf8)
    let chunks = stride(from: 0, to: bytes.count, by: size).map {
      Array(bytes[$0..<min($0 + size, bytes.count)])
    }
    #expect(try events(chunks) == expected)
  }

  @Test func `Events can be taken late`() throws {
    var decoder = WatchFrameDecoder(type: .pods)
    for byte in stream.utf8 { decoder.append([byte]) }
    var taken: [WatchEvent] = []
    while let event = try decoder.next() { taken.append(event) }
    #expect(taken == expected)
  }

  @Test func `Metadata-only objects get the kind that was asked for`() throws {
    let text = """
      {"type":"ADDED","object":{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{}}}
      """
    #expect(
      try events([Array(text.utf8)])
        == [.added(KubeObject(["kind": "Pod", "apiVersion": "v1", "metadata": [:]]))])
  }

  @Test func `A stream that ends inside an event is transient`() {
    #expect(
      failure(#"{"type":"ADDED","obj"#)
        == .transient(message: "the watch of pods ended in the middle of an event"))
  }

  @Test(arguments: [
    "<html>", "null", "[]", "}", #""text""#, "{\"type\":\"ADDED\",\"object\":{]}",
    "{\"type\":\"ADDED\",\"object\":{\u{1}}}",
    #"{"type":"ADDED"}"#, #"{"type":"ADDED","object":3}"#, #"{"type":"STRANGE","object":{}}"#, "{}",
    #"{"object":{}}"#,
  ])
  func `What is no event ends the watch with a clear error`(text: String) {
    guard case .terminal(let message)? = failure(text) else {
      Issue.record("not terminal")
      return
    }
    #expect(message.hasPrefix("the watch of pods sent "))
    #expect(!message.contains("\n"))
  }

  @Test func `Invalid UTF-8 in an event is refused`() {
    let bytes = Array(#"{"type":"ADDED","object":{"a":""#.utf8) + [0xFF] + Array(#""}}"#.utf8)
    #expect(throws: KubeError.self) { try events([bytes]) }
  }

  @Test func `An event larger than allowed is refused, whole or in part`() {
    let text = #"{"type":"ADDED","object":{"a":"\#(String(repeating: "x", count: 2000))"}}"#
    let message = "the watch of pods sent an event of more than 1000 bytes"
    #expect(failure(text, maximum: 1000) == .terminal(message: message))
    #expect(failure(String(text.prefix(1500)), maximum: 1000) == .terminal(message: message))
  }

  @Test func `Many events in one chunk are not too large together`() throws {
    let one = #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"1"}}}"# + "\n"
    #expect(try events([Array(String(repeating: one, count: 100).utf8)], maximum: 200).count == 100)
  }
}
