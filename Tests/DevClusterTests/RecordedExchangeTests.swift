import Foundation
import KubeClient
import Testing

@testable import DevCluster

@Suite("Recorded exchanges with a real API server")
struct RecordedExchangeTests {
  /// Exchanges whose answers are not those of the real server, and why.
  private static let known: [String: String] = [
    "discovery/version": "it says what it is",
    "discovery/apis": "not every group is served",
    "discovery/apis-aggregated": "not every group is served",
    "discovery/api-aggregated": "not every kind is served",
    "discovery/api-v1": "not every kind is served",
    "discovery/apps-v1": "not every kind is served",
    "discovery/openapi-root": "not every group is served",
    "crd/invalid-many": "the real server reports errors in no fixed order",
    "crd/invalid-cel": "CEL rules are not evaluated yet",
    "crd/table": "shows the object that a CEL rule should have refused",
  ]

  @Test(
    "are answered as the real server answered",
    .enabled(if: !RecordedExchange.all.isEmpty, "there are no recordings on this machine"))
  func replay() async throws {
    let store = ObjectStore()
    for name in ["default", "kube-system", "kube-public"] {
      try store.create(.namespaces, KubeObject(.namespaces, name: name))
    }
    var replay = ExchangeReplay(server: APIServer(store: store))
    var equalBodies = 0
    for exchange in RecordedExchange.all {
      if exchange.scenario == "expired" { store.compact() }
      let outcome = await replay.replay(exchange)
      if outcome.differences.isEmpty { equalBodies += 1 }
      guard Self.known[exchange.id] == nil else { continue }
      #expect(outcome.isStatusEqual, "\(exchange.id): \(outcome.differences.prefix(3))")
      #expect(outcome.differences.isEmpty, "\(exchange.id): \(outcome.differences.prefix(5))")
    }
    print("\(equalBodies) of \(RecordedExchange.all.count) recorded answers are equal")
  }
}
