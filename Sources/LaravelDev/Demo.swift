import KubeClient
import OperatorRuntime
import Reconcilers

/// Applies an example and prints how it becomes ready, as somebody with kubectl would see it.
struct Demo: Sendable {
  let session: DevSession
  let path: String

  /// Returns when the app is ready and everything about it is printed.
  func show() async throws {
    Terminal.show("The embedded cluster is up at \(session.url)\n\n$ kubectl apply -f \(path)")
    let started = ContinuousClock.now
    let applied = try await session.apply(file: path)
    for object in applied { Terminal.show("\(object.kind.lowercased())/\(object.metadata.name) applied") }
    guard let app = applied.first(where: { $0.kind == LaravelApp.resourceType.kind }) else {
      throw CommandFailure("\(path): no object of kind LaravelApp found")
    }
    let ready = try await waitForReady(app.key, since: started)
    try await summarize(ready)
  }

  private func waitForReady(
    _ key: NamespacedName, since started: ContinuousClock.Instant
  ) async throws -> KubeObject {
    Terminal.show("\n\(ConditionLog.heading)")
    var log = ConditionLog()
    var options = WatchOptions()
    options.fieldSelector = "metadata.name=\(key.name)"
    let watch = try await session.client.watch(
      LaravelApp.resourceType, namespace: key.namespace, options: options)
    for try await event in watch {
      let app: KubeObject
      switch event {
      case .added(let state), .modified(let state): app = state
      case .deleted, .bookmark, .error: continue
      }
      for line in log.lines(for: app, elapsed: started.duration(to: .now)) { Terminal.show(line) }
      if Self.isSettled(app) { return app }
    }
    throw CommandFailure("the watch ended before the app was Ready")
  }

  /// Ready, and nothing on its way any more.
  private static func isSettled(_ app: KubeObject) -> Bool {
    app.condition("Ready")?.value == .true && app.condition("Progressing")?.value == .false
  }

  private func summarize(_ app: KubeObject) async throws {
    Terminal.show("\n$ kubectl get laravelapps -n \(app.metadata.namespace)")
    var table = TextTable(headings: ["name", "ready", "image", "web", "workers", "url"])
    table.rows.append([
      app.metadata.name, app.condition("Ready")?.value.rawValue ?? "", app.spec["image"]?.string ?? "",
      app.status["web", "summary"]?.string ?? "", app.status["workers", "summary"]?.string ?? "",
      app.status["url"]?.string ?? "",
    ])
    for line in table.lines { Terminal.show(line) }
    var objects: [KubeObject] = []
    for type in ChildSet.managedTypes + [.replicaSets, .pods] {
      objects += try await session.client.listAll(type, namespace: app.metadata.namespace).items
    }
    let retained = objects.filter {
      $0.metadata.controller == nil && $0.metadata.labels[AppLabels.app] == app.metadata.name
    }
    Terminal.show("")
    for line in ObjectTree(objects, describe: ObjectSummary.text).lines(below: app, extra: retained) {
      Terminal.show(line)
    }
  }
}
