import Logging
import Synchronization
import Testing

@testable import KubeClient

@Suite("StructuredLogHandler")
struct StructuredLogHandlerTests {
  private final class Sink: Sendable {
    private let written = Mutex<[String]>([])
    var lines: [String] { written.withLock { $0 } }
    func write(_ line: String) { written.withLock { $0.append(line) } }
  }

  private func logged(_ format: LogFormat, _ body: (inout Logger) -> Void) -> [String] {
    let sink = Sink()
    var logger = Logger(label: "laravel-operator") { label in
      StructuredLogHandler(
        label: label, format: format, now: { MicroTime(microseconds: 1_767_225_600_123_456) },
        sink: { sink.write($0) })
    }
    body(&logger)
    return sink.lines
  }

  @Test("JSON lines begin with time, level, logger and message, then the metadata by name")
  func json() {
    let lines = logged(.json) { logger in
      logger[metadataKey: "controller"] = "laravelapp"
      logger.info(
        "reconciled \"shop\"\n",
        metadata: [
          "changes": ["a", "b"], "duration_ms": .stringConvertible(1.5), "nested": ["k": "v"],
          "msg": "not twice",
        ])
      logger.debug("below the level")
    }
    #expect(
      lines == [
        #"{"ts":"2026-01-01T00:00:00.123Z","level":"info","logger":"laravel-operator","#
          + #""msg":"reconciled \"shop\"\n","changes":["a","b"],"controller":"laravelapp","duration_ms":1.5,"#
          + #""msg_":"not twice","nested":{"k":"v"}}"# + "\n"
      ])
  }

  @Test("text lines stay one line, and values are quoted where they need it")
  func text() {
    let lines = logged(.text) { logger in
      logger.error("two\nlines", metadata: ["object": "ns/shop", "error": "no such \"thing\"", "empty": ""])
    }
    #expect(
      lines == [
        #"2026-01-01T00:00:00.123Z ERROR    laravel-operator: two ⏎ lines empty="" "#
          + #"error="no such \"thing\"" object=ns/shop"# + "\n"
      ])
  }

  @Test("lines are bounded, whatever is logged, and stay JSON")
  func bounded() throws {
    let huge = String(repeating: "ü", count: 100_000)
    var many: Logger.Metadata = [:]
    for number in 0..<2000 { many["key\(number)"] = .string(huge) }
    let lines = logged(.json) { logger in
      logger.info("\(huge)", metadata: ["value": .string(huge)])
      logger.info("many", metadata: many)
      logger.info("list", metadata: ["list": .array(Array(repeating: .string(huge), count: 1000))])
    }
    #expect(lines.count == 3)
    for line in lines {
      #expect(line.utf8.count <= LogLine.maximumLength + 1)
      let value = try JSONValue(parsing: line)
      #expect(value["level"] == "info")
    }
    #expect(lines[0].contains("(200000 bytes)"))
    #expect(lines[1].contains("truncated"))
  }

  @Test("times before and after leap days and 1970 are written as RFC 3339")
  func times() {
    #expect(MicroTime(microseconds: 0).text == "1970-01-01T00:00:00.000000Z")
    #expect(MicroTime(microseconds: -1).text == "1969-12-31T23:59:59.999999Z")
    #expect(MicroTime(microseconds: 951_782_400_000_001).text == "2000-02-29T00:00:00.000001Z")
    #expect(
      MicroTime(microseconds: 4_107_542_399_999_000).rfc3339(fractionDigits: 0) == "2100-02-28T23:59:59Z")
    #expect(MicroTime(microseconds: 1_500).rfc3339(fractionDigits: 3) == "1970-01-01T00:00:00.001Z")
  }
}
