/// One named check behind `/livez` or `/readyz`.
public struct HealthCheck: Sendable {
  /// The check's name in the verbose answer.
  public let name: String
  /// `nil` when healthy, else what is wrong in a few words.
  public let failure: @Sendable () -> String?

  /// A named check.
  public init(_ name: String, failure: @escaping @Sendable () -> String?) {
    self.name = name
    self.failure = failure
  }
}

/// The answer of a health endpoint: the text that Kubernetes' own components answer with.
struct HealthReport: Sendable, Hashable {
  let isHealthy: Bool
  let text: String

  init(endpoint: String, checks: [HealthCheck], verbose: Bool) {
    let results = checks.map { (name: $0.name, failure: $0.failure()) }
    isHealthy = results.allSatisfy { $0.failure == nil }
    guard verbose || !isHealthy else {
      text = "ok"
      return
    }
    let lines = results.map { result in
      result.failure.map { "[-]\(result.name) failed: \($0)" } ?? "[+]\(result.name) ok"
    }
    text = (lines + ["\(endpoint) check \(isHealthy ? "passed" : "failed")"]).joined(separator: "\n") + "\n"
  }
}
