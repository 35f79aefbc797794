import Foundation
import Logging
import Synchronization

/// How log lines look.
public enum LogFormat: String, Sendable, Hashable, CaseIterable {
  /// One JSON object a line: for collectors.
  case json
  /// Time, level, logger, message, then `key=value`: for people.
  case text
}

/// Writes each log event as one line of bounded length to standard error.
public struct StructuredLogHandler: LogHandler {
  /// Where lines go, each with its newline; lines are passed one at a time.
  public typealias Sink = @Sendable (String) -> Void

  /// Lines below this level are not written.
  public var logLevel: Logger.Level
  /// On every line of this logger.
  public var metadata: Logger.Metadata = [:]
  /// On every line of this logger, asked for each.
  public var metadataProvider: Logger.MetadataProvider?

  private let label: String
  private let format: LogFormat
  private let now: @Sendable () -> MicroTime
  private let sink: Sink

  /// A handler for the logger of that name.
  public init(
    label: String, format: LogFormat = .json, level: Logger.Level = .info,
    now: @escaping @Sendable () -> MicroTime = { .now },
    sink: @escaping Sink = { StructuredLogHandler.writeToStandardError($0) }
  ) {
    self.label = label
    self.format = format
    logLevel = level
    self.now = now
    self.sink = sink
  }

  /// The value of one key of `metadata`.
  public subscript(metadataKey key: String) -> Logger.MetadataValue? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one line.
  public func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
    if let own = event.metadata { all.merge(own) { _, new in new } }
    if let error = event.error { all["error"] = "\(error)" }
    let line = LogLine(
      time: now(), level: event.level, logger: label, message: event.message.description, metadata: all)
    sink(line.text(format) + "\n")
  }

  private static let lock = Mutex(())

  /// Writes a line in one piece, so that lines of several threads do not mix. What cannot be written is dropped:
  /// there is nowhere left to say so.
  public static func writeToStandardError(_ line: String) {
    lock.withLock { _ in
      var rest = Array(line.utf8)[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        if written < 0 {
          guard errno == EINTR else { return }
          continue
        }
        rest = rest.dropFirst(written)
      }
    }
  }
}
