/// What goes in and out of a reflector.
extension Reflector {
  /// What the shell tells.
  enum Input: Sendable {
    case start
    /// The answer to `list`.
    case page(KubeList)
    case listFailed(KubeError)
    /// The server accepted the watch.
    case watchOpened
    case event(WatchEvent)
    /// The watch ended, was refused or broke off.
    case watchEnded(KubeError?)
    /// `deadline` has passed; the shell has closed the watch.
    case deadlinePassed
    /// The pause is over.
    case waited
    case stop
  }

  /// What the shell does next; always exactly one thing.
  enum Next: Sendable, Hashable {
    case list(ListOptions)
    case openWatch(WatchOptions)
    /// Read the next event of the open watch, until `deadline`.
    case readWatch
    case wait(Duration)
    case stop
  }

  /// What changes in the store.
  enum Change: Sendable, Hashable {
    /// These are all objects there are.
    case replace([KubeObject], resourceVersion: String)
    case upsert(KubeObject)
    case delete(KubeObject)
    /// Nothing changed up to this version.
    case progress(resourceVersion: String)
  }

  /// What is worth a line in the log or a count.
  enum Report: Sendable, Hashable {
    case streamingListUnavailable(reason: String)
    case relisting(reason: String)
    case failed(KubeError, retryIn: Duration)
    /// The server does not serve this kind.
    case notServed(retryIn: Duration)
    /// No frame came for too long; the watch is opened again.
    case silent
    /// An object without a name cannot be kept.
    case malformedObject
  }

  /// What follows from one input.
  struct Step: Sendable {
    var changes: [Change] = []
    var reports: [Report] = []
    var next: Next
  }
}
