import ClusterTesting
import Logging
import Synchronization
import Testing

@testable import KubeClient

@Suite("Informer", .timeLimit(.minutes(1)))
struct InformerTests {
  /// What a handler heard, as short words: `+a` new, `~a` changed, `-a` gone; `*` marks the first list.
  private final class Journal: Sendable {
    private let heard = Mutex<[String]>([])
    var entries: [String] { heard.withLock { $0 } }

    func hear(_ change: ObjectChange) {
      let sign = change.old == nil ? "+" : change.new == nil ? "-" : "~"
      let mark = change.isInitialList ? "*" : ""
      heard.withLock { $0.append("\(sign)\(change.key.name)\(mark)") }
    }
  }

  private func informer(
    _ server: ScriptedListWatcher, scope: InformerScope = InformerScope(),
    settings: Reflector.Settings = Reflector.Settings(), recorder: LogRecorder = LogRecorder()
  ) -> Informer {
    Informer(
      .configMaps, scope: scope, from: server, indexedLabels: [], transform: nil, logger: recorder.logger,
      metrics: PrometheusRegistry(), settings: settings, seed: 1)
  }

  /// Runs an informer while `body` tests it.
  private func running(_ informer: Informer, _ body: () async throws -> Void) async rethrows {
    let task = Task { await informer.run() }
    defer { task.cancel() }
    try await body()
    task.cancel()
    await task.value
  }

  @Test("handlers hear of the first list, marked as such, and then of every change in order")
  func handlers() async {
    let server = ScriptedListWatcher()
    server.put("a")
    let informer = informer(server)
    let journal = Journal()
    await informer.addHandler { journal.hear($0) }
    await running(informer) {
      #expect(await informer.waitForSync())
      #expect(informer.store.count == 1)
      server.put("b")
      server.put("a")
      server.remove("b")
      #expect(await eventually { journal.entries == ["+a*", "+b", "~a", "-b"] })
      let late = Journal()
      await informer.addHandler { late.hear($0) }
      #expect(late.entries == ["+a*"])
    }
  }

  @Test("what happened while no watch was open is found by the next list, deletes too")
  func relist() async {
    let server = ScriptedListWatcher()
    for name in ["a", "b"] { server.put(name) }
    let informer = informer(server)
    let journal = Journal()
    await informer.addHandler { journal.hear($0) }
    await running(informer) {
      await informer.waitForSync()
      server.remove("a", silently: true)
      server.put("c", silently: true)
      server.endWatches(ServerError.gone)
      #expect(await eventually { journal.entries.suffix(2) == ["+c", "-a"] })
    }
  }

  @Test("without streaming lists the kind is listed and watched, with its scope in every request")
  func plainList() async {
    let server = ScriptedListWatcher()
    server.refuseStreamingLists()
    server.put("a")
    let scope = InformerScope(labelSelector: "app=shop", metadataOnly: true)
    let informer = informer(server, scope: scope)
    await running(informer) {
      #expect(await informer.waitForSync())
      #expect(await eventually { server.watchOptions.count == 2 })
      #expect(server.listOptions.allSatisfy { $0.labelSelector == "app=shop" && $0.metadataOnly })
      #expect(server.watchOptions.allSatisfy { $0.labelSelector == "app=shop" && $0.metadataOnly })
      server.put("b")
      #expect(await eventually { informer.store.count == 2 })
    }
  }

  @Test("a silent watch is closed and opened again, and nothing is lost")
  func silentWatch() async {
    let server = ScriptedListWatcher()
    var settings = Reflector.Settings()
    settings.watchSilence = .milliseconds(200)
    let informer = informer(server, settings: settings)
    await running(informer) {
      await informer.waitForSync()
      #expect(await eventually { server.ended >= 2 && server.watchOptions.count >= 3 })
      server.put("a")
      #expect(await eventually { informer.store.count == 1 })
      #expect(informer.status.state == .synced)
    }
  }

  @Test("a kind that is not served counts as synced, and is noticed when it arrives")
  func notServed() async {
    let server = ScriptedListWatcher()
    server.serve(false)
    let recorder = LogRecorder()
    let informer = informer(server, recorder: recorder)
    await running(informer) {
      #expect(await informer.waitForSync())
      #expect(informer.status.state == .notServed)
      server.serve(true)
      server.put("a")
      #expect(
        await eventually {
          await informer.retryNow()
          return informer.store.count == 1
        })
      #expect(informer.status.state == .synced)
      #expect(recorder.lines.filter { $0.message.contains("not serve") }.count == 1)
    }
  }

  @Test("an error shows in the status and in the log until the server answers again")
  func failures() async {
    let server = ScriptedListWatcher()
    let recorder = LogRecorder()
    let informer = informer(server, recorder: recorder)
    await running(informer) {
      await informer.waitForSync()
      server.endWatches(ServerError.unavailable)
      #expect(await eventually { informer.status.lastError == ServerError.unavailable })
      #expect(
        recorder.lines.contains { $0.level == .warning && $0.metadata["error"] == "connection refused" })
      #expect(
        await eventually {
          await informer.retryNow()
          return informer.status.lastError == nil
        })
      #expect(informer.status.silence() ?? .seconds(99) < .seconds(20))
    }
  }

  @Test("cancelling ends the run and its watch; waiting for a sync ends with it")
  func cancellation() async {
    let server = ScriptedListWatcher()
    let informer = informer(server)
    let task = Task { await informer.run() }
    await informer.waitForSync()
    task.cancel()
    await task.value
    #expect(await eventually { server.ended == 1 })
    let idle = self.informer(server)
    let waiting = Task { await idle.waitForSync() }
    waiting.cancel()
    #expect(await waiting.value == false)
  }

  @Test("a set shares one informer per kind and scope, and starts those asked for later")
  func informerSet() async {
    let server = ScriptedListWatcher()
    server.put("a")
    let set = InformerSet(source: server, logger: LogRecorder().logger, metrics: PrometheusRegistry())
    let first = set.informer(for: .configMaps)
    #expect(first === set.informer(for: .configMaps, indexedLabels: ["app"]))
    #expect(set.unsynced == [.configMaps])
    let task = Task { await set.run() }
    #expect(await set.waitForSync())
    #expect(set.hasSynced)
    let late = set.informer(for: .configMaps, scope: InformerScope(metadataOnly: true))
    #expect(late !== first)
    #expect(await late.waitForSync())
    #expect(set.silent(for: .seconds(60)).isEmpty)
    task.cancel()
    await task.value
  }
}
