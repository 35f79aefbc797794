import ClusterTesting
import Reconcilers
import Testing

@testable import KubeClient

extension Conformance {
  @Suite("Bad apps are refused with the field and the fix")
  struct AppTableTests {
    @Test("the schema refuses at apply whatever a schema can tell")
    func schema() async throws {
      let rows = AppTable.bad.filter { !$0.needsCEL }
      #expect(rows.count >= 60)
      try await OperatorCluster.run(runsOperator: false) { operated in
        for row in rows {
          do {
            try await Self.submit(row, operated.user.client)
            Issue.record("\(row): accepted")
          } catch KubeError.invalid(let status) {
            // Of a pattern a server says no more than that; the fix is the validator's, and a CEL rule's.
            let isPattern = status.message.contains("in body should match")
            #expect(
              isPattern || status.message.contains(row.server ?? row.message), "\(row): \(status.message)")
            let told = LaravelAppValidator.errors(in: row.object, replacing: row.before)
            #expect(
              told.contains { $0.path == row.path && $0.message.contains(row.message) }, "\(row): \(told)")
            // Fields that the schema does not have are refused while the text is read, before there are causes.
            let names =
              status.message.contains("unknown field")
              || status.causes.contains { $0.field == row.serverPath ?? row.path }
            #expect(names, "\(row): \(status.causes)")
          }
        }
      }
    }

    @Test("what only a CEL rule can tell, the operator says in Ready, and starts nothing")
    func invalidSpec() async throws {
      let rows = AppTable.bad.filter { $0.needsCEL && $0.before == nil }
      #expect(rows.count >= 30)
      try await OperatorCluster.run { operated in
        var stored: [(row: AppCase, app: NamespacedName)] = []
        for (number, row) in rows.enumerated() {
          let namespace = "row-\(number)"
          try await operated.user.apply(KubeObject(.namespaces, name: namespace))
          var object = row.object
          object["metadata", "namespace"] = JSONValue(namespace)
          try await operated.user.apply(object)
          stored.append((row, object.key))
        }
        for (row, app) in stored {
          let ready = try await operated.user.wait(app, .false, reason: "InvalidSpec")
          #expect(
            ready.message.contains(row.path) && ready.message.contains(row.message),
            "\(row): \(ready.message)")
          #expect(try await operated.user.children(of: app) == [], "\(row)")
        }
      }
    }

    @Test("an app that turns invalid keeps running as it was")
    func turnsInvalid() async throws {
      try await OperatorCluster.run { operated in
        let app = try await operated.user.apply(app: "shop")
        try await operated.user.wait(app)
        try await operated.user.waitUntilSettled(app)
        let children = try await operated.user.children(of: app)
        try await operated.user.change(app, spec: ["workers": [["name": "web"]], "image": "shop:2"])
        let ready = try await operated.user.wait(app, .false, reason: "InvalidSpec")
        #expect(ready.message.contains("spec.workers[0].name"))
        #expect(try await operated.user.children(of: app) == children)
        #expect(operated.readyPods(of: app).count == 2)
        try await operated.user.change(app, spec: ["workers": .null])
        try await operated.user.wait(app)
      }
    }

    @Test("good apps are accepted")
    func good() async throws {
      try await OperatorCluster.run(runsOperator: false) { operated in
        for row in AppTable.good {
          do {
            try await Self.submit(row, operated.user.client)
          } catch {
            Issue.record("\(row): \(error)")
          }
        }
      }
    }

    /// Creates or changes the object as a dry run, refusing unknown fields as kubectl does.
    private static func submit(_ row: AppCase, _ client: APIClient) async throws {
      guard var before = row.before else { return try await send(.post, row.object, client) }
      before["metadata", "name"] = "changed"
      let stored = try await client.create(LaravelApp.resourceType, before)
      var after = row.object
      after["metadata", "name"] = "changed"
      after["metadata", "resourceVersion"] = JSONValue(stored.metadata.resourceVersion)
      let result: Result<Void, any Error>
      do {
        result = .success(try await send(.put, after, client))
      } catch {
        result = .failure(error)
      }
      try await client.delete(LaravelApp.resourceType, stored.key)
      try result.get()
    }

    private static func send(
      _ method: HTTPRequest.Method, _ object: KubeObject, _ client: APIClient
    ) async throws {
      let target = try RequestTarget(
        LaravelApp.resourceType, namespace: object.metadata.namespace,
        name: method == .put ? object.metadata.name : nil,
        query: [("dryRun", "All"), ("fieldValidation", "Strict")])
      var request = APIRequest("submit", method, LaravelApp.resourceType, target: target)
      request.send(object.json)
      _ = try await client.json(request)
    }
  }
}
