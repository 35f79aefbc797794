import KubeClient

/// What a write that did not succeed means.
enum OutcomeHealth {
  /// The trouble with a child that could not be written; `nil` when it was written, or when the next try may
  /// well succeed.
  static func trouble(_ outcome: ChildOutcome) -> Trouble? {
    let name = outcome.child.description
    switch outcome.problem {
    case nil: return nil
    case .ownershipConflict(let owner):
      return Trouble(
        reason: "OwnershipConflict",
        message:
          "\(name) is managed by \(owner.kind) \(owner.name) and is left alone; delete it or rename the app")
    case .waitingForRemoval:
      return Trouble(
        reason: "WaitingForRemoval",
        message:
          "\(name) of an earlier app of this name is still being deleted; if that does not end, look at its "
          + "finalizers")
    case .failed(let error): return trouble(error, name: name)
    }
  }

  private static func trouble(_ error: KubeError, name: String) -> Trouble? {
    switch error {
    case .forbidden(let status): Refusal.trouble(status.message, subject: name)
    case .invalid(let status):
      Trouble(reason: "Rejected", message: "the API server refuses \(name): \(status.message)")
    case .notFound(let status):
      Trouble(reason: "NotFound", message: "\(name) cannot be written: \(status.message)")
    case .unauthorized, .terminal:
      Trouble(reason: "WriteFailed", message: "\(name) cannot be written: \(error)")
    case .conflict, .alreadyExists, .expired, .throttled, .transient, .cancelled: nil
    }
  }
}

/// What admission says when it refuses a pod or another object.
enum Refusal {
  /// The trouble, with the next step for the refusals that are met most often.
  static func trouble(_ text: String, subject: String) -> Trouble {
    if text.contains("exceeded quota") {
      return Trouble(
        reason: "QuotaExceeded",
        message: "\(subject): \(text); raise the namespace's ResourceQuota or lower replicas and resources")
    }
    if text.contains("violates PodSecurity") {
      return Trouble(
        reason: "PodSecurityViolation",
        message: "\(subject): \(text); take out of podTemplate what the namespace does not allow")
    }
    if text.contains("must specify") || text.contains("LimitRange") || text.contains("usage per Container") {
      return Trouble(
        reason: "ResourcesRefused",
        message: "\(subject): \(text); set resources as the namespace's quota and LimitRange ask")
    }
    return Trouble(reason: "Forbidden", message: "\(subject): \(text)")
  }
}
