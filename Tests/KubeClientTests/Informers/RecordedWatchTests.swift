import Foundation
import Testing

@testable import KubeClient

/// Where exchanges with a real API server were recorded: beside the repository, if at all.
private enum Recordings {
  static let path = URL(filePath: #filePath).appending(
    path: "../../../../../shared/recorded/apiserver-1.36.jsonl"
  ).standardized.path
  static let exist = FileManager.default.fileExists(atPath: path)
}

/// The reflector on what a real API server answered.
@Suite("Reflector, recorded", .enabled(if: Recordings.exist, "no recordings at hand"))
struct RecordedWatchTests {
  /// The body of a recorded answer.
  private func body(_ scenario: String, _ step: String) throws -> JSONValue {
    let text = try String(contentsOfFile: Recordings.path, encoding: .utf8)
    for line in text.split(separator: "\n") {
      let exchange = try JSONValue(parsing: String(line))
      if exchange["scenario"]?.string == scenario, exchange["step"]?.string == step {
        return try #require(exchange["response", "body"])
      }
    }
    throw CocoaError(.fileReadNoSuchFile)
  }

  private func events(_ body: JSONValue) throws -> [WatchEvent] {
    var decoder = WatchFrameDecoder(type: .configMaps)
    for item in body.items { decoder.append(item.serialized + [10]) }
    var events: [WatchEvent] = []
    while let event = try decoder.next() { events.append(event) }
    return events
  }

  @Test("a recorded streaming list fills the store at its marker")
  func initialEvents() throws {
    var driver = ReflectorTests.Driver()
    driver.send(.start)
    driver.send(.watchOpened)
    var changes: [Reflector.Change] = []
    for event in try events(try body("watch", "initial-events")) {
      changes += driver.send(.event(event)).changes
    }
    guard case .replace(let objects, "236")? = changes.first, changes.count == 1 else {
      Issue.record("\(changes)")
      return
    }
    #expect(objects.map(\.metadata.name) == ["w2"])
  }

  @Test("recorded changes are followed, deletions too")
  func watch() throws {
    var driver = ReflectorTests.Driver.watching()
    let store = Store()
    _ = store.apply(.replace([configMap("w1", version: 231, namespace: "parity")], resourceVersion: "231"))
    for event in try events(try body("watch", "from-rv")) {
      for change in driver.send(.event(event)).changes { _ = store.apply(change) }
    }
    #expect(store.count == 0)
    #expect(store.resourceVersion == driver.reflector.version)
  }

  @Test("the recorded refusal of a watch that is too old leads to a new list")
  func tooOld() throws {
    var driver = ReflectorTests.Driver.watching()
    for event in try events(try body("expired", "watch-too-old")) { driver.send(.event(event)) }
    #expect(driver.last.next.watchOptions?.sendInitialEvents == true)
  }

  @Test(
    "recorded refusals of a list for its version lead to the newest state",
    arguments: [
      ("list", "rv-future", 504), ("expired", "list-exact-too-old", 410),
    ])
  func versionUnavailable(scenario: String, step: String, code: Int) throws {
    var driver = ReflectorTests.Driver.listing()
    driver.send(.page(KubeList(resourceVersion: "7")))
    driver.send(.watchEnded(ServerError.gone))
    driver.send(.listFailed(KubeError(Status(try body(scenario, step), httpCode: code))))
    #expect(driver.last.next == .list(ListOptions(limit: 500)))
  }
}
