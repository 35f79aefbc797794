import KubeClient
import Logging
import Metrics
import Reconcilers
import ServiceLifecycle

/// The running operator: informers feed a queue of apps, workers reconcile them, a server tells how it goes.
///
/// Start: server, caches, workers. Stop: workers first, when they have finished what they have in hand; then
/// caches, server and connections. An operator runs once.
public struct OperatorProcess: Service {
  /// A watch that stayed silent for so long could not be revived: each one is opened again within a minute.
  static let silenceLimit = Duration.seconds(180)

  private let transport = CurlTransport()
  private let client: APIClient
  private let options: OperatorOptions
  private let logger: Logger
  private let registry: PrometheusRegistry
  private let requests: RequestMetrics
  private let processMetrics: ProcessMetrics

  /// An operator of the configured cluster.
  public init(
    _ configuration: ClientConfiguration, options: OperatorOptions = OperatorOptions(), logger: Logger
  ) {
    let registry = PrometheusRegistry()
    self.registry = registry
    self.options = options
    self.logger = logger
    requests = RequestMetrics(metrics: registry)
    processMetrics = ProcessMetrics(in: registry)
    client = APIClient(
      configuration, transport: transport, userAgent: "laravel-operator/\(OperatorVersion.current)",
      observer: requests)
  }

  /// How many requests were sent that could have changed something: none while all is settled.
  public var writeCount: Int { requests.writeCount }

  /// Asks the server for its version.
  /// - Throws: what stands in the way, in one line: address, certificate, credentials.
  public func checkServer() async throws(KubeError) -> String {
    try await client.serverVersion().gitVersion
  }

  /// Works until the task is cancelled or a graceful shutdown is asked for.
  public func run() async throws {
    let caches = AppCaches(set: InformerSet(source: client, logger: logger, metrics: registry))
    let queue = WorkQueue<NamespacedName>(name: "laravelapp", metrics: registry)
    let written = ReadYourWrites<NamespacedName>()
    caches.observe(with: written)
    let recorder = EventRecorder(
      controller: "laravel-operator.dev/laravel-operator", instance: options.instance, writer: client,
      logger: logger, metrics: registry)
    let reconciler = LaravelAppReconciler(
      cache: caches, writer: ManagedClient(client: client, written: written),
      events: recorder)
    let controller = Controller<NamespacedName>(
      name: "laravelapp", queue: queue, workers: options.workers, logger: logger, metrics: registry
    ) { key, _ in
      // The event that brings the missing state queues the app again; the time is only the fallback.
      if let wait = written.wait(for: key) { return .requeue(after: wait) }
      return await reconciler.reconcile(key)
    }

    registry.onScrape {
      caches.set.collectMetrics()
      queue.collectMetrics()
    }
    await caches.onChange { app, change, type in
      queue.add(
        app, priority: change.priority, trigger: "\(type.kind) \(change.key.name)")
    }
    try await withThrowingTaskGroup(of: Part.self) { group in
      group.addTask {
        try await server(caches: caches, queue: queue).run()
        return .server
      }
      group.addTask {
        await caches.set.run()
        return .caches
      }
      group.addTask {
        await recorder.run()
        return .events
      }
      group.addTask {
        await withTaskCancellationOrGracefulShutdownHandler {
          await work(controller, when: caches)
        } onCancelOrGracefulShutdown: {
          queue.shutDown(drain: false)
        }
        return .workers
      }
      // A server that cannot be bound ends everything; otherwise the workers are the last to be waited for.
      while let part = try await group.next(), part != .workers {}
      group.cancelAll()
    }
    // A server waits for its clients to close idle TLS connections when it stops.
    await transport.shutdown()
  }

  private enum Part { case server, caches, events, workers }

  private func work(_ controller: Controller<NamespacedName>, when caches: AppCaches) async {
    // A server that never completes the first lists must not keep a pod from stopping in time.
    guard await cancelWhenGracefulShutdown({ await caches.set.waitForSync() }) else { return }
    if caches.apps.status.state == .notServed {
      logger.warning("no LaravelApp CRD in the cluster yet; install it with: kubectl apply -k deploy/crds")
    }
    logger.info("caches are in sync, reconciling", metadata: ["workers": "\(options.workers)"])
    await controller.run()
    logger.info("workers have stopped")
  }

  private func server(caches: AppCaches, queue: WorkQueue<NamespacedName>) -> HealthServer {
    HealthServer(
      health: options.health, metrics: options.metrics,
      liveness: [
        HealthCheck("watch") {
          let silent = caches.set.silent(for: Self.silenceLimit)
          return silent.isEmpty
            ? nil
            : "nothing heard for \(Self.silenceLimit) of \(silent.map(\.groupResource).joined(separator: ", "))"
        }
      ],
      readiness: [
        HealthCheck("informer-sync") {
          let unsynced = caches.set.unsynced
          return unsynced.isEmpty
            ? nil : "not yet synced: \(unsynced.map(\.groupResource).joined(separator: ", "))"
        }
      ],
      logger: logger
    ) {
      registry.render()
    }
  }
}
