import Foundation
import KubeClient

/// A way in which a simulated pod misbehaves.
///
/// It is asked for by the annotation `dev.laravel-operator.dev/fail` on the pod (so, on a Deployment's or Job's
/// pod template), by the tag of an image, or in code through a `FailurePlan`; the texts are those of `init(_:)`.
public enum PodFailure: Sendable, Hashable {
  /// The image cannot be pulled: ErrImagePull, then ImagePullBackOff. Text `image-pull`, tag `bad-pull`.
  case imagePull
  /// A container ends with that code soon after its start. Text `crash` (1) or `crash:255`, tag `crash-255`.
  case crash(exitCode: Int)
  /// As `crash` with code 1, but only that many times; then all is well. Text `flaky:2`, tag `flaky-2`.
  case flaky(times: Int)
  /// Readiness probes never succeed. Text `never-ready`.
  case neverReady
  /// No node takes the pod. Text `unschedulable`.
  case unschedulable
  /// Pulling and creating takes that many seconds. Text `slow:5`, tag `slow-5`.
  case slow(seconds: Int)
  /// A Job's container that never ends. Text `hang`.
  case hang
  /// Containers that ignore their stop signal: stopping takes the whole grace period. Text `ignore-stop`.
  case ignoresStop

  /// The annotation of a pod (or claim, Ingress, Certificate) that asks for a failure.
  public static let annotation = "dev.laravel-operator.dev/fail"

  /// The failure of that text, with `:` or `-` before a number; `nil` when it names none.
  public init?(_ text: some StringProtocol) {
    let name: String
    var number: Int?
    if let separator = text.lastIndex(where: { $0 == ":" || $0 == "-" }),
      let parsed = Int(text[text.index(after: separator)...]), parsed >= 0
    {
      name = String(text[..<separator])
      number = min(parsed, 86_400)
    } else {
      name = String(text)
    }
    switch name {
    case "image-pull", "bad-pull": self = .imagePull
    case "crash": self = .crash(exitCode: min(number ?? 1, 255))
    case "flaky": self = .flaky(times: number ?? 1)
    case "never-ready": self = .neverReady
    case "unschedulable": self = .unschedulable
    case "slow", "slow-start": self = .slow(seconds: number ?? 5)
    case "hang": self = .hang
    case "ignore-stop": self = .ignoresStop
    default: return nil
    }
  }

  /// What the pod's own annotation or one of its images asks for.
  static func asked(by pod: KubeObject) -> PodFailure? {
    if let text = pod["metadata", "annotations"]?[annotation]?.string { return PodFailure(text) }
    return (pod["spec", "containers"]?.items ?? []).lazy
      .compactMap { $0["image"]?.string.flatMap(Self.init(image:)) }.first
  }

  /// What the tag of that image asks for.
  init?(image: String) {
    let withoutDigest = image.prefix { $0 != "@" }
    guard let colon = withoutDigest.lastIndex(of: ":") else { return nil }
    self.init(withoutDigest[withoutDigest.index(after: colon)...])
  }
}
