import KubeClient

/// An ingress controller: gives every Ingress of a class that exists its address.
enum IngressSimulator {
  /// Text of the failure annotation that keeps an Ingress without an address.
  static let addressFailure = "no-address"
  static let defaultClass = "ingressclass.kubernetes.io/is-default-class"
  private static let classAnnotation = "kubernetes.io/ingress.class"

  /// The status that an Ingress should have.
  static func reconcile(_ ingress: KubeObject, classes: [KubeObject], address: String) -> [SimulatorAction] {
    guard !ingress.metadata.isBeingDeleted else { return [] }
    let annotations = ingress.metadata.annotations
    let named = ingress["spec", "ingressClassName"]?.string ?? annotations[classAnnotation]
    let isServed =
      named.map { name in classes.contains { $0.metadata.name == name } }
      ?? classes.contains { $0.metadata.annotations[defaultClass] == "true" }
    let hasAddress = isServed && annotations[PodFailure.annotation] != addressFailure
    var actions: [SimulatorAction] = []
    let status: JSONValue = ["loadBalancer": hasAddress ? ["ingress": [["ip": JSONValue(address)]]] : [:]]
    if hasAddress || ingress["status", "loadBalancer", "ingress"] != nil {
      actions.updateStatus(.ingresses, of: ingress, to: status)
    }
    return actions
  }
}
