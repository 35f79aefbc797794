import Foundation
import KubeClient

/// Brings everything that belongs to a `LaravelApp` into the state that its spec asks for.
///
/// Expected flow: observe from caches, plan, write what differs, report. Level-triggered: every call looks at the
/// whole app and at nothing remembered, so a missed or repeated call changes nothing.
///
/// Guarantees: a child that fails never stops its siblings; another controller's objects are never written; what
/// holds data is never deleted here; nothing is written when nothing differs.
public struct LaravelAppReconciler: Sendable {
  /// How long to wait for the garbage collector before looking again; its deletes are seen as events, so this
  /// is for the case that the last of them was missed.
  static let removalInterval = Duration.seconds(10)
  /// How long to wait for another controller's object to vanish: nothing tells of its end, because only objects
  /// with the operator's label are watched.
  static let conflictInterval = Duration.seconds(30)

  private let cache: any ClusterCache
  private let writer: any ClusterWriter
  private let events: any EventSink
  private let secrets: EnvSecretKeeper
  private let now: @Sendable () -> Date

  /// A reconciler.
  /// - Parameters:
  ///   - cache: what is read.
  ///   - writer: what is written to.
  ///   - events: where events go.
  ///   - now: the wall clock, for `lastTransitionTime`.
  ///   - generateKey: a new `APP_KEY`; `nil` when there is no randomness.
  public init(
    cache: any ClusterCache, writer: any ClusterWriter, events: any EventSink,
    now: @escaping @Sendable () -> Date = { Date() },
    generateKey: (@Sendable () -> String?)? = nil
  ) {
    self.cache = cache
    self.writer = writer
    self.events = events
    self.now = now
    self.secrets = EnvSecretKeeper(writer: writer, generateKey: generateKey ?? { AppKey.generate() })
  }

  /// Reconciles the app of that name; one that is gone or going is left to the garbage collector.
  public func reconcile(_ key: NamespacedName) async -> ReconcileOutcome {
    guard let object = cache.object(LaravelApp.resourceType, key), !object.metadata.isBeingDeleted else {
      secrets.forget(key)
      return .done
    }
    do throws(InvalidSpec) {
      // Unknown fields are the API server's business: what it stored it has pruned.
      let app = try LaravelAppValidator.app(in: object, refusesUnknownFields: false)
      return await reconcile(app, object)
    } catch {
      var log = ReconcileLog()
      let status = StatusCalculator.invalid(error, of: object, now: now())
      await report(status, of: object, into: &log)
      return log.outcome
    }
  }

  private func reconcile(_ app: LaravelApp, _ object: KubeObject) async -> ReconcileOutcome {
    var log = ReconcileLog()
    let secret = await secrets.keep(app, cached: cache.object(.secrets, EnvSecretChild.key(of: app)))
    var outcomes = [secret.outcome]
    let children = ChildSet.children(of: app, facts: Facts(environmentDigest: secret.digest))
    for child in children {
      outcomes.append(await act(on: child, of: app, environmentIsKnown: secret.digest != nil))
    }
    for outcome in outcomes { log.note(outcome) }
    await prune(app, keeping: children, into: &log)
    let observation = AppObservation(
      outcomes: outcomes,
      pods: cache.objects(.pods, of: app.key),
      replicaSets: cache.objects(.replicaSets, of: app.key),
      jobs: cache.objects(.jobs, of: app.key),
      certificates: cache.objects(.certificates, of: app.key))
    let status = StatusCalculator.status(of: app, object: object, observation: observation, now: now())
    await report(status, of: object, into: &log)
    return log.outcome
  }

  /// Applies one child if it differs.
  private func act(on child: DesiredChild, of app: LaravelApp, environmentIsKnown: Bool) async -> ChildOutcome
  {
    var live = cache.object(child.type, child.object.key)
    // Without the digest every pod would roll; what runs keeps running until the Secret can be read.
    if child.needsEnvironment, !environmentIsKnown { return ChildOutcome(child, live: live) }
    do {
      // The cache holds only labelled objects: make sure that nobody else's object has this name.
      if live == nil { live = try await writer.getIfPresent(child.type, child.object.key) }
      switch ChildPlan(child, of: app, live: live) {
      case .settled:
        return ChildOutcome(child, live: live)
      case .conflict(let owner):
        return ChildOutcome(child, live: live, problem: .ownershipConflict(owner))
      case .waitForRemoval:
        return ChildOutcome(child, live: live, problem: .waitingForRemoval)
      case .apply(let intent, let differing):
        let applied = try await writer.apply(child.type, intent, subresource: nil)
        return ChildOutcome(
          child, live: applied,
          write: live == nil ? child.describeWrite(created: true) : child.describeWrite(differing: differing))
      }
    } catch {
      return ChildOutcome(child, live: live, problem: .failed(error))
    }
  }

  /// Deletes the children that the spec no longer asks for. What holds data is never among them.
  private func prune(_ app: LaravelApp, keeping children: [DesiredChild], into log: inout ReconcileLog)
    async
  {
    let wanted = Set(children.map { ChildKey($0) })
    for type in ChildSet.prunedTypes {
      for live in cache.objects(type, of: app.key) {
        guard live.metadata.controller?.uid == app.metadata.uid, !live.metadata.isBeingDeleted,
          !wanted.contains(ChildKey(type: type, key: live.key))
        else { continue }
        do {
          try await writer.delete(type, live)
          log.changes.append("\(type.kind) \(live.metadata.name): deleted")
        } catch KubeError.notFound {
          continue
        } catch {
          log.note(error)
        }
      }
    }
  }

  /// Writes the status if it differs from what the object carries.
  private func report(_ status: JSONValue, of object: KubeObject, into log: inout ReconcileLog) async {
    guard status != object.status else { return }
    let intent = KubeObject([
      "apiVersion": JSONValue(LaravelApp.resourceType.apiVersion),
      "kind": JSONValue(LaravelApp.resourceType.kind),
      // The identity guards against an app of the same name that was made meanwhile.
      "metadata": [
        "name": JSONValue(object.metadata.name), "namespace": JSONValue(object.metadata.namespace),
        "uid": JSONValue(object.metadata.uid),
      ],
      "status": status,
    ])
    do {
      _ = try await writer.apply(LaravelApp.resourceType, intent, subresource: "status")
      let conditions = KubeObject(["status": status]).conditions
      for note in StatusEvents.notes(about: object, changingTo: conditions) {
        events.record(note)
      }
      log.changes.append("status")
    } catch KubeError.notFound {
      return
    } catch {
      log.note(error)
    }
  }
}
