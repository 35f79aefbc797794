import ArgumentParser
import KubeClient
import Logging

/// The flags about logging, the same for every executable.
public struct LogOptions: ParsableArguments {
  /// How log lines look.
  @Option(name: .customLong("log-format"), help: "How log lines on standard error look: text or json.")
  public var format = LogFormat.text

  /// The least level that is logged.
  @Option(
    name: .customLong("log-level"), help: "The least level that is logged: debug, info, warning or error.")
  public var level = Logger.Level.info

  /// The defaults.
  public init() {}

  /// A logger that follows the flags.
  public func makeLogger(_ label: String) -> Logger {
    var logger = Logger(label: label) { StructuredLogHandler(label: $0, format: format, level: level) }
    logger.logLevel = level
    return logger
  }
}

extension LogFormat: ExpressibleByArgument {}
extension Logger.Level: @retroactive ExpressibleByArgument {}
