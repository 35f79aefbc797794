import Foundation
import KubeClient
import Testing

@testable import Reconcilers

/// The objects of a real control plane, as its own controllers wrote them during rollouts good and bad.
@Suite("Recorded rollouts", .enabled(if: Recording.isAvailable, "the recordings are not on this machine"))
struct RecordedRolloutTests {
  @Test(
    "a rollout ends with the reason that fits",
    arguments: [
      ("deployment-create", "Available"), ("deployment-rolling-update", "Available"),
      ("deployment-bad-image-deadline", "ImagePullFailed"), ("deployment-back-to-good", "Available"),
      ("deployment-crash-loop", "CrashLoopBackOff"), ("deployment-superseded-midway", "Available"),
      ("deployment-scale-to-zero", "ScaledToZero"), ("deployment-recreate", "Available"),
    ])
  func ends(scenario: String, reason: String) throws {
    let recording = try Recording.upTo(scenario)
    let deployment = try #require(recording.last(of: "Deployment"))
    let child = try TestApp.child(.deployments, "shop-web", of: try TestApp.app())
    let health = DeploymentHealth(deployment, of: child, in: recording.observation(child), readinessPath: nil)
    #expect(health.judgment.reason == reason, "\(health.judgment.message)")
  }

  @Test("the old release serves while the new one cannot start")
  func oldServes() throws {
    let recording = try Recording.upTo("deployment-bad-image-deadline")
    let deployment = try #require(recording.last(of: "Deployment"))
    let child = try TestApp.child(.deployments, "shop-web", of: try TestApp.app())
    let health = DeploymentHealth(deployment, of: child, in: recording.observation(child), readinessPath: nil)
    #expect(health.judgment.value == .true)
    #expect(health.judgment.isFault)
    #expect(!health.judgment.blocksReady)
    #expect(health.judgment.progress == nil)
  }

  @Test("a CronJob whose run has ended works")
  func cronJob() throws {
    let recording = try Recording.upTo("cronjob")
    let cronJob = try #require(recording.last(of: "CronJob"))
    let child = try TestApp.child(.cronJobs, "shop-scheduler", of: try TestApp.app())
    let judgment = SchedulerHealth.judgment(cronJob, in: recording.observation(child))
    #expect(judgment.value == .true)
  }
}

/// Watch events of a recorded control plane, played up to the end of a scenario.
private struct Recording {
  private static let file = URL(filePath: #filePath).appending(
    path: "../../../../../shared/recorded/controllers-1.36.jsonl"
  ).standardized

  static var isAvailable: Bool { FileManager.default.fileExists(atPath: file.path()) }

  private var objects: [(kind: String, object: KubeObject)] = []

  static func upTo(_ scenario: String) throws -> Recording {
    var recording = Recording()
    var hasBegun = false
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let event = try JSONValue(parsing: String(line))
      let isOfScenario = event["scenario"]?.string == scenario
      if hasBegun, !isOfScenario { break }
      hasBegun = hasBegun || isOfScenario
      let object = KubeObject(event["object"] ?? .null)
      recording.objects.removeAll { $0.object.metadata.uid == object.metadata.uid }
      if event["type"] != "DELETED" { recording.objects.append((event["kind"]?.string ?? "", object)) }
    }
    return recording
  }

  func last(of kind: String) -> KubeObject? { objects.last { $0.kind == kind }?.object }

  func all(of kind: String) -> [KubeObject] { objects.filter { $0.kind == kind }.map(\.object) }

  func observation(_ child: DesiredChild) -> AppObservation {
    AppObservation(
      outcomes: [ChildOutcome(child, live: nil)], pods: all(of: "Pod"), replicaSets: all(of: "ReplicaSet"),
      jobs: all(of: "Job"))
  }
}
