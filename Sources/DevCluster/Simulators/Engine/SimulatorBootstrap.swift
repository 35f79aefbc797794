import Foundation
import KubeClient

/// What a cluster has before anybody asks for anything: a node, a default StorageClass, an IngressClass.
///
/// Names and modes are those of k3s, for which the operator's defaults are made.
enum SimulatorBootstrap {
  static func objects(node: SimulatedNode, at now: Date) -> [(ResourceType, KubeObject)] {
    [
      (SimulatedResource.nodes, node.object(at: now)), (SimulatedResource.storageClasses, storageClass),
      (SimulatedResource.ingressClasses, ingressClass),
    ]
  }

  private static var storageClass: KubeObject {
    var object = KubeObject(SimulatedResource.storageClasses, name: "local-path")
    object.metadata.annotations = [PersistentVolumeClaimSimulator.Annotation.defaultClass: "true"]
    object["provisioner"] = "rancher.io/local-path"
    object["reclaimPolicy"] = "Delete"
    object["volumeBindingMode"] = "WaitForFirstConsumer"
    object["allowVolumeExpansion"] = true
    return object
  }

  private static var ingressClass: KubeObject {
    var object = KubeObject(SimulatedResource.ingressClasses, name: "traefik")
    object.metadata.annotations = [IngressSimulator.defaultClass: "true"]
    object["spec"] = ["controller": "traefik.io/ingress-controller"]
    return object
  }
}
