import DevCluster
import KubeClient
import OperatorRuntime
import Reconcilers
import Testing

extension Conformance {
  @Suite("Many apps at once")
  struct ScaleTests {
    static let count = 200

    @Test("200 apps applied at once become Ready, and then the operator writes nothing")
    func settles() async throws {
      try await OperatorCluster.run { operated in
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 1...Self.count {
            group.addTask {
              try await operated.user.apply(
                app: "app-\(number)", spec: ["hosts": [JSONValue("app-\(number).example.com")]])
            }
          }
          try await group.waitForAll()
        }
        Measurement.note("\(Self.count) apps are applied after", ContinuousClock.now - start)
        try await operated.user.wait(until: "all apps are Ready and settled", within: .seconds(240)) {
          Self.settled(in: operated.cluster) == Self.count
        }
        Measurement.note("\(Self.count) apps are Ready after", ContinuousClock.now - start)

        let before = try await Self.quiet(operated)
        // The operator counts also what the server has refused unseen and it has sent again.
        let sent = operated.process.writeCount
        Measurement.note("\(Self.count) apps took \(before) writes; the operator has sent \(sent)")
        #expect(sent >= before)
        // Nothing can tell that something does not happen but time.
        try await Task.sleep(for: Measurement.settlePeriod)
        #expect(operated.process.writeCount == sent, "by the operator's own count")
        #expect(operated.observedWrites == before, "by the server's count")
        #expect(Self.settled(in: operated.cluster) == Self.count)
      }
    }

    private static func settled(in cluster: DevCluster) -> Int {
      cluster.store.list(LaravelApp.resourceType).count { app in
        app.condition("Ready")?.value == .true && app.condition("Progressing")?.value == .false
      }
    }

    /// Waits until no write has come for two seconds: Events are written behind what they are about.
    /// - Returns: the number of writes.
    private static func quiet(_ operated: OperatorCluster) async throws -> Int {
      let deadline = ContinuousClock.now + .seconds(60)
      while ContinuousClock.now < deadline {
        let count = operated.observedWrites
        try await Task.sleep(for: .seconds(2))
        if operated.observedWrites == count { return count }
      }
      throw ClusterUser.Failure(description: "the operator never stopped to write")
    }
  }
}
