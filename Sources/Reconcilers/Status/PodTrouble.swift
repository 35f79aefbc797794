import KubeClient

/// Why pods do not run, read from their status.
///
/// Messages name workloads instead of pods and leave out counters and times: an unchanged trouble has an
/// unchanged message, and the status is written once.
enum PodTrouble {
  /// The worst trouble among those pods; `nil` when they run or are still on their way.
  /// - Parameters:
  ///   - pods: the pods of one workload.
  ///   - workload: what `kubectl logs` takes, such as `deployment/shop-web`.
  ///   - component: the part of the app; exit codes mean different things for different ones.
  static func find(in pods: [KubeObject], workload: String, component: Component) -> Trouble? {
    let live = pods.filter { $0.status["phase"]?.string != "Succeeded" }
    let containers = live.flatMap(ContainerState.all)
    for container in containers {
      if let trouble = ImagePullTrouble.trouble(container) { return trouble }
    }
    for container in containers {
      if let trouble = configurationTrouble(container) { return trouble }
    }
    for container in containers {
      if let exit = container.crash {
        return CrashTrouble.trouble(exit, container: container, workload: workload, component: component)
      }
    }
    return live.lazy.compactMap(unschedulable).first
  }

  private static func configurationTrouble(_ container: ContainerState) -> Trouble? {
    switch container.waitingReason {
    case "CreateContainerConfigError":
      let text = container.waitingMessage
      let step =
        text.contains("runAsNonRoot")
        ? "set spec.securityContext.runAsUser to a user of the image"
        : "create it, or correct envFrom and env"
      return Trouble(reason: "ConfigurationMissing", message: "pods cannot start: \(text); \(step)")
    case "CreateContainerError", "RunContainerError":
      return Trouble(
        reason: "ContainerNotStarted",
        message: "pods cannot start: \(container.waitingMessage); check command and podTemplate")
    default: return nil
    }
  }

  private static func unschedulable(_ pod: KubeObject) -> Trouble? {
    guard let condition = pod.condition("PodScheduled"), condition.value == .false,
      condition.reason == "Unschedulable"
    else { return nil }
    let text = condition.message
    let step =
      if text.contains("unbound immediate PersistentVolumeClaims") {
        "see condition \(Part.storage.rawValue)"
      } else if text.contains("Insufficient") {
        "lower the resources or replicas, or add a node"
      } else if text.contains("pod affinity rules") || text.contains("volume node affinity") {
        "the volume binds all pods to one node, which cannot take them now"
      } else {
        "see what keeps the nodes from taking pods"
      }
    return Trouble(reason: "Unschedulable", message: "no node can take a pod: \(text); \(step)")
  }
}

/// Why an image cannot be pulled.
enum ImagePullTrouble {
  /// The trouble; `nil` when the image is there or on its way.
  static func trouble(_ container: ContainerState) -> Trouble? {
    switch container.waitingReason {
    case "ErrImagePull", "ImagePullBackOff", "RegistryUnavailable", "ImageInspectError":
      return Trouble(
        reason: "ImagePullFailed",
        message: "image \(container.image) cannot be pulled: \(cause(container.waitingMessage)); "
          + step(container.waitingMessage))
    case "InvalidImageName":
      return Trouble(
        reason: "ImagePullFailed", message: "\(container.image) is no valid image name; correct spec.image")
    case "ErrImageNeverPull":
      return Trouble(
        reason: "ImagePullFailed",
        message: "image \(container.image) is not on the node and imagePullPolicy is Never")
    default: return nil
    }
  }

  /// The kubelet goes to and fro between the failure and its back-off, which quotes the failure: both read the
  /// same here, so the status does not flip.
  private static func cause(_ text: String) -> String {
    let marker = "ErrImagePull: "
    guard let range = text.firstRange(of: marker) else {
      return text.hasPrefix("Back-off pulling image") ? "the kubelet tries again later" : text
    }
    return String(text[range.upperBound...])
  }

  private static func step(_ text: String) -> String {
    let lowercase = text.lowercased()
    func mentions(_ words: String...) -> Bool { words.contains { lowercase.contains($0) } }
    if mentions("unauthorized", "authentication required", "denied", "forbidden", "no basic auth") {
      return "name a Secret with the registry's credentials in spec.imagePullSecrets"
    }
    if mentions("not found", "manifest unknown") { return "check name and tag in spec.image" }
    return "check spec.image, spec.imagePullSecrets and that the node reaches the registry"
  }
}
