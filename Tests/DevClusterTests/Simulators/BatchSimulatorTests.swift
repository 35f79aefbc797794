import Foundation
import KubeClient
import Testing

@testable import DevCluster

@Suite("Simulated Jobs and CronJobs")
struct BatchSimulatorTests {
  private func cronJob(_ schedule: String, spec extra: JSONValue = [:], image: String = "app:1") -> JSONValue
  {
    var spec = extra
    spec["schedule"] = JSONValue(schedule)
    spec["jobTemplate"] = ["spec": Manifest.job("x", image: image)["spec"] ?? [:]]
    return ["metadata": ["name": "tick"], "spec": spec]
  }

  private func jobs(_ cluster: VirtualCluster) -> [KubeObject] {
    cluster.store.list(.jobs, namespace: "shop")
  }

  @Test func `replace a failed pod after the back-off until one succeeds`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.jobs, Manifest.job("migrate", image: "app:flaky-2"))
    cluster.run(for: 120)
    let job = try #require(cluster.get(.jobs, "migrate"))
    #expect(job["status", "failed"] == 2)
    #expect(job["status", "succeeded"] == 1)
    #expect(job.condition("Complete")?.value == .true)
  }

  @Test func `with OnFailure restart containers in place up to the limit`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(
      .jobs,
      Manifest.job("migrate", image: "app:crash", restartPolicy: "OnFailure", spec: ["backoffLimit": 2]))
    cluster.run(for: 120)
    let job = try #require(cluster.get(.jobs, "migrate"))
    #expect(job.condition("Failed")?.reason == "BackoffLimitExceeded")
    #expect(cluster.history.filter { $0.key.resource == "pods" && $0.change == .created }.count == 1)
  }

  @Test func `are deleted when their time after the end is over`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.jobs, Manifest.job("migrate", spec: ["ttlSecondsAfterFinished": 60]))
    cluster.run(for: 50)
    #expect(cluster.get(.jobs, "migrate")?.metadata.isBeingDeleted == false)
    cluster.run(for: 20)
    #expect(cluster.get(.jobs, "migrate")?.metadata.isBeingDeleted != false)
  }

  @Test func `let go of their pods when they are deleted`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.jobs, Manifest.job("migrate", image: "app:hang"))
    cluster.run(for: 3)
    let pod = try #require(cluster.pods().first)
    #expect(pod.metadata.finalizers == [JobSimulator.tracking])
    try cluster.store.delete(.jobs, namespace: "shop", name: "migrate")
    try cluster.store.delete(.pods, namespace: "shop", name: pod.metadata.name)
    cluster.run(for: 3)
    #expect(cluster.pods().isEmpty)
  }

  @Test func `run no pod while suspended`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.jobs, Manifest.job("migrate", spec: ["suspend": true]))
    cluster.run(for: 10)
    #expect(cluster.pods().isEmpty)
    #expect(cluster.get(.jobs, "migrate")?.condition("Suspended")?.value == .true)
    try cluster.update(.jobs, "migrate") { $0["spec", "suspend"] = false }
    cluster.run(for: 10)
    #expect(cluster.get(.jobs, "migrate")?.condition("Complete")?.value == .true)
  }

  @Test func `write nothing when they are over`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.jobs, Manifest.job("migrate"))
    cluster.run(for: 10)
    #expect(cluster.writes(during: 3600) == 0)
  }

  // MARK: CronJobs

  @Test func `keep as many finished Jobs as their history limits say`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.cronJobs, cronJob("* * * * *", spec: ["successfulJobsHistoryLimit": 2]))
    cluster.run(for: 600)
    #expect(jobs(cluster).count == 2)
  }

  @Test func `with Forbid start nothing while a Job runs`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(
      .cronJobs, cronJob("* * * * *", spec: ["concurrencyPolicy": "Forbid"], image: "app:hang"))
    cluster.run(for: 300)
    #expect(jobs(cluster).count == 1)
    #expect(cluster.events(of: "tick").contains { $0.hasPrefix("JobAlreadyActive") })
    #expect(cluster.get(.cronJobs, "tick")?["status", "active"]?.items.count == 1)
  }

  @Test func `with Allow run Jobs beside each other`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(
      .cronJobs, cronJob("* * * * *", spec: ["concurrencyPolicy": "Allow"], image: "app:hang"))
    cluster.run(for: 180)
    #expect(jobs(cluster).count == 3)
    #expect(cluster.get(.cronJobs, "tick")?["status", "active"]?.items.count == 3)
  }

  @Test func `with Replace run the newest Job only`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(
      .cronJobs, cronJob("* * * * *", spec: ["concurrencyPolicy": "Replace"], image: "app:hang"))
    cluster.run(for: 180)
    #expect(jobs(cluster).count == 1)
    let created = cluster.history.filter { $0.key.resource == "jobs.batch" && $0.change == .created }
    #expect(created.count == 3)
    #expect(jobs(cluster).first?.metadata.name == created.last?.object.metadata.name)
  }

  @Test func `that are suspended start nothing, and then the newest missed time only`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.cronJobs, cronJob("* * * * *", spec: ["suspend": true]))
    cluster.run(for: 600)
    #expect(jobs(cluster).isEmpty)
    try cluster.update(.cronJobs, "tick") { $0["spec", "suspend"] = false }
    cluster.run(for: 5)
    #expect(jobs(cluster).count == 1)
  }

  @Test func `do not start what is later than their deadline`() throws {
    let cluster = try VirtualCluster()
    // The clock begins at 13 minutes past an hour and stands at 43 minutes past another in the end.
    try cluster.create(
      .cronJobs, cronJob("0 * * * *", spec: ["startingDeadlineSeconds": 60, "suspend": true]))
    cluster.run(for: 3600 * 2 + 1800)
    try cluster.update(.cronJobs, "tick") { $0["spec", "suspend"] = false }
    cluster.run(for: 5)
    #expect(jobs(cluster).isEmpty)
  }

  @Test func `tell of a schedule that they cannot read`() throws {
    let cluster = try VirtualCluster()
    try cluster.create(.cronJobs, cronJob("61 * * * *"))
    cluster.run(for: 60)
    #expect(cluster.events(of: "tick").contains { $0.hasPrefix("UnparseableSchedule") })
    #expect(jobs(cluster).isEmpty)
  }
}

@Suite("Cron schedules")
struct CronScheduleTests {
  @Test(arguments: [
    ("* * * * *", "2026-01-31T12:00:00Z", "2026-01-31T12:01:00Z"),
    ("* * * * *", "2026-01-31T12:00:30Z", "2026-01-31T12:01:00Z"),
    ("*/15 * * * *", "2026-01-31T12:50:00Z", "2026-01-31T13:00:00Z"),
    ("5,35 8-18/2 * * *", "2026-01-31T10:35:00Z", "2026-01-31T12:05:00Z"),
    ("0 3 * * *", "2026-01-31T12:00:00Z", "2026-02-01T03:00:00Z"),
    ("0 0 29 2 *", "2026-01-31T12:00:00Z", "2028-02-29T00:00:00Z"),
    ("0 0 1 JAN *", "2026-01-31T12:00:00Z", "2027-01-01T00:00:00Z"),
    ("30 6 * * MON-FRI", "2026-01-31T12:00:00Z", "2026-02-02T06:30:00Z"),
    // Either of two restricted day fields is enough: Friday the 6th comes before the 13th.
    ("0 0 13 * 5", "2026-02-01T00:00:00Z", "2026-02-06T00:00:00Z"),
    ("0 0 */2 * 1", "2026-02-01T12:00:00Z", "2026-02-02T00:00:00Z"),
    ("40/10 * * * *", "2026-01-31T12:41:00Z", "2026-01-31T12:50:00Z"),
    ("@hourly", "2026-01-31T12:00:00Z", "2026-01-31T13:00:00Z"),
    ("@weekly", "2026-01-31T12:00:00Z", "2026-02-01T00:00:00Z"),
    ("@every 1h30m", "2026-01-31T12:00:00Z", "2026-01-31T13:30:00Z"),
  ])
  func `fire next`(schedule: String, after: String, next: String) throws {
    let date = try #require(Timestamp.date(after))
    #expect(try CronSchedule(schedule).next(after: date).map(Timestamp.text) == next)
  }

  @Test func `follow a time zone over a change of its clock`() throws {
    let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
    let schedule = try CronSchedule("30 2 * * *")
    // On 29 March 2026 the clock goes from 2:00 to 3:00: half past two does not come.
    let saturday = try #require(Timestamp.date("2026-03-28T12:00:00Z"))
    #expect(schedule.next(after: saturday, in: zone).map(Timestamp.text) == "2026-03-30T00:30:00Z")
  }

  @Test(arguments: [
    "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 7",
    "*/0 * * * *", "5-1 * * * *", "1-2-3 * * * *", "*/1/2 * * * *", "a * * * *", "@fortnightly", "@every x",
    "@every 5", ", * * * *",
  ])
  func `refuse texts that are none`(text: String) {
    #expect(throws: CronSchedule.ParseError.self) { try CronSchedule(text) }
  }

  @Test func `never fire on a date that does not exist`() throws {
    #expect(try CronSchedule("0 0 31 2 *").next(after: Date(timeIntervalSince1970: 0)) == nil)
  }
}
