import Foundation
import KubeClient
import Synchronization

/// Makes the generated Secret of each app and keeps it right, without holding what is in it.
///
/// Expected flow: the watched metadata says which version is live. While that is the version last read and the
/// app asks for the same content, the remembered digest is all that is needed. Otherwise the Secret is read,
/// compared, applied if it differs, and reduced to a digest again.
///
/// Guarantees: an `APP_KEY` that exists is never replaced. A missing Secret is made by `create`, empty, which fails
/// when somebody was faster; an existing one is applied with the version that was read, so a change in between is
/// a conflict and not a loss.
final class EnvSecretKeeper: Sendable {
  /// What the rest of a reconcile needs to know.
  struct Result: Sendable {
    /// Digest of the whole content; `nil` when the content is not known.
    let digest: String?
    let outcome: ChildOutcome
  }

  private struct Known: Sendable {
    let resourceVersion: String
    /// Hash of everything desired but the key.
    let inputs: String
    let digest: String
  }

  private let writer: any ClusterWriter
  private let generateKey: @Sendable () -> String?
  private let known = Mutex<[NamespacedName: Known]>([:])

  init(writer: any ClusterWriter, generateKey: @escaping @Sendable () -> String?) {
    self.writer = writer
    self.generateKey = generateKey
  }

  /// Forgets the app: it is gone.
  func forget(_ app: NamespacedName) {
    _ = known.withLock { $0.removeValue(forKey: app) }
  }

  /// Keeps the app's Secret right.
  /// - Parameter cached: the watched metadata; `nil` when the cache has none.
  func keep(_ app: LaravelApp, cached: KubeObject?) async -> Result {
    let blank = EnvSecretChild.desired(app, appKey: "")
    let inputs = AppliedHash.of(ChildPlan.intent(blank, of: app))
    if let cached, let known = known.withLock({ $0[app.key] }), known.inputs == inputs,
      known.resourceVersion == cached.metadata.resourceVersion
    {
      return Result(digest: known.digest, outcome: ChildOutcome(blank, live: cached))
    }
    do {
      let result = try await readAndWrite(app)
      if let digest = result.digest, let live = result.outcome.live {
        let entry = Known(resourceVersion: live.metadata.resourceVersion, inputs: inputs, digest: digest)
        known.withLock { $0[app.key] = entry }
      }
      return result
    } catch {
      return Result(digest: nil, outcome: ChildOutcome(blank, live: cached, problem: .failed(error)))
    }
  }

  private func readAndWrite(_ app: LaravelApp) async throws(KubeError) -> Result {
    let live = try await writer.getIfPresent(.secrets, EnvSecretChild.key(of: app))
    guard let key = live.flatMap(EnvSecretChild.appKey(in:)) ?? generateKey() else {
      throw .transient(message: "the system has no randomness for a new APP_KEY")
    }
    let child = EnvSecretChild.desired(app, appKey: key)
    let digest = AppliedHash.of(child.object["data"] ?? .null)
    switch ChildPlan(child, of: app, live: live) {
    case .settled:
      return Result(digest: digest, outcome: ChildOutcome(child, live: live))
    case .conflict(let owner):
      return Result(digest: nil, outcome: ChildOutcome(child, live: live, problem: .ownershipConflict(owner)))
    case .waitForRemoval:
      return Result(digest: nil, outcome: ChildOutcome(child, live: live, problem: .waitingForRemoval))
    case .apply(var intent, let differing):
      let base: KubeObject
      if let live { base = live } else { base = try await writer.create(.secrets, Self.empty(intent)) }
      intent["metadata", "resourceVersion"] = JSONValue(base.metadata.resourceVersion)
      let applied = try await writer.apply(.secrets, intent, subresource: nil)
      let write =
        live == nil ? child.describeWrite(created: true) : child.describeWrite(differing: differing)
      return Result(digest: digest, outcome: ChildOutcome(child, live: applied, write: write))
    }
  }

  /// What is created: fields of a create are not those of an apply by the same manager, so a later apply without
  /// them would leave them. An owner that stays so would take the key with it.
  private static func empty(_ intent: KubeObject) -> KubeObject {
    KubeObject(
      .secrets, name: intent.metadata.name, namespace: intent.metadata.namespace,
      labels: intent.metadata.labels)
  }
}
