import Foundation
import Subprocess
import SystemPackage

extension ExecPlugin {
  /// A login page in a browser or a slow cloud API: longer than this, nobody is there to answer.
  static let deadline = Duration.seconds(60)

  /// Runs the program and returns what it wrote to its standard output.
  ///
  /// The last line of its standard error is what it has to say to people, and becomes part of the error.
  /// - Throws: `terminal` when it is not there, fails, writes too much or takes too long; `cancelled`.
  func run(deadline: Duration = ExecPlugin.deadline) async throws(KubeError) -> [UInt8] {
    let result = await withTaskGroup(of: Result<[UInt8], KubeError>.self) { group in
      group.addTask { await output() }
      group.addTask {
        do { try await Task.sleep(for: deadline) } catch { return .failure(.cancelled) }
        return .failure(failure("did not answer within \(deadline)"))
      }
      defer { group.cancelAll() }
      return await group.next() ?? .failure(.cancelled)
    }
    return try result.get()
  }

  private func output() async -> Result<[UInt8], KubeError> {
    var variables: [Environment.Key: String?] = [
      "KUBERNETES_EXEC_INFO": String(decoding: information.serialized, as: UTF8.self)
    ]
    for (name, value) in environment {
      if let key = Environment.Key(rawValue: name) { variables[key] = value.value }
    }
    var options = PlatformOptions()
    // When the task is cancelled (deadline, shutdown), the program gets a moment before it is killed.
    options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(1))]
    do {
      let result = try await Subprocess.run(
        command.contains("/") ? .path(FilePath(command)) : .name(command),
        arguments: Arguments(arguments), environment: .inherit.updating(variables), platformOptions: options,
        output: .bytes(limit: 1 << 20), error: .bytes(limit: 1 << 20))
      if Task.isCancelled { return .failure(.cancelled) }
      guard result.terminationStatus.isSuccess else {
        return .failure(failure("failed (\(result.terminationStatus))\(Self.lastLine(result.standardError))"))
      }
      return .success(result.standardOutput)
    } catch let error as SubprocessError where error.code == .executableNotFound {
      let hint = installHint.map { ": \($0.split(separator: "\n").joined(separator: " "))" } ?? ""
      return .failure(failure("is not installed\(hint)"))
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
      return .failure(failure("wrote more than a credential"))
    } catch is CancellationError {
      return .failure(.cancelled)
    } catch {
      return .failure(failure("cannot be run: \(error)"))
    }
  }

  private func failure(_ message: String) -> KubeError {
    .terminal(message: "\(place): the credential plugin \(command) \(message)")
  }

  private static func lastLine(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let line = text.split(whereSeparator: \.isNewline).last(where: { !$0.allSatisfy(\.isWhitespace) })
    else { return "" }
    return ": \(line.prefix(200))"
  }
}
