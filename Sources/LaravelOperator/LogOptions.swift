import ArgumentParser
import KubeClient
import Logging

/// The flags about logging.
struct LogOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Option(name: .customLong("log-format"), help: "How log lines on standard error look: text or json.")
  var format = Format.text

  @Option(
    name: .customLong("log-level"), help: "The least level that is logged: debug, info, warning or error.")
  var level = Logger.Level.info

  func makeLogger(_ label: String) -> Logger {
    var logger = Logger(label: label) { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = level
    return logger
  }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
