import Foundation
import KubeClient
import Testing

@testable import DevCluster

@Suite(
  "Simulators against the recorded controllers", .serialized,
  .enabled(if: !RecordedScenario.all.isEmpty, "the recordings are not beside the repository"))
struct RecordedControllersTests {
  /// Images that failed in the recording, and tags that fail here.
  private static let images = [
    "badpull:3": "app:bad-pull", "crash:4": "app:crash-255", "fail:1": "app:crash-1",
    "badpull:1": "app:bad-pull",
  ]

  private static func simulated(_ image: String) -> String { images[image] ?? image }

  private static func image(of template: JSONValue?) -> String {
    simulated(template?["spec", "containers"]?[0]?["image"]?.string ?? "")
  }

  /// The recorded spec with images that fail here as they did there.
  private static func spec(_ object: KubeObject) -> JSONValue {
    var spec = object.spec
    let containers = spec["template", "spec", "containers"]?.items ?? []
    spec["template", "spec", "containers"] = .array(
      containers.map {
        var container = $0
        container["image"] = JSONValue(simulated($0["image"]?.string ?? ""))
        return container
      })
    return spec
  }

  private static func condition(_ object: KubeObject, _ type: String) -> String {
    object.condition(type).map { "\(type)=\($0.value.rawValue)/\($0.reason)" } ?? ""
  }

  private static func progress(_ object: KubeObject) -> String { condition(object, "Progressing") }

  private static func available(_ object: KubeObject) -> String { condition(object, "Available") }

  // MARK: Rollouts

  /// A rollout as others see it, in the recording or in the simulation.
  private struct Rollout: Equatable {
    var progress: [String]
    var availability: [String]
    var finalStatus: JSONValue
    var revision: String?
    /// The sizes that each ReplicaSet was given, by its image.
    var sizes: [String: [String]]
    /// The revision of each ReplicaSet.
    var revisions: [String: String]
    /// Events in the order of their kinds, with images for names.
    var events: Set<String>
  }

  private static let rollouts = [
    "deployment-create", "deployment-rolling-update", "deployment-bad-image-deadline",
    "deployment-back-to-good", "deployment-crash-loop", "deployment-superseded-midway",
    "deployment-scale-to-zero",
  ]

  private func rollout(
    _ events: [(kind: String, object: KubeObject)], images: inout [String: String]
  ) -> Rollout {
    var rollout = Rollout(
      progress: [], availability: [], finalStatus: .null, sizes: [:], revisions: [:], events: [])
    for (kind, object) in events {
      switch kind {
      case "Deployment":
        rollout.progress.append(Self.progress(object))
        rollout.availability.append(Self.available(object))
        rollout.finalStatus = Volatile.status(object)
        rollout.revision = object.metadata.annotations["deployment.kubernetes.io/revision"]
      case "ReplicaSet":
        let image = Self.image(of: object["spec", "template"])
        images[object.metadata.name] = image
        rollout.sizes[image, default: []].append("\(object["spec", "replicas"]?.int ?? 0)")
        rollout.revisions[image] = object.metadata.annotations["deployment.kubernetes.io/revision"]
      case "Event" where object["involvedObject", "kind"] == "Deployment":
        var message = object["message"]?.string ?? ""
        for (name, image) in images { message = message.replacingOccurrences(of: name, with: image) }
        rollout.events.insert(message.replacingOccurrences(of: "(combined from similar events): ", with: ""))
      default: break
      }
    }
    let once = { (items: [String]) in
      items.filter { !$0.isEmpty }.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
    }
    rollout.progress = once(rollout.progress)
    rollout.availability = once(rollout.availability)
    rollout.sizes = rollout.sizes.mapValues(once)
    return rollout
  }

  @Test func `roll a Deployment out, forth and back as the real controllers did`() throws {
    let cluster = try VirtualCluster(namespace: "rollouts")
    var recordedImages: [String: String] = [:]
    var simulatedImages: [String: String] = [:]
    for name in Self.rollouts {
      let scenario = try #require(RecordedScenario.named(name))
      let start = cluster.history.count
      let order = try #require(scenario.events.first { $0.kind == "Deployment" }?.object)
      if cluster.store.get(.deployments, namespace: "rollouts", name: "web") == nil {
        var manifest: JSONValue = ["metadata": ["name": "web", "namespace": "rollouts"]]
        manifest["spec"] = Self.spec(order)
        try cluster.create(.deployments, manifest)
      } else {
        try cluster.store.update(.deployments, namespace: "rollouts", name: "web") {
          $0["spec"] = Self.spec(order)
        }
      }
      cluster.run(for: 13)
      let simulated = rollout(
        cluster.history[start...].filter {
          $0.change != .deleted && !($0.key.resource == "events" && $0.change == .updated)
        }
        .map { ($0.object.kind, $0.object) },
        images: &simulatedImages)
      let recorded = rollout(
        scenario.events.filter { $0.type != "DELETED" }.map { ($0.kind, $0.object) }, images: &recordedImages)
      #expect(simulated.progress == recorded.progress, "\(name)")
      #expect(simulated.availability == recorded.availability, "\(name)")
      #expect(simulated.finalStatus == recorded.finalStatus, "\(name)")
      #expect(simulated.revision == recorded.revision, "\(name)")
      #expect(simulated.sizes == recorded.sizes, "\(name)")
      #expect(simulated.revisions == recorded.revisions, "\(name)")
      // Events that the real recorder has merged into one do not show all their messages.
      #expect(recorded.events.isSubset(of: simulated.events), "\(name)")
    }
  }

  @Test func `recreate a Deployment's pods as the real controllers did`() throws {
    let scenario = try #require(RecordedScenario.named("deployment-recreate"))
    let cluster = try VirtualCluster(namespace: "rollouts")
    let orders = scenario.events.filter { $0.kind == "Deployment" }.map(\.object)
    let first = try #require(orders.first)
    let second = try #require(orders.first { $0.metadata.generation == 2 })
    var manifest: JSONValue = ["metadata": ["name": "sched", "namespace": "rollouts"]]
    manifest["spec"] = first.spec
    try cluster.create(.deployments, manifest)
    cluster.run(for: 5)
    try cluster.store.update(.deployments, namespace: "rollouts", name: "sched") {
      $0["spec"] = second.spec
    }
    cluster.run(for: 5)
    let select = { (object: KubeObject) in "\(Self.available(object)) \(Self.progress(object))" }
    #expect(
      cluster.states(of: "deployments.apps", "sched", select)
        == scenario.states("Deployment", "sched", select))
    let counts = { (object: KubeObject) in
      "\(Self.image(of: object["spec", "template"])) \(object["spec", "replicas"]?.int ?? 0)"
        + " of \(object["status", "replicas"]?.int ?? 0) ready \(object["status", "readyReplicas"]?.int ?? 0)"
        + " terminating \(object["status", "terminatingReplicas"]?.int ?? 0)"
    }
    let simulated = cluster.history.filter { $0.key.resource == "replicasets.apps" }.map { counts($0.object) }
    #expect(
      Set(simulated) == Set(scenario.events.filter { $0.kind == "ReplicaSet" }.map { counts($0.object) }))
    let last = try #require(cluster.store.get(.deployments, namespace: "rollouts", name: "sched"))
    #expect(Volatile.status(last) == scenario.last("Deployment").map(Volatile.status).first)
  }

  // MARK: Jobs

  @Test(arguments: ["job-success", "job-failure-backoff", "job-deadline"])
  func `run Jobs as the real controller did`(name: String) throws {
    let scenario = try #require(RecordedScenario.named(name))
    let cluster = try VirtualCluster(namespace: "rollouts")
    let job = try #require(scenario.events.first { $0.kind == "Job" }?.object)
    var spec = Self.spec(job)
    spec["selector"] = nil
    spec["template", "metadata"] = [:]
    var manifest: JSONValue = ["metadata": ["name": JSONValue(job.metadata.name), "namespace": "rollouts"]]
    manifest["spec"] = spec
    try cluster.create(.jobs, manifest)
    cluster.run(for: 60)
    let select = { (object: KubeObject) -> String in
      let status = Volatile.status(object)
      let uncounted = ["succeeded", "failed"].map {
        status["uncountedTerminatedPods", $0]?.items.count ?? 0
      }
      let conditions = object.conditions.map { "\($0.type)=\($0.reason): \($0.message)" }
      return "active \(status["active"]?.int ?? 0) succeeded \(status["succeeded"]?.int ?? 0) "
        + "failed \(status["failed"]?.int ?? 0) uncounted \(uncounted) \(conditions)"
    }
    let simulated = cluster.states(of: "jobs.batch", job.metadata.name, select)
    #expect(simulated == scenario.states("Job", job.metadata.name, select))
    let last = try #require(cluster.store.get(.jobs, namespace: "rollouts", name: job.metadata.name))
    #expect(Volatile.status(last) == scenario.last("Job").map(Volatile.status).first)
    let told = { (events: [KubeObject]) in
      Set(
        events.filter { $0["involvedObject", "kind"] == "Job" }
          .map { "\($0["type"]?.string ?? "") \($0["reason"]?.string ?? "")" })
    }
    #expect(
      told(cluster.store.list(SimulatedResource.events)) == told(scenario.last("Event")))
  }

  @Test func `fire a CronJob as the real controller did`() throws {
    let scenario = try #require(RecordedScenario.named("cronjob"))
    let cluster = try VirtualCluster(namespace: "rollouts")
    let cronJob = try #require(scenario.events.first { $0.kind == "CronJob" }?.object)
    var manifest: JSONValue = ["metadata": ["name": "tick", "namespace": "rollouts"]]
    manifest["spec"] = cronJob.spec
    try cluster.create(.cronJobs, manifest)
    cluster.run(for: 61)
    let job = try #require(cluster.store.list(.jobs).first)
    let recorded = try #require(scenario.last("Job").first)
    let due = try #require(
      job.metadata.annotations[CronJobSimulator.scheduledAnnotation].flatMap(Timestamp.date))
    #expect(job.metadata.name == "tick-\(Int(due.timeIntervalSince1970) / 60)")
    #expect(Volatile.status(job) == Volatile.status(recorded))
    #expect(job.metadata.ownerReferences.map(\.kind) == recorded.metadata.ownerReferences.map(\.kind))
    var (spec, wanted) = (job.spec, recorded.spec)
    for field in ["selector", "template"] {
      spec[field] = nil
      wanted[field] = nil
    }
    #expect(spec == wanted)
    let last = try #require(cluster.store.get(.cronJobs, namespace: "rollouts", name: "tick"))
    #expect(Volatile.status(last) == scenario.last("CronJob").map(Volatile.status).first)
    #expect(last["status", "lastScheduleTime"]?.string == Timestamp.text(due))
    #expect(last["status", "lastSuccessfulTime"] == job["status", "completionTime"])
    #expect(
      Set(
        cluster.store.list(SimulatedResource.events).filter { $0["involvedObject", "kind"] == "CronJob" }
          .compactMap { $0["reason"]?.string }) == ["SuccessfulCreate", "SawCompletedJob"])
  }

  // MARK: Claims

  @Test(arguments: ["pvc-bind", "pvc-unknown-class"])
  func `bind claims as the real controllers did`(name: String) throws {
    let scenario = try #require(RecordedScenario.named(name))
    let cluster = try VirtualCluster(namespace: "rollouts")
    var storageClass = KubeObject(SimulatedResource.storageClasses, name: "local-path")
    storageClass["provisioner"] = "example.com/local"
    storageClass["volumeBindingMode"] = "Immediate"
    try cluster.store.delete(SimulatedResource.storageClasses, name: "local-path")
    try cluster.store.create(SimulatedResource.storageClasses, storageClass)
    let claim = try #require(scenario.events.first { $0.kind == "PersistentVolumeClaim" }?.object)
    try cluster.store.create(.persistentVolumeClaims, claim)
    cluster.run(for: 5)
    let select = { (object: KubeObject) -> String in
      let annotations = object.metadata.annotations.map { "\($0.key)=\($0.value)" }.sorted()
      let hasVolume =
        object["spec", "volumeName"]?.string == "pv-\(object.metadata.uid)"
        || object["spec", "volumeName"]?.string == "pvc-\(object.metadata.uid)"
      return "\(annotations) \(hasVolume) \(object.status)"
    }
    #expect(
      cluster.states(of: "persistentvolumeclaims", claim.metadata.name, select)
        == scenario.states("PersistentVolumeClaim", claim.metadata.name, select))
    let told = { (events: [KubeObject]) in
      Set(
        events.filter { $0["involvedObject", "name"]?.string == claim.metadata.name }
          .map { "\($0["reason"]?.string ?? ""): \($0["message"]?.string ?? "")" })
    }
    #expect(
      told(scenario.last("Event")).isSubset(of: told(cluster.store.list(SimulatedResource.events))))
  }
}
