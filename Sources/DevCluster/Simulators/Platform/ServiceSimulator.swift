import KubeClient

/// The EndpointSlice controller, and a load balancer for the Services that ask for one.
enum ServiceSimulator {
  static let component = "endpoint-slice-controller"
  private static let manager = "endpointslice-controller.k8s.io"

  /// What the controller sees.
  struct Snapshot {
    let service: KubeObject
    /// The pods that its selector selects.
    let pods: [KubeObject]
    /// The EndpointSlices that it owns.
    let slices: [KubeObject]
  }

  /// Brings the EndpointSlice up to date.
  static func reconcile(_ snapshot: Snapshot, nodeAddress: String) -> [SimulatorAction] {
    let service = snapshot.service
    guard !service.metadata.isBeingDeleted, service["spec", "type"]?.string != "ExternalName" else {
      return []
    }
    var actions: [SimulatorAction] = []
    if service["spec", "type"]?.string == "LoadBalancer" {
      let status: JSONValue = ["loadBalancer": ["ingress": [["ip": JSONValue(nodeAddress)]]]]
      actions.updateStatus(.services, of: service, to: status)
    }
    if service["spec", "selector"]?.object?.isEmpty == false { publish(snapshot, &actions) }
    return actions
  }

  private static func publish(_ snapshot: Snapshot, _ actions: inout [SimulatorAction]) {
    let service = snapshot.service
    let meta = service.metadata
    let pods = snapshot.pods.map(PodView.init).filter { !$0.ip.isEmpty && !$0.hasEnded }
    let endpoints = pods.sorted { $0.object.metadata.name < $1.object.metadata.name }.map {
      endpoint($0, publishesNotReady: service["spec", "publishNotReadyAddresses"]?.bool ?? false)
    }
    let ports = (service["spec", "ports"]?.items ?? []).compactMap { port($0, of: pods.first) }
    guard let slice = snapshot.slices.first else {
      var slice = KubeObject(SimulatedResource.endpointSlices, name: "", namespace: meta.namespace)
      slice["metadata", "name"] = nil
      slice["metadata", "generateName"] = JSONValue("\(meta.name)-")
      slice["metadata", "labels"] = service["metadata", "labels"] ?? [:]
      slice["metadata", "labels", "kubernetes.io/service-name"] = JSONValue(meta.name)
      slice["metadata", "labels", "endpointslice.kubernetes.io/managed-by"] = JSONValue(manager)
      slice.metadata.ownerReferences = [
        OwnerReference(apiVersion: "v1", kind: "Service", name: meta.name, uid: meta.uid)
      ]
      slice["addressType"] = "IPv4"
      slice["endpoints"] = .array(endpoints)
      slice["ports"] = .array(ports)
      actions.append(.create(SimulatedResource.endpointSlices, slice))
      return
    }
    var changed = slice
    changed["endpoints"] = .array(endpoints)
    changed["ports"] = .array(ports)
    if changed != slice { actions.append(.update(SimulatedResource.endpointSlices, changed)) }
  }

  private static func endpoint(_ pod: PodView, publishesNotReady: Bool) -> JSONValue {
    let meta = pod.object.metadata
    return [
      "addresses": [JSONValue(pod.ip)],
      "conditions": [
        "ready": JSONValue(publishesNotReady || (pod.isReady && !pod.isTerminating)),
        "serving": JSONValue(pod.isReady), "terminating": JSONValue(pod.isTerminating),
      ],
      "nodeName": JSONValue(pod.nodeName),
      "targetRef": [
        "kind": "Pod", "name": JSONValue(meta.name), "namespace": JSONValue(meta.namespace),
        "uid": JSONValue(meta.uid),
      ],
    ]
  }

  /// A port with its number; one that goes by name takes it from a pod, and is left out while there is none.
  private static func port(_ port: JSONValue, of pod: PodView?) -> JSONValue? {
    var number = (port["targetPort"] ?? port["port"])?.int
    if let name = port["targetPort"]?.string {
      number =
        (pod?.object["spec", "containers"]?.items ?? [])
        .flatMap { $0["ports"]?.items ?? [] }
        .first { $0["name"]?.string == name }?["containerPort"]?.int
    }
    guard let number else { return nil }
    return .object([
      "name": port["name"] ?? "", "port": JSONValue(number), "protocol": port["protocol"] ?? "TCP",
      "appProtocol": port["appProtocol"],
    ])
  }
}
