import KubeClient

/// cert-manager's ingress-shim: the Certificates that an Ingress asks for by annotation.
enum IngressShim {
  private static let clusterIssuer = "cert-manager.io/cluster-issuer"
  private static let issuer = "cert-manager.io/issuer"

  /// Creates, changes and deletes the Certificates of an Ingress, one for each `tls` entry.
  static func reconcile(_ ingress: KubeObject, certificates: [KubeObject]) -> [SimulatorAction] {
    guard !ingress.metadata.isBeingDeleted else { return [] }
    var actions: [SimulatorAction] = []
    var wanted: Set<String> = []
    let annotations = ingress.metadata.annotations
    let issuerName = annotations[clusterIssuer] ?? annotations[issuer]
    if let issuerName {
      let kind = annotations[clusterIssuer] != nil ? "ClusterIssuer" : "Issuer"
      for entry in ingress["spec", "tls"]?.items ?? [] {
        guard let name = entry["secretName"]?.string, !name.isEmpty, wanted.insert(name).inserted else {
          continue
        }
        let spec: JSONValue = [
          "dnsNames": .array(entry["hosts"]?.items ?? []), "secretName": JSONValue(name),
          "issuerRef": [
            "name": JSONValue(issuerName), "kind": JSONValue(kind), "group": "cert-manager.io",
          ],
          "usages": ["digital signature", "key encipherment"],
        ]
        let present = certificates.first { $0.metadata.name == name }
        plan(ingress, name, spec, present, &actions)
      }
    }
    for old in certificates where !wanted.contains(old.metadata.name) && !old.metadata.isBeingDeleted {
      actions.append(.delete(.certificates, old))
    }
    return actions
  }

  private static func plan(
    _ ingress: KubeObject, _ name: String, _ spec: JSONValue, _ present: KubeObject?,
    _ actions: inout [SimulatorAction]
  ) {
    let meta = ingress.metadata
    guard let present else {
      var certificate = KubeObject(
        .certificates, name: name, namespace: meta.namespace, labels: meta.labels)
      certificate.metadata.ownerReferences = [
        OwnerReference(
          apiVersion: "networking.k8s.io/v1", kind: "Ingress", name: meta.name, uid: meta.uid)
      ]
      certificate["spec"] = spec
      actions.append(.create(.certificates, certificate))
      actions.event(
        ingress, "CreateCertificate", "Successfully created Certificate \"\(name)\"",
        from: "cert-manager-ingress-shim")
      return
    }
    var changed = present
    for field in ["dnsNames", "issuerRef"] { changed["spec", field] = spec[field] }
    if changed != present { actions.append(.update(.certificates, changed)) }
  }
}
