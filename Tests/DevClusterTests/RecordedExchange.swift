import Foundation
import KubeClient

@testable import DevCluster

/// One exchange with a real API server.
struct RecordedExchange {
  let scenario: String
  let step: String
  let request: JSONValue
  let response: JSONValue

  var id: String { "\(scenario)/\(step)" }

  /// The recordings beside the repository; empty where there are none.
  static let all: [RecordedExchange] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let candidates = [
      ProcessInfo.processInfo.environment["RECORDED_EXCHANGES"].map { URL(filePath: $0) },
      root.appending(path: "../shared/recorded/apiserver-1.36.jsonl"),
    ]
    for case let url? in candidates {
      guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
      return text.split(separator: "\n").compactMap { line in
        guard let json = try? JSONValue(parsing: String(line)), let request = json["request"],
          let response = json["response"]
        else { return nil }
        return RecordedExchange(
          scenario: json["scenario"]?.string ?? "", step: json["step"]?.string ?? "", request: request,
          response: response)
      }
    }
    return []
  }()
}

/// Sends recorded requests to a server and compares its answers with the recorded ones.
struct ExchangeReplay {
  private let server: APIServer
  /// What `{rv}` and the like stand for.
  private var values: [String: String] = [:]

  init(server: APIServer) { self.server = server }

  struct Outcome {
    let id: String
    let isStatusEqual: Bool
    /// The paths at which bodies differ.
    let differences: [String]
  }

  mutating func replay(_ exchange: RecordedExchange) async -> Outcome {
    var request = APIRequest(
      exchange.request["method"]?.string ?? "GET", exchange.request["path"]?.string ?? "",
      query: Self.hastened(filled(exchange.request["query"]?.string ?? "")))
    request.contentType = exchange.request["contentType"]?.string ?? ""
    request.accept = exchange.request["accept"]?.string ?? ""
    switch exchange.request["body"] {
    case .string(let text)?: request.body = Array(filled(text).utf8)
    case .null?, nil: break
    case let body?: request.body = Array(filled(body.description).utf8)
    }
    let response = server.respond(to: request)
    let body = await Self.body(of: response)
    remember(body, status: response.status)
    let expected = exchange.response["body"] ?? .null
    // A watch that is refused was recorded as a list of one answer.
    let found = expected.array != nil && body.array == nil ? [body] : body
    return Outcome(
      id: exchange.id, isStatusEqual: response.status == exchange.response["status"]?.int,
      differences: Self.differences(Self.normalized(expected), Self.normalized(found), at: ""))
  }

  /// Watches need not last as long as they were recorded.
  private static func hastened(_ query: String) -> String {
    query.replacingOccurrences(
      of: "timeoutSeconds=[0-9]+", with: "timeoutSeconds=1", options: .regularExpression)
  }

  private func filled(_ text: String) -> String {
    values.reduce(text) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
  }

  private mutating func remember(_ body: JSONValue, status: Int) {
    // `{rv}` stands for the version of what was created last.
    if status == 201 { values["rv"] = body["metadata", "resourceVersion"]?.string }
    if let token = body["metadata", "continue"]?.string { values["cont"] = token }
  }

  private static func body(of response: APIResponse) async -> JSONValue {
    switch response.body {
    case .bytes(let bytes):
      if response.contentType.hasPrefix("text/plain"),
        (try? JSONValue(parsing: bytes)) == nil
      {
        return .string(String(decoding: bytes, as: UTF8.self))
      }
      return (try? JSONValue(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
    case .watch(let session):
      var frames: [JSONValue] = []
      while let bytes = await session.next() {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
          if let frame = try? JSONValue(parsing: line) { frames.append(frame) }
        }
      }
      return .array(frames)
    }
  }

  private static let volatile: Set<String> = [
    "uid", "resourceVersion", "creationTimestamp", "time", "lastTransitionTime", "deletionTimestamp",
    "clusterIP",
    "clusterIPs", "continue", "description", "storageVersionHash",
  ]

  /// The value without what differs from run to run.
  private static func normalized(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      var kept = JSONObject(
        members.filter { !volatile.contains($0.key) }.map { ($0.key, normalized($0.value)) })
      // Managers are listed by the second of their last change first, and seconds are volatile.
      if let managers = kept["managedFields"]?.array {
        kept["managedFields"] = .array(managers.sorted { $0.description < $1.description })
      }
      return .object(kept)
    case .array(let items): return .array(items.map(normalized))
    case .string(let text): return .string(masked(text))
    default: return value
    }
  }

  /// Texts without identities, versions and generated names in them.
  private static func masked(_ text: String) -> String {
    let patterns: [(String, String)] = [
      ("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "<uid>"),
      ("^gen-[a-z0-9]{5}$", "gen-<random>"),
      ("current: [0-9]+", "current: <version>"),
      ("resource version: 1 \\([0-9]+\\)", "resource version: 1 (<version>)"),
      ("hash=[0-9A-F]+", "hash=<hash>"), ("^[0-9]+(s|m|m[0-9]+s)$", "<age>"),
    ]
    return patterns.reduce(text) {
      $0.replacingOccurrences(of: $1.0, with: $1.1, options: .regularExpression)
    }
  }

  private static func differences(_ expected: JSONValue, _ found: JSONValue, at path: String) -> [String] {
    switch (expected, found) {
    case (.object(let left), .object(let right)):
      return Set(left.keys + right.keys).sorted().flatMap { key -> [String] in
        let path = "\(path).\(key)"
        guard let one = left[key] else { return ["\(path): not expected, found \(right[key] ?? .null)"] }
        guard let other = right[key] else { return ["\(path): missing, expected \(one)"] }
        return differences(one, other, at: path)
      }
    case (.array(let left), .array(let right)) where left.count == right.count:
      return zip(left, right).enumerated().flatMap { differences($1.0, $1.1, at: "\(path)[\($0)]") }
    default:
      return expected == found ? [] : ["\(path): expected \(expected), found \(found)"]
    }
  }
}
