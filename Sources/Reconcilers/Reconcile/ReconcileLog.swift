import KubeClient

/// Gathers what a reconcile did and what failed, and says what the work queue does next. Pure.
struct ReconcileLog {
  /// What was written, each in a few words.
  var changes: [String] = []
  private var failures: [KubeError] = []
  private var isWaiting = false

  /// Notes what became of a child.
  mutating func note(_ outcome: ChildOutcome) {
    if let write = outcome.write { changes.append(write) }
    switch outcome.problem {
    case .failed(let error): note(error)
    case .waitingForRemoval: isWaiting = true
    case .ownershipConflict, nil: break
    }
  }

  /// Notes a request that failed.
  mutating func note(_ error: KubeError) { failures.append(error) }

  /// A failure outweighs waiting; one failure that may pass outweighs those that cannot.
  var outcome: ReconcileOutcome {
    guard !failures.isEmpty else {
      let next =
        isWaiting ? ReconcileOutcome.Result.requeue(after: LaravelAppReconciler.removalInterval) : .done
      return ReconcileOutcome(next, changes: changes)
    }
    let message = failures.map(\.description).joined(separator: "; ")
    let waits = failures.compactMap { error -> Duration? in
      if case .backoff(let minimum) = ReconcileOutcome.Retry(error) { minimum } else { nil }
    }
    let retry = waits.max().map { ReconcileOutcome.Retry.backoff(atLeast: $0) } ?? .never
    return ReconcileOutcome(.failed(message: message, retry: retry), changes: changes)
  }
}
