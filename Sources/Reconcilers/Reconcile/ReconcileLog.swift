import KubeClient

/// Gathers what a reconcile did and what failed, and says what the work queue does next. Pure.
struct ReconcileLog {
  /// What was written, each in a few words.
  var changes: [String] = []
  private var failures: [KubeError] = []
  private var nextLook: Duration?

  /// Notes what became of a child.
  mutating func note(_ outcome: ChildOutcome) {
    if let write = outcome.write { changes.append(write) }
    switch outcome.problem {
    case .failed(let error): note(error)
    case .waitingForRemoval: look(after: LaravelAppReconciler.removalInterval)
    case .ownershipConflict: look(after: LaravelAppReconciler.conflictInterval)
    case nil: break
    }
  }

  private mutating func look(after interval: Duration) {
    nextLook = min(interval, nextLook ?? interval)
  }

  /// Notes a request that failed.
  mutating func note(_ error: KubeError) { failures.append(error) }

  /// A failure outweighs waiting; one failure that may pass outweighs those that cannot.
  var outcome: ReconcileOutcome {
    guard !failures.isEmpty else {
      return ReconcileOutcome(nextLook.map { .requeue(after: $0) } ?? .done, changes: changes)
    }
    let message = failures.map(\.description).joined(separator: "; ")
    let waits = failures.compactMap { error -> Duration? in
      if case .backoff(let minimum) = ReconcileOutcome.Retry(error) { minimum } else { nil }
    }
    let retry = waits.max().map { ReconcileOutcome.Retry.backoff(atLeast: $0) } ?? .never
    return ReconcileOutcome(.failed(message: message, retry: retry), changes: changes)
  }
}
