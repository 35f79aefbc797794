import KubeClient
import Testing

@testable import Reconcilers

@Suite("StatusEvents")
struct StatusEventsTests {
  private func reasons(_ before: [Condition], _ after: [Condition]) -> [String] {
    var app = KubeObject(LaravelApp.resourceType, name: "shop", namespace: "shop")
    app["status", "conditions"] = .array(before.map(\.json))
    return StatusEvents.notes(about: app, changingTo: after).map { "\($0.level.rawValue) \($0.reason)" }
  }

  @Test("tells when an app becomes ready, once")
  func ready() {
    let ready = Condition("Ready", .true, reason: "Ready")
    #expect(reasons([], [ready]) == ["Normal Ready"])
    #expect(reasons([ready], [ready]).isEmpty)
  }

  @Test("tells when an app stops being ready, but not that a new one is not ready yet")
  func notReady() {
    let starting = Condition("Ready", .false, reason: "Starting", message: "0 of 2 ready")
    #expect(reasons([], [starting]).isEmpty)
    #expect(reasons([Condition("Ready", .true, reason: "Ready")], [starting]) == ["Warning NotReady"])
  }

  @Test("tells each new reason for being degraded, and an invalid spec once")
  func degraded() {
    let pull = Condition("Degraded", .true, reason: "ImagePullFailed")
    let crash = Condition("Degraded", .true, reason: "Error")
    #expect(reasons([], [pull]) == ["Warning ImagePullFailed"])
    #expect(reasons([pull], [crash]) == ["Warning Error"])
    let invalid = [
      Condition("Ready", .false, reason: "InvalidSpec"), Condition("Degraded", .true, reason: "InvalidSpec"),
    ]
    #expect(reasons([], invalid) == ["Warning InvalidSpec"])
  }
}
