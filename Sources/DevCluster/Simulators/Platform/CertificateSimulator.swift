import Foundation
import KubeClient

/// cert-manager as far as its users see it: Certificates become Ready and fill their Secrets.
enum CertificateSimulator {
  static let component = "cert-manager-certificates-issuing"
  /// Text of the failure annotation that keeps a Certificate from being issued.
  static let issuingFailure = "issuing"
  static let nameAnnotation = "cert-manager.io/certificate-name"
  static let issuers = ResourceType(
    group: "cert-manager.io", version: "v1", kind: "ClusterIssuer", plural: "clusterissuers",
    isNamespaced: false)
  /// The default duration of a Certificate, and how long before its end it is renewed.
  private static let (duration, renewal): (TimeInterval, TimeInterval) = (90 * 86_400, 30 * 86_400)

  /// A certificate and its key, as PEM.
  struct KeyPair: Sendable, Hashable {
    let certificate: String
    let key: String
  }

  /// Makes a certificate for DNS names that is good between two times; `nil` when that fails.
  typealias Source = @Sendable ([String], Date, Date) -> KeyPair?

  /// What the controllers see.
  struct Snapshot {
    let certificate: KubeObject
    /// The Secret that it names.
    let secret: KubeObject?
    /// Whether the issuer that it names is there.
    let hasIssuer: Bool
  }

  /// The next step of a Certificate; no action when it is up to date or waits for its issuer.
  static func reconcile(
    _ snapshot: Snapshot, timing: SimulatorTiming, source: Source, now: Date
  ) -> [SimulatorAction] {
    let certificate = snapshot.certificate
    guard !certificate.metadata.isBeingDeleted,
      let secretName = certificate["spec", "secretName"]?.string, !secretName.isEmpty
    else { return [] }
    let names = (certificate["spec", "dnsNames"]?.items ?? []).compactMap(\.string)
    var actions: [SimulatorAction] = []
    if let secret = snapshot.secret, covers(secret, names) {
      settle(certificate, now: now, &actions)
      return actions
    }
    let reason = snapshot.secret == nil ? "DoesNotExist" : "SecretMismatch"
    let message =
      snapshot.secret == nil
      ? "Issuing certificate as Secret does not exist"
      : "Issuing certificate as Existing issued Secret is not up to date for spec: [spec.dnsNames]"
    guard let since = issuingSince(certificate) else {
      begin(certificate, reason, message, timing, now: now, &actions)
      return actions
    }
    guard snapshot.hasIssuer else { return [] }
    if certificate.metadata.annotations[PodFailure.annotation] == issuingFailure {
      fail(certificate, now: now, &actions)
      return actions
    }
    let due = since.addingTimeInterval(timing.issue)
    guard due <= now else { return [.requeue(at: due)] }
    issue(certificate, secretName, names, snapshot.secret, source, now: now, &actions)
    return actions
  }

  // MARK: Steps

  private static func begin(
    _ certificate: KubeObject, _ reason: String, _ message: String, _ timing: SimulatorTiming, now: Date,
    _ actions: inout [SimulatorAction]
  ) {
    var status = certificate.status
    status["conditions"] = [
      condition(certificate, "Ready", .false, reason, message, now),
      condition(certificate, "Issuing", .true, reason, message, now),
    ]
    actions.updateStatus(.certificates, of: certificate, to: status)
    actions.event(certificate, "Issuing", message, from: "cert-manager-certificates-trigger")
    actions.append(.requeue(at: now.addingTimeInterval(timing.issue)))
  }

  private static func issue(
    _ certificate: KubeObject, _ secretName: String, _ names: [String], _ old: KubeObject?,
    _ source: Source, now: Date, _ actions: inout [SimulatorAction]
  ) {
    let end = now.addingTimeInterval(duration)
    guard let pair = source(names, now, end) else { return fail(certificate, now: now, &actions) }
    let issuer = certificate["spec", "issuerRef"]
    var secret = old ?? KubeObject(.secrets, name: secretName, namespace: certificate.metadata.namespace)
    secret["type"] = "kubernetes.io/tls"
    let annotations: [(String, String)] = [
      (nameAnnotation, certificate.metadata.name),
      ("cert-manager.io/alt-names", names.joined(separator: ",")),
      ("cert-manager.io/common-name", names.first ?? ""),
      ("cert-manager.io/issuer-name", issuer?["name"]?.string ?? ""),
      ("cert-manager.io/issuer-kind", issuer?["kind"]?.string ?? "Issuer"),
      ("cert-manager.io/issuer-group", issuer?["group"]?.string ?? "cert-manager.io"),
    ]
    for (key, value) in annotations { secret["metadata", "annotations", key] = JSONValue(value) }
    secret["metadata", "labels", "controller.cert-manager.io/fao"] = "true"
    secret["data"] = [
      "tls.crt": JSONValue(Data(pair.certificate.utf8).base64EncodedString()),
      "tls.key": JSONValue(Data(pair.key.utf8).base64EncodedString()),
    ]
    actions.append(old == nil ? .create(.secrets, secret) : .update(.secrets, secret))
    var status = certificate.status
    status["notBefore"] = JSONValue(Timestamp.text(now))
    status["notAfter"] = JSONValue(Timestamp.text(end))
    status["renewalTime"] = JSONValue(Timestamp.text(end.addingTimeInterval(-renewal)))
    status["revision"] = JSONValue((status["revision"]?.int ?? 0) + 1)
    status["failedIssuanceAttempts"] = nil
    status["lastFailureTime"] = nil
    status["conditions"] = [ready(certificate, now)]
    actions.updateStatus(.certificates, of: certificate, to: status)
    actions.event(certificate, "Issuing", "The certificate has been successfully issued", from: component)
  }

  /// A Certificate whose Secret is there already, be it from a restore.
  private static func settle(_ certificate: KubeObject, now: Date, _ actions: inout [SimulatorAction]) {
    var status = certificate.status
    status["conditions"] = [ready(certificate, now)]
    actions.updateStatus(.certificates, of: certificate, to: status)
  }

  private static func fail(_ certificate: KubeObject, now: Date, _ actions: inout [SimulatorAction]) {
    let message =
      "The certificate request has failed to complete and will be retried: Failed to wait for order resource "
      + "\"\(certificate.metadata.name)-1\" to become ready: order is in \"invalid\" state: simulated failure"
    guard certificate.condition("Issuing")?.reason != "Failed" else { return }
    var status = certificate.status
    let ready = (status["conditions"]?.items ?? []).filter { $0["type"]?.string == "Ready" }
    status["conditions"] = .array(
      ready + [condition(certificate, "Issuing", .false, "Failed", message, now)])
    status["failedIssuanceAttempts"] = JSONValue((status["failedIssuanceAttempts"]?.int ?? 0) + 1)
    status["lastFailureTime"] = JSONValue(Timestamp.text(now))
    actions.updateStatus(.certificates, of: certificate, to: status)
    actions.warn(certificate, "Failed", message, from: component)
  }

  // MARK: Facts

  private static func covers(_ secret: KubeObject, _ names: [String]) -> Bool {
    guard secret["data", "tls.crt"] != nil, secret["data", "tls.key"] != nil else { return false }
    guard let known = secret.metadata.annotations["cert-manager.io/alt-names"] else { return true }
    return Set(known.split(separator: ",").map(String.init)) == Set(names)
  }

  /// When the issuing began; `nil` when it has not, or was judged by another spec.
  private static func issuingSince(_ certificate: KubeObject) -> Date? {
    guard let issuing = certificate.condition("Issuing"),
      issuing.observedGeneration == certificate.metadata.generation
    else { return nil }
    return Timestamp.date(issuing.lastTransitionTime)
  }

  private static func ready(_ certificate: KubeObject, _ now: Date) -> JSONValue {
    condition(certificate, "Ready", .true, "Ready", "Certificate is up to date and has not expired", now)
  }

  private static func condition(
    _ certificate: KubeObject, _ type: String, _ value: Condition.Value, _ reason: String,
    _ message: String, _ now: Date
  ) -> JSONValue {
    let old = certificate.condition(type)
    let isSame = old?.value == value
    return Condition(
      type, value, reason: reason, message: message, observedGeneration: certificate.metadata.generation,
      lastTransitionTime: (isSame ? old?.lastTransitionTime : nil) ?? Timestamp.text(now)
    ).json
  }
}
