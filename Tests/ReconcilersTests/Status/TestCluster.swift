import KubeClient
import Testing

@testable import Reconcilers

/// The objects of one app as a cluster would have them: everything runs until a test says otherwise.
struct TestCluster {
  let app: LaravelApp
  var object: KubeObject
  var outcomes: [ChildOutcome]
  var pods: [KubeObject] = []
  var replicaSets: [KubeObject] = []
  var jobs: [KubeObject] = []
  var certificates: [KubeObject] = []

  /// An app whose children are all there and well.
  init(_ spec: String = "image: registry.example.com/shop:1", generation: Int = 1) throws {
    object = try TestApp.object(spec, generation: generation)
    app = try LaravelApp(object)
    outcomes = TestApp.children(app).map { ChildOutcome($0, live: Self.healthy($0)) }
  }

  private static func healthy(_ child: DesiredChild) -> KubeObject {
    var live = child.object
    live["metadata", "uid"] = JSONValue("\(child.type.kind)/\(live.metadata.name)")
    live["metadata", "generation"] = 1
    switch child.type {
    case .deployments:
      let replicas = live["spec", "replicas"] ?? 2
      live["spec", "replicas"] = replicas
      live["status"] = [
        "observedGeneration": 1, "replicas": replicas, "updatedReplicas": replicas,
        "readyReplicas": replicas, "availableReplicas": replicas,
      ]
    case .persistentVolumeClaims: live["status"] = ["phase": "Bound"]
    case .cronJobs: live["status"] = ["lastScheduleTime": "2026-11-21T05:09:00Z"]
    case .ingresses: live["status"] = ["loadBalancer": ["ingress": [["ip": "192.0.2.1"]]]]
    default: break
    }
    return live
  }

  /// Changes the outcome of the child of that kind (and name).
  mutating func change(_ type: ResourceType, _ name: String? = nil, _ body: (inout ChildOutcome) -> Void) {
    for index in outcomes.indices where outcomes[index].child.type == type {
      if let name, outcomes[index].child.object.metadata.name != name { continue }
      body(&outcomes[index])
    }
  }

  /// Sets the status of a live Deployment.
  mutating func deployment(
    _ name: String, available: Int, updated: Int, of replicas: Int, conditions: JSONValue = []
  ) {
    change(.deployments, name) { outcome in
      outcome.live?["status"] = [
        "observedGeneration": 1, "replicas": JSONValue(replicas), "updatedReplicas": JSONValue(updated),
        "availableReplicas": JSONValue(available), "conditions": conditions,
      ]
    }
  }

  /// Adds a pod of a workload with that status in YAML.
  mutating func pod(of deployment: String, _ status: String, hash: String? = nil) throws {
    let child = try #require(
      outcomes.first { $0.child.object.metadata.name == deployment && $0.child.isWorkload })
    var pod = KubeObject(
      .pods, name: "\(deployment)-\(pods.count)", labels: child.child.object.metadata.labels)
    pod.metadata.labels["pod-template-hash"] = hash
    pod["status"] = try JSONValue.documents(yaml: status).first
    pods.append(pod)
  }

  var observation: AppObservation {
    AppObservation(
      outcomes: outcomes, pods: pods, replicaSets: replicaSets, jobs: jobs, certificates: certificates)
  }
}
