import Foundation
import KubeClient

@testable import DevCluster

/// What the controllers of a real control plane wrote, scenario by scenario.
struct RecordedScenario {
  /// One event of a watch.
  struct Event {
    let kind: String
    let type: String
    let object: KubeObject
  }

  let name: String
  let events: [Event]

  /// The recordings beside the repository; empty where there are none.
  static let all: [RecordedScenario] = {
    let file = URL(filePath: #filePath)
      .appending(path: "../../../../../shared/recorded/controllers-1.36.jsonl").standardized
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    var order: [String] = []
    var events: [String: [Event]] = [:]
    for line in text.split(separator: "\n") {
      guard let json = try? JSONValue(parsing: String(line)), let scenario = json["scenario"]?.string,
        let object = json["object"]
      else { continue }
      if events[scenario] == nil { order.append(scenario) }
      events[scenario, default: []].append(
        Event(
          kind: json["kind"]?.string ?? "", type: json["type"]?.string ?? "", object: KubeObject(object)))
    }
    return order.map { RecordedScenario(name: $0, events: events[$0] ?? []) }
  }()

  static func named(_ name: String) -> RecordedScenario? { all.first { $0.name == name } }

  /// What `select` shows of the states of an object, each once in a row.
  func states(_ kind: String, _ name: String, _ select: (KubeObject) -> String) -> [String] {
    events.filter {
      $0.kind == kind && $0.type != "DELETED" && $0.object.metadata.name == name
    }
    .map { select($0.object) }
    .reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// The last state of every object of a kind.
  func last(_ kind: String) -> [KubeObject] {
    var result: [String: KubeObject] = [:]
    for event in events where event.kind == kind {
      result[event.object.metadata.name] = event.type == "DELETED" ? nil : event.object
    }
    return result.values.sorted { $0.metadata.name < $1.metadata.name }
  }
}

/// Takes out of an object what cannot be the same in two runs.
enum Volatile {
  static let times: Set<String> = [
    "lastUpdateTime", "lastTransitionTime", "lastProbeTime", "startTime", "completionTime",
    "lastScheduleTime", "lastSuccessfulTime", "uid", "resourceVersion", "message",
  ]

  /// A status without times, and without messages that name other objects.
  static func stripped(_ json: JSONValue) -> JSONValue {
    switch json {
    case .object(let members):
      .object(
        JSONObject(
          members.filter { !times.contains($0.key) }.map { ($0.key, stripped($0.value)) }))
    case .array(let items): .array(items.map(stripped))
    default: json
    }
  }

  /// A status whose conditions stand in the order of their types.
  static func status(_ object: KubeObject) -> JSONValue {
    var status = stripped(object.status)
    if let conditions = status["conditions"]?.array {
      status["conditions"] = .array(
        conditions.sorted { ($0["type"]?.string ?? "") < ($1["type"]?.string ?? "") })
    }
    return status
  }
}
