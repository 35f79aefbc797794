import KubeClient
import Synchronization

/// The failures that a test or a demo injects while the cluster runs; any thread may change it.
public final class FailurePlan: Sendable {
  /// Which pods a failure is for: those that meet everything given.
  public struct Selector: Sendable, Hashable {
    /// The namespace; `nil` for all.
    public var namespace: String?
    /// Labels that the pod must have.
    public var labels: [String: String]
    /// A part of one of its images; `nil` for any.
    public var image: String?

    /// Pods of a namespace, with labels, with an image.
    public init(namespace: String? = nil, labels: [String: String] = [:], image: String? = nil) {
      self.namespace = namespace
      self.labels = labels
      self.image = image
    }

    func matches(_ pod: KubeObject) -> Bool {
      let meta = pod["metadata"]
      if let namespace, meta?["namespace"]?.string != namespace { return false }
      guard labels.allSatisfy({ meta?["labels"]?[$0.key]?.string == $0.value }) else { return false }
      guard let image else { return true }
      return (pod["spec", "containers"]?.items ?? []).contains {
        $0["image"]?.string?.contains(image) == true
      }
    }
  }

  private struct State {
    var rules: [(selector: Selector, failure: PodFailure)] = []
    var observers: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// A plan without any failure.
  public init() {}

  /// Lets the selected pods fail, those that run too; `nil` lets them recover.
  public func set(_ failure: PodFailure?, for selector: Selector) {
    let observers = state.withLock { state in
      state.rules.removeAll { $0.selector == selector }
      if let failure { state.rules.append((selector, failure)) }
      return state.observers
    }
    for observer in observers { observer() }
  }

  /// Lets all pods recover.
  public func clear() {
    let observers = state.withLock { state in
      state.rules = []
      return state.observers
    }
    for observer in observers { observer() }
  }

  /// What is wrong with a pod: by the newest rule that selects it, else by its own annotation or images.
  public func failure(of pod: KubeObject) -> PodFailure? {
    let planned = state.withLock { state in state.rules.last { $0.selector.matches(pod) }?.failure }
    return planned ?? PodFailure.asked(by: pod)
  }

  /// Calls back after every change, on the thread that made it.
  func observe(_ observer: @escaping @Sendable () -> Void) {
    state.withLock { $0.observers.append(observer) }
  }
}
