import Foundation
import KubeClient
import Testing

@testable import DevCluster

@Suite("The simulated platform")
struct PlatformSimulatorTests {
  private func cluster(_ objects: (ResourceType, JSONValue)..., seconds: TimeInterval = 5) throws
    -> VirtualCluster
  {
    let cluster = try VirtualCluster()
    for (type, object) in objects { try cluster.create(type, object) }
    cluster.run(for: seconds)
    return cluster
  }

  // MARK: Claims

  private func bound(_ spec: JSONValue = Manifest.claim("files")) throws -> VirtualCluster {
    let cluster = try cluster((.persistentVolumeClaims, spec))
    try cluster.update(.persistentVolumeClaims, "files") {
      $0["metadata", "annotations", "volume.kubernetes.io/selected-node"] = "dev-node"
    }
    cluster.run(for: 2)
    return cluster
  }

  @Test func `gives a claim without a class the default one and a volume`() throws {
    let cluster = try bound()
    let claim = try #require(cluster.get(.persistentVolumeClaims, "files"))
    #expect(claim["spec", "storageClassName"] == "local-path")
    #expect(claim["status", "capacity", "storage"] == "1Gi")
    let volume = try #require(
      cluster.store.get(
        SimulatedResource.persistentVolumes, name: claim["spec", "volumeName"]?.string ?? ""))
    #expect(volume["spec", "claimRef", "uid"]?.string == claim.metadata.uid)
  }

  @Test func `keeps a claim while a pod uses it`() throws {
    let cluster = try bound()
    let volumes: JSONValue = [["name": "f", "persistentVolumeClaim": ["claimName": "files"]]]
    try cluster.create(.deployments, Manifest.deployment("web", podSpec: ["volumes": volumes]))
    cluster.run(for: 3)
    try cluster.store.delete(.persistentVolumeClaims, namespace: "shop", name: "files")
    cluster.run(for: 10)
    #expect(cluster.get(.persistentVolumeClaims, "files")?.metadata.isBeingDeleted == true)
    try cluster.update(.deployments, "web") { $0["spec", "replicas"] = 0 }
    cluster.run(for: 5)
    #expect(cluster.get(.persistentVolumeClaims, "files") == nil)
    #expect(cluster.store.count(SimulatedResource.persistentVolumes) == 0)
  }

  @Test func `lets a volume grow`() throws {
    let cluster = try bound()
    try cluster.update(.persistentVolumeClaims, "files") {
      $0["spec", "resources", "requests", "storage"] = "5Gi"
    }
    cluster.run(for: 2)
    #expect(cluster.get(.persistentVolumeClaims, "files")?["status", "capacity", "storage"] == "5Gi")
  }

  @Test func `leaves a claim pending whose class is missing until it comes`() throws {
    let cluster = try cluster((.persistentVolumeClaims, Manifest.claim("files", storageClass: "fast")))
    #expect(
      cluster.events(of: "files").contains(
        "ProvisioningFailed: storageclass.storage.k8s.io \"fast\" not found"))
    #expect(cluster.get(.persistentVolumeClaims, "files")?["status", "phase"] == "Pending")
    var storageClass = KubeObject(SimulatedResource.storageClasses, name: "fast")
    storageClass["provisioner"] = "example.com/fast"
    try cluster.store.create(SimulatedResource.storageClasses, storageClass)
    cluster.run(for: 2)
    #expect(cluster.get(.persistentVolumeClaims, "files")?["status", "phase"] == "Bound")
  }

  @Test func `can be told to provision nothing`() throws {
    var claim = Manifest.claim("files")
    claim["metadata", "annotations"] = [PodFailure.annotation: "provisioning"]
    let cluster = try bound(claim)
    #expect(cluster.get(.persistentVolumeClaims, "files")?["status", "phase"] == "Pending")
    #expect(cluster.events(of: "files").contains { $0.hasSuffix("simulated failure") })
  }

  // MARK: Ingresses

  private static func ingress(_ className: String?, annotations: [String: String] = [:]) -> JSONValue {
    var spec: JSONValue = ["tls": [["secretName": "shop-tls", "hosts": ["shop.example.com"]]]]
    if let className { spec["ingressClassName"] = JSONValue(className) }
    return ["metadata": ["name": "shop", "annotations": JSONValue(annotations)], "spec": spec]
  }

  @Test(arguments: [("traefik", true), (nil, true), ("nginx", false)] as [(String?, Bool)])
  func `gives an Ingress an address when there is a controller for its class`(
    className: String?, hasAddress: Bool
  ) throws {
    let cluster = try cluster((.ingresses, Self.ingress(className)))
    let address = cluster.get(.ingresses, "shop")?["status", "loadBalancer", "ingress"]?[0]?["ip"]
    #expect(address == (hasAddress ? "127.0.0.1" : JSONValue?.none))
  }

  @Test func `takes the address of an Ingress away when told so`() throws {
    let cluster = try cluster((.ingresses, Self.ingress("traefik")))
    try cluster.update(.ingresses, "shop") {
      $0["metadata", "annotations", PodFailure.annotation] = "no-address"
    }
    cluster.run(for: 1)
    #expect(cluster.get(.ingresses, "shop")?["status", "loadBalancer"] == [:])
  }

  // MARK: Services and budgets

  private static let service: JSONValue = [
    "metadata": ["name": "web"],
    "spec": ["selector": ["app": "web"], "ports": [["name": "http", "port": 80, "targetPort": 8080]]],
  ]

  private func endpoints(_ cluster: VirtualCluster) -> [JSONValue] {
    cluster.store.list(SimulatedResource.endpointSlices, namespace: "shop").flatMap {
      $0["endpoints"]?.items ?? []
    }
  }

  @Test func `publishes the ready pods of a Service, whichever was there first`() throws {
    let cluster = try cluster(
      (.deployments, Manifest.deployment("web")), (.services, Self.service),
      (.deployments, Manifest.deployment("other")))
    try cluster.update(.deployments, "web") { $0["spec", "replicas"] = 3 }
    cluster.run(for: 5)
    #expect(endpoints(cluster).count == 3)
    #expect(endpoints(cluster).allSatisfy { $0["conditions", "ready"] == true })
    let slice = try #require(cluster.store.list(SimulatedResource.endpointSlices, namespace: "shop").first)
    #expect(slice["ports"]?[0]?["port"] == 8080)
    #expect(slice.metadata.labels["kubernetes.io/service-name"] == "web")
    #expect(cluster.writes(during: 3600) == 0)
  }

  @Test func `publishes nothing for a Service that selects nobody`() throws {
    var service = Self.service
    service["spec", "selector"] = ["app": "nobody"]
    let cluster = try cluster((.deployments, Manifest.deployment("web")), (.services, service))
    #expect(endpoints(cluster).isEmpty)
  }

  @Test func `follows a Service to other pods when its selector changes`() throws {
    let cluster = try cluster(
      (.services, Self.service), (.deployments, Manifest.deployment("web")),
      (.deployments, Manifest.deployment("other", replicas: 1)))
    #expect(endpoints(cluster).count == 2)
    try cluster.update(.services, "web") { $0["spec", "selector"] = ["app": "other"] }
    cluster.run(for: 2)
    #expect(endpoints(cluster).count == 1)
  }

  @Test func `counts the disruptions that a budget allows`() throws {
    let budget: JSONValue = [
      "metadata": ["name": "web"],
      "spec": ["minAvailable": 1, "selector": ["matchLabels": ["app": "web"]]],
    ]
    let cluster = try cluster(
      (.deployments, Manifest.deployment("web", replicas: 3)), (.podDisruptionBudgets, budget))
    let status = try #require(cluster.get(.podDisruptionBudgets, "web")).status
    #expect(status["disruptionsAllowed"] == 2)
    #expect(status["expectedPods"] == 3)
    #expect(status["currentHealthy"] == 3)
    #expect(cluster.get(.podDisruptionBudgets, "web")?.condition("DisruptionAllowed")?.value == .true)
  }

  @Test func `keeps replicas between the bounds of an autoscaler`() throws {
    let autoscaler: JSONValue = [
      "metadata": ["name": "web"],
      "spec": [
        "minReplicas": 3, "maxReplicas": 5,
        "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"],
      ],
    ]
    let cluster = try cluster(
      (.deployments, Manifest.deployment("web")), (.horizontalPodAutoscalers, autoscaler))
    #expect(cluster.get(.deployments, "web")?["spec", "replicas"] == 3)
    try cluster.update(.deployments, "web") { $0["spec", "replicas"] = 9 }
    cluster.run(for: 5)
    #expect(cluster.get(.deployments, "web")?["spec", "replicas"] == 5)
    try cluster.update(.horizontalPodAutoscalers, "web") {
      $0["metadata", "annotations", "dev.laravel-operator.dev/desired-replicas"] = "4"
    }
    cluster.run(for: 5)
    #expect(cluster.get(.horizontalPodAutoscalers, "web")?["status", "currentReplicas"] == 4)
  }

  // MARK: Certificates

  private static let issuer = "cert-manager.io/cluster-issuer"

  private func install(_ type: ResourceType, in cluster: VirtualCluster) throws {
    try cluster.store.create(
      .customResourceDefinitions, KubeObject(.customResourceDefinitions, name: type.groupResource))
  }

  @Test func `issues the Certificates that an Ingress asks for`() throws {
    let cluster = try cluster(
      (.ingresses, Self.ingress("traefik", annotations: [Self.issuer: "letsencrypt"])))
    #expect(cluster.get(.certificates, "shop-tls") == nil)
    try install(.certificates, in: cluster)
    cluster.run(for: 3)
    let certificate = try #require(cluster.get(.certificates, "shop-tls"))
    #expect(certificate.metadata.controller?.kind == "Ingress")
    #expect(certificate["spec", "dnsNames"] == ["shop.example.com"])
    #expect(certificate.condition("Ready")?.value == .true)
    let ready = cluster.states(of: "certificates.cert-manager.io", "shop-tls") {
      $0.condition("Ready")?.value.rawValue ?? "-"
    }
    #expect(ready == ["-", "False", "True"])
    let secret = try #require(cluster.get(.secrets, "shop-tls"))
    #expect(secret["type"] == "kubernetes.io/tls")
    #expect(secret["data", "tls.crt"] != nil)
    #expect(cluster.writes(during: 3600) == 0)
  }

  @Test func `issues again when the hosts change or the Secret goes`() throws {
    let cluster = try VirtualCluster()
    try install(.certificates, in: cluster)
    try cluster.create(.ingresses, Self.ingress("traefik", annotations: [Self.issuer: "letsencrypt"]))
    cluster.run(for: 3)
    try cluster.update(.ingresses, "shop") {
      $0["spec", "tls"] = [["secretName": "shop-tls", "hosts": ["www.example.com"]]]
    }
    cluster.run(for: 3)
    let annotation = "cert-manager.io/alt-names"
    #expect(cluster.get(.secrets, "shop-tls")?.metadata.annotations[annotation] == "www.example.com")
    try cluster.store.delete(.secrets, namespace: "shop", name: "shop-tls")
    cluster.run(for: 3)
    #expect(cluster.get(.secrets, "shop-tls") != nil)
    #expect(cluster.get(.certificates, "shop-tls")?["status", "revision"] == 3)
  }

  @Test func `waits for the issuer and can be told to fail`() throws {
    let cluster = try VirtualCluster()
    try install(.certificates, in: cluster)
    try install(CertificateSimulator.issuers, in: cluster)
    try cluster.create(.ingresses, Self.ingress("traefik", annotations: [Self.issuer: "letsencrypt"]))
    cluster.run(for: 60)
    #expect(cluster.get(.certificates, "shop-tls")?.condition("Ready")?.reason == "DoesNotExist")
    try cluster.update(.certificates, "shop-tls") {
      $0["metadata", "annotations"] = [PodFailure.annotation: "issuing"]
    }
    try cluster.store.create(
      CertificateSimulator.issuers, KubeObject(CertificateSimulator.issuers, name: "letsencrypt"))
    cluster.run(for: 3)
    #expect(cluster.get(.certificates, "shop-tls")?.condition("Issuing")?.reason == "Failed")
    #expect(cluster.get(.secrets, "shop-tls") == nil)
    #expect(cluster.writes(during: 3600) == 0)
  }
}
