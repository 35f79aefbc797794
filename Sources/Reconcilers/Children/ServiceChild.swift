import KubeClient

/// A ClusterIP Service: of the web pods, or of a process that listens.
enum ServiceChild {
  /// The web Service is called like the app: `http://<app>` works within the namespace.
  static func web(_ app: LaravelApp) -> DesiredChild {
    child(app, .web, name: app.name, port: 80, part: .web)
  }

  /// The Service of a process, on the process's own port.
  static func process(_ name: String, port: Int, of app: LaravelApp) -> DesiredChild {
    let identity = WorkloadIdentity.process(name)
    return child(app, identity, name: identity.objectName(in: app), port: port, part: .workers)
  }

  private static func child(
    _ app: LaravelApp, _ identity: WorkloadIdentity, name: String, port: Int, part: Part
  ) -> DesiredChild {
    var object = KubeObject(
      .services, name: name, namespace: app.namespace, labels: AppLabels.labels(of: app, identity))
    object["spec"] = [
      "type": "ClusterIP",
      "selector": JSONValue(AppLabels.selector(of: app, identity)),
      "ports": [["name": "http", "port": JSONValue(port), "protocol": "TCP", "targetPort": "http"]],
    ]
    return DesiredChild(type: .services, object: object, component: identity.component, part: part)
  }
}
