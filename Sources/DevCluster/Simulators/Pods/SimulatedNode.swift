import Foundation
import KubeClient

/// The one node of a simulated cluster.
struct SimulatedNode: Sendable, Hashable {
  let name: String
  let ip: String

  static let dev = SimulatedNode(name: "dev-node", ip: "127.0.0.1")

  /// Addresses of pods come from the range that k3s gives its first node.
  static func podIP(number: Int) -> String { "10.42.\(number / 250 % 250).\(number % 250 + 2)" }

  /// The Node object, ready for whatever comes.
  func object(at now: Date) -> KubeObject {
    let time = JSONValue(Timestamp.text(now))
    let capacity: JSONValue = ["cpu": "8", "memory": "32Gi", "pods": "5000", "ephemeral-storage": "100Gi"]
    var node = KubeObject(
      SimulatedResource.nodes, name: name,
      labels: [
        "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
        "node-role.kubernetes.io/control-plane": "true",
      ])
    node["spec"] = ["podCIDR": "10.42.0.0/16", "podCIDRs": ["10.42.0.0/16"]]
    node["status"] = [
      "capacity": capacity, "allocatable": capacity,
      "addresses": [
        ["type": "InternalIP", "address": JSONValue(ip)], ["type": "Hostname", "address": JSONValue(name)],
      ],
      "conditions": [
        [
          "type": "Ready", "status": "True", "reason": "KubeletReady",
          "message": "kubelet is posting ready status", "lastHeartbeatTime": time, "lastTransitionTime": time,
        ]
      ],
      "nodeInfo": [
        "kubeletVersion": "v1.36.0", "operatingSystem": "linux", "architecture": "amd64",
        "containerRuntimeVersion": "simulated://1", "osImage": "DevCluster", "kernelVersion": "simulated",
        "kubeProxyVersion": "", "machineID": "", "systemUUID": "", "bootID": "",
      ],
    ]
    return node
  }
}
