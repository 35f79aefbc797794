import KubeClient

extension KindColumns {
  static let network: [String: Printer] = [
    "services": printer(
      "Name, Type, Cluster-IP, External-IP, Port(s), Age, Selector+1"
    ) { service, now in
      let ports = (service["spec", "ports"]?.items ?? []).map { port in
        let number = port["port"]?.int ?? 0
        let node = port["nodePort"]?.int.map { ":\($0)" } ?? ""
        return "\(number)\(node)/\(port["protocol"]?.string ?? "TCP")"
      }
      let selector = (service["spec", "selector"]?.object ?? [:]).map { "\($0.key)=\($0.value.string ?? "")" }
      return [
        name(service), text(service["spec", "type"]), text(service["spec", "clusterIP"]),
        .string(externalAddress(service)), joined(ports), age(service, now), joined(selector),
      ]
    },
    "ingresses.networking.k8s.io": printer("Name, Class, Hosts, Address, Ports, Age") { ingress, now in
      let hosts = (ingress["spec", "rules"]?.items ?? []).map { rule in
        (rule["host"]?.string).flatMap { $0.isEmpty ? nil : $0 } ?? "*"
      }
      let shown = hosts.count > 3 ? Array(hosts.prefix(3)) + ["+ \(hosts.count - 3) more..."] : hosts
      let addresses = loadBalancerAddresses(ingress)
      return [
        name(ingress), text(ingress["spec", "ingressClassName"]), joined(shown, or: "*"),
        .string(addresses.joined(separator: ",")),
        .string((ingress["spec", "tls"]?.items ?? []).isEmpty ? "80" : "80, 443"), age(ingress, now),
      ]
    },
    "ingressclasses.networking.k8s.io": printer("Name, Controller, Parameters, Age") { object, now in
      [name(object), text(object["spec", "controller"]), "<none>", age(object, now)]
    },
    "networkpolicies.networking.k8s.io": printer("Name, Pod-Selector, Age") { object, now in
      let selector = LabelSelector(object["spec", "podSelector"] ?? [:]).text
      return [name(object), .string(selector.isEmpty ? "<none>" : selector), age(object, now)]
    },
    "endpoints": printer("Name, Endpoints, Age") { object, now in
      let addresses = (object["subsets"]?.items ?? []).flatMap { subset -> [String] in
        let ports = (subset["ports"]?.items ?? []).compactMap { $0["port"]?.int }
        let names = (subset["addresses"]?.items ?? []).compactMap { $0["ip"]?.string }
        return ports.isEmpty ? names : ports.flatMap { port in names.map { "\($0):\(port)" } }
      }
      return [name(object), joined(addresses), age(object, now)]
    },
    "endpointslices.discovery.k8s.io": printer("Name, AddressType, Ports, Endpoints, Age") { object, now in
      let ports = (object["ports"]?.items ?? []).compactMap { $0["port"]?.int.map { String($0) } }
      let addresses = (object["endpoints"]?.items ?? []).flatMap {
        ($0["addresses"]?.items ?? []).compactMap(\.string)
      }
      return [
        name(object), text(object["addressType"]), joined(ports, or: "<unset>"),
        joined(addresses, or: "<unset>"), age(object, now),
      ]
    },
  ]

  static func loadBalancerAddresses(_ object: KubeObject) -> [String] {
    (object["status", "loadBalancer", "ingress"]?.items ?? [])
      .compactMap { $0["ip"]?.string ?? $0["hostname"]?.string }
  }

  private static func externalAddress(_ service: KubeObject) -> String {
    let external = (service["spec", "externalIPs"]?.items ?? []).compactMap(\.string)
    switch service["spec", "type"]?.string {
    case "LoadBalancer":
      let addresses = loadBalancerAddresses(service) + external
      return addresses.isEmpty ? "<pending>" : addresses.joined(separator: ",")
    case "ExternalName": return service["spec", "externalName"]?.string ?? ""
    default: return external.isEmpty ? "<none>" : external.joined(separator: ",")
    }
  }
}
