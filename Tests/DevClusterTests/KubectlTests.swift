import ClusterTesting
import KubeClient
import Testing

@testable import DevCluster

@Suite("kubectl on a DevCluster", .enabled(if: Kubectl.isAvailable, Comment(rawValue: Kubectl.absence)))
struct KubectlTests {
  private static let web = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, labels: {app: web}}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
          - {name: web, image: "web:1", env: [{name: A, value: "1"}], ports: [{containerPort: 80}]}
    """

  @Test func `applies on the client's side, and again without a change`() async throws {
    try await withCluster { cluster, kubectl in
      let first = try await kubectl.apply(Self.web)
      #expect(first == "deployment.apps/web created\n")
      let second = try await kubectl.apply(Self.web)
      #expect(second == "deployment.apps/web unchanged\n")
      let changed = Self.web.replacing("web:1", with: "web:2").replacing("name: A,", with: "name: B,")
      let third = try await kubectl.apply(changed)
      #expect(third == "deployment.apps/web configured\n")
      let containers = cluster.store.get(.deployments, namespace: "default", name: "web")?[
        "spec", "template", "spec"]?["containers"]
      #expect(containers?[0]?["image"] == "web:2")
      #expect(containers?[0]?["env"] == [["name": "B", "value": "1"]])
    }
  }

  @Test func `applies on the server's side and reports conflicts`() async throws {
    try await withCluster { cluster, kubectl in
      try await kubectl.apply(Self.web, "--server-side", "--field-manager=one")
      let version = cluster.store.resourceVersion
      try await kubectl.apply(Self.web, "--server-side", "--field-manager=one")
      #expect(cluster.store.resourceVersion == version)
      let other = Self.web.replacing("replicas: 2", with: "replicas: 5")
      let refused = try await kubectl.run(
        "apply", "-f", "-", "--server-side", "--field-manager=two", input: other)
      #expect(
        refused.errors.hasPrefix(
          "error: Apply failed with 1 conflict: conflict with \"one\": .spec.replicas\n"))
      try await kubectl.apply(other, "--server-side", "--field-manager=two", "--force-conflicts")
      #expect(cluster.store.get(.deployments, namespace: "default", name: "web")?["spec", "replicas"] == 5)
    }
  }

  @Test func `shows the usual columns`() async throws {
    try await withCluster { _, kubectl in
      try await kubectl.apply(Self.web)
      let deployments = try await kubectl.run("get", "deployments")
      #expect(
        deployments.output.hasPrefix(
          "NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    0/2     0            0 "))
      let wide = try await kubectl.run("get", "deploy", "-o", "wide")
      #expect(wide.output.contains("CONTAINERS   IMAGES   SELECTOR"))
      let services = try await kubectl.run("get", "svc")
      #expect(services.output.contains("NAME         TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE"))
      let all = try await kubectl.run("get", "all")
      #expect(all.output.contains("deployment.apps/web"))
      #expect(all.output.contains("service/kubernetes"))
    }
  }

  @Test func `scales, patches, labels and describes`() async throws {
    try await withCluster { cluster, kubectl in
      try await kubectl.apply(Self.web)
      #expect(
        try await kubectl.run("scale", "deploy/web", "--replicas=4").output == "deployment.apps/web scaled\n")
      let env =
        #"{"spec":{"template":{"spec":{"containers":[{"name":"web","env":[{"name":"C","value":"3"}]}]}}}}"#
      #expect(try await kubectl.run("patch", "deploy", "web", "-p", env).exitCode == 0)
      let json = #"[{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"web:9"}]"#
      #expect(try await kubectl.run("patch", "deploy", "web", "--type=json", "-p", json).exitCode == 0)
      #expect(try await kubectl.run("label", "deploy", "web", "tier=front").exitCode == 0)
      let live = try #require(cluster.store.get(.deployments, namespace: "default", name: "web"))
      #expect(live["spec", "replicas"] == 4)
      let container = live["spec", "template", "spec", "containers"]?[0]
      #expect(container?["image"] == "web:9")
      #expect(container?["env"]?.items.count == 2)
      #expect(live.metadata.labels == ["app": "web", "tier": "front"])
      let description = try await kubectl.run("describe", "deploy", "web")
      #expect(description.output.contains("Replicas:               4 desired"))
      #expect(description.output.contains("Image:      web:9"))
    }
  }

  @Test func `waits for conditions and for deletion`() async throws {
    try await withCluster { cluster, kubectl in
      try await kubectl.apply(Self.web)
      async let waiting = kubectl.run("wait", "--for=condition=Available", "deploy/web", "--timeout=20s")
      #expect(
        await eventually {
          cluster.requests.count(verb: "watch", resource: "deployments.apps") > 0
        })
      try cluster.store.updateStatus(.deployments, namespace: "default", name: "web") {
        $0["conditions"] = [["type": "Available", "status": "True"]]
      }
      let met = try await waiting
      #expect(met.output == "deployment.apps/web condition met\n")
      let deleted = try await kubectl.run("delete", "deploy", "web", "--timeout=20s")
      #expect(deleted.output == "deployment.apps \"web\" deleted\n")
      #expect(cluster.store.get(.deployments, namespace: "default", name: "web") == nil)
    }
  }

  @Test func `watches changes as they come`() async throws {
    try await withCluster { cluster, kubectl in
      async let watching = kubectl.run("get", "configmaps", "-w", "--request-timeout=3s")
      #expect(
        await eventually {
          cluster.requests.count(verb: "watch", resource: "configmaps") > 0
        })
      try cluster.store.create(.configMaps, KubeObject(.configMaps, name: "one", namespace: "default"))
      try cluster.store.update(.configMaps, namespace: "default", name: "one") { $0["data"] = ["a": "b"] }
      let lines = try await watching.output.split(separator: "\n").map {
        $0.split(separator: " ").prefix(2).joined(separator: " ")
      }
      #expect(lines == ["NAME DATA", "one 0", "one 1"])
    }
  }

  @Test func `prints the logs of simulated pods`() async throws {
    try await withCluster { cluster, kubectl in
      let pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec: {containers: [{name: main, image: i}, {name: side, image: i}]}
        """
      try await kubectl.apply(pod)
      let uid = try #require(cluster.store.get(.pods, namespace: "default", name: "p")).metadata.uid
      for line in ["one", "two", "three"] { cluster.logs.append(line, pod: uid, container: "main") }
      #expect(try await kubectl.run("logs", "p", "-c", "main").output == "one\ntwo\nthree\n")
      #expect(try await kubectl.run("logs", "p", "-c", "main", "--tail=2", "-f").output == "two\nthree\n")
      #expect(try await kubectl.run("logs", "p", "-c", "side").output == "")
    }
  }

  @Test func `creates objects from its own types, which it sends as protobuf`() async throws {
    try await withCluster { cluster, kubectl in
      #expect(try await kubectl.run("create", "namespace", "shop").exitCode == 0)
      #expect(
        try await kubectl.run("create", "-n", "shop", "deployment", "web", "--image=web:1", "--replicas=3")
          .exitCode == 0)
      let live = try #require(cluster.store.get(.deployments, namespace: "shop", name: "web"))
      #expect(live["spec", "replicas"] == 3)
      #expect(live["spec", "template", "spec", "containers"]?[0]?["image"] == "web:1")
      #expect(
        try await kubectl.run("create", "-n", "shop", "secret", "generic", "s", "--from-literal=key=value")
          .exitCode == 0)
      #expect(cluster.store.get(.secrets, namespace: "shop", name: "s")?["data", "key"] == "dmFsdWU=")
      #expect(try await kubectl.run("auth", "can-i", "delete", "pods").output == "yes\n")
      #expect(try await kubectl.run("delete", "namespace", "shop", "--timeout=20s").exitCode == 0)
      #expect(cluster.store.get(.deployments, namespace: "shop", name: "web") == nil)
    }
  }

  @Test func `refuses bad objects with the words of Kubernetes`() async throws {
    try await withCluster { _, kubectl in
      let unknown = try await kubectl.run(
        "apply", "-f", "-", input: Self.web.replacing("replicas: 2", with: "replicaz: 2"))
      #expect(
        unknown.errors.contains(
          "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field "
            + "\"spec.replicaz\""))
      let mismatch = try await kubectl.run(
        "apply", "-f", "-",
        input: Self.web.replacing("matchLabels: {app: web}", with: "matchLabels: {app: x}"))
      #expect(
        mismatch.errors.contains(
          "The Deployment \"web\" is invalid: spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: "
            + "`selector` does not match template `labels`"))
      let kindless = try await kubectl.run(
        "apply", "-f", "-", input: Self.web.replacing("kind: Deployment", with: "kind: Deploymint"))
      #expect(kindless.errors.contains("no matches for kind \"Deploymint\" in version \"apps/v1\""))
      let missing = try await kubectl.run("get", "deploy", "nope")
      #expect(missing.errors == "Error from server (NotFound): deployments.apps \"nope\" not found\n")
    }
  }
}
