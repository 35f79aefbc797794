import KubeClient

/// The health of the Ingress and of its certificate.
enum IngressHealth {
  /// The judgment of a live Ingress. Without an address it cannot be told: some controllers never write one.
  static func judgment(_ ingress: KubeObject) -> Judgment {
    let addresses = (ingress.status["loadBalancer", "ingress"]?.items ?? [])
      .compactMap { $0["ip"]?.string ?? $0["hostname"]?.string }
    guard addresses.isEmpty else {
      return .works(
        .ingress, reason: "AddressAssigned", message: "served at \(addresses.joined(separator: ", "))")
    }
    let className = ingress.spec["ingressClassName"]?.string
    return .unknown(
      .ingress, reason: "NoAddress",
      message: "the ingress controller has not written an address; if the app cannot be reached, check that "
        + (className.map { "class \($0) exists" } ?? "the cluster has a default IngressClass"))
  }

  /// The judgment of the certificate that cert-manager makes; `nil` when the app asks for none.
  static func certificate(of app: LaravelApp, in observation: AppObservation) -> Judgment? {
    guard app.spec.hasIngress, app.spec.hasTLS,
      app.spec.ingress?.tls?.clusterIssuer != nil || app.spec.ingress?.tls?.issuer != nil
    else { return nil }
    let name = IngressChild.certificateName(of: app)
    guard let certificate = observation.certificates.first(where: { $0.metadata.name == name }) else {
      return .unknown(
        .certificate, reason: "NoCertificate",
        message: "there is no Certificate \(name); is cert-manager installed and does it watch Ingresses?")
    }
    switch certificate.condition("Ready") {
    case let ready? where ready.value == .true:
      return .works(.certificate, reason: "Issued", message: "\(name) is valid")
    case let ready?:
      let isFailing = certificate.status["lastFailureTime"]?.string != nil
      return Judgment(
        part: .certificate, value: .false, reason: isFailing ? "IssuanceFailed" : "Issuing",
        message: "\(ready.message); kubectl describe certificate \(name)", isFault: isFailing,
        blocksReady: true,
        progress: isFailing ? nil : "certificate \(name) is being issued")
    case nil:
      return Judgment(
        part: .certificate, value: .unknown, reason: "Issuing", message: "\(name) has no status yet",
        blocksReady: true, progress: "certificate \(name) is being issued")
    }
  }
}
