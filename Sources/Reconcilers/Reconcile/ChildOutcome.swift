import KubeClient

/// What became of one desired child in a reconcile.
public struct ChildOutcome: Sendable {
  /// Why a child is not as desired, apart from what its own status says.
  public enum Problem: Sendable, Hashable {
    /// Another controller manages the object of that name.
    case ownershipConflict(OwnerReference)
    /// The object of that name is being deleted, or belongs to an app of that name that is gone.
    case waitingForRemoval
    /// The API server refused it, or could not be asked.
    case failed(KubeError)
  }

  /// The desired child.
  public let child: DesiredChild
  /// The object as it now is; `nil` when there is none.
  public var live: KubeObject?
  /// What stands in the way.
  public var problem: Problem?
  /// What was written, for the log; `nil` when nothing was.
  public var write: String?

  /// An outcome.
  public init(_ child: DesiredChild, live: KubeObject?, problem: Problem? = nil, write: String? = nil) {
    self.child = child
    self.live = live
    self.problem = problem
    self.write = write
  }
}
