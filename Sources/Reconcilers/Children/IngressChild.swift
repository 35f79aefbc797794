import KubeClient

/// The Ingress: one rule per host, all to the web Service.
enum IngressChild {
  /// cert-manager's ingress-shim makes a Certificate for each of these.
  private static let clusterIssuer = "cert-manager.io/cluster-issuer"
  private static let issuer = "cert-manager.io/issuer"

  /// The Ingress; `nil` when the app has no hosts or wants none.
  static func desired(_ app: LaravelApp) -> DesiredChild? {
    guard app.spec.hasIngress else { return nil }
    let ingress = app.spec.effectiveIngress
    var object = KubeObject(
      .ingresses, name: app.name, namespace: app.namespace, labels: AppLabels.labels(of: app, .web))
    var annotations = ingress.annotations ?? [:]
    if app.spec.hasTLS {
      if let name = ingress.tls?.clusterIssuer { annotations[clusterIssuer] = name }
      if let name = ingress.tls?.issuer { annotations[issuer] = name }
    }
    object.metadata.annotations = annotations
    object["spec"] = JSONValue.object([
      "ingressClassName": ingress.className.nonEmpty.map { JSONValue($0) },
      "rules": app.spec.effectiveHosts.json { rule(host: $0, service: app.name) },
      "tls": app.spec.hasTLS
        ? [
          [
            "hosts": JSONValue(app.spec.effectiveHosts),
            "secretName": JSONValue(certificateName(of: app)),
          ]
        ] : .none,
    ])
    return DesiredChild(type: .ingresses, object: object, component: .web, part: .ingress)
  }

  /// The name of the TLS Secret, and of the Certificate that cert-manager makes for it.
  static func certificateName(of app: LaravelApp) -> String {
    app.spec.ingress?.tls?.secretName.nonEmpty ?? "\(app.name)-tls"
  }

  private static func rule(host: String, service: String) -> JSONValue {
    [
      "host": JSONValue(host),
      "http": [
        "paths": [
          [
            "path": "/", "pathType": "Prefix",
            "backend": ["service": ["name": JSONValue(service), "port": ["name": "http"]]],
          ]
        ]
      ],
    ]
  }
}
