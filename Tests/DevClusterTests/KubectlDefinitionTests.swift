import ClusterTesting
import KubeClient
import Testing

@testable import DevCluster

@Suite(
  "kubectl and custom resources on a DevCluster",
  .enabled(if: Kubectl.isAvailable, Comment(rawValue: Kubectl.absence)))
struct KubectlDefinitionTests {
  static let definition = """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: gadgets.example.com}
    spec:
      group: example.com
      scope: Namespaced
      names: {plural: gadgets, singular: gadget, kind: Gadget, shortNames: [gd], categories: [all]}
      versions:
      - name: v1
        served: true
        storage: true
        subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
        additionalPrinterColumns:
        - {name: Size, type: string, jsonPath: .spec.size}
        - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
        schema:
          openAPIV3Schema:
            type: object
            properties:
              spec:
                type: object
                description: What the gadget should be.
                required: [size]
                properties:
                  size: {type: string, enum: [small, large], description: How big it is.}
                  replicas: {type: integer, minimum: 0, default: 1}
              status: {type: object, x-kubernetes-preserve-unknown-fields: true}
    """

  static let gadget = """
    apiVersion: example.com/v1
    kind: Gadget
    metadata: {name: one}
    spec: {size: small}
    """

  @Test func `serves a definition at once`() async throws {
    try await withCluster { cluster, kubectl in
      try await kubectl.apply(Self.definition)
      let waited = try await kubectl.run(
        "wait", "--for=condition=Established", "crd/gadgets.example.com", "--timeout=5s")
      #expect(
        waited.output == "customresourcedefinition.apiextensions.k8s.io/gadgets.example.com condition met\n")
      let first = try await kubectl.apply(Self.gadget)
      #expect(first == "gadget.example.com/one created\n")
      let second = try await kubectl.apply(Self.gadget)
      #expect(second == "gadget.example.com/one unchanged\n")
      let row = try await kubectl.run("get", "gd")
      #expect(row.output == "NAME   SIZE    READY\none    small   \n")
      #expect(try await kubectl.run("get", "all").output.contains("gadget.example.com/one"))
      #expect(try await kubectl.run("scale", "gadget", "one", "--replicas=3").exitCode == 0)
      let type = ResourceType(group: "example.com", version: "v1", kind: "Gadget", plural: "gadgets")
      #expect(cluster.store.get(type, namespace: "default", name: "one")?["spec", "replicas"] == 3)
    }
  }

  @Test func `explains a definition`() async throws {
    try await withCluster { _, kubectl in
      try await kubectl.apply(Self.definition)
      let explained = try await kubectl.run("explain", "gadget.spec.size")
      #expect(explained.output.contains("How big it is."))
    }
  }

  @Test func `refuses what the schema does not allow`() async throws {
    try await withCluster { _, kubectl in
      try await kubectl.apply(Self.definition)
      let missing = try await kubectl.run(
        "apply", "-f", "-", input: Self.gadget.replacing("size: small", with: ""))
      #expect(missing.errors == "The Gadget \"one\" is invalid: spec.size: Required value\n")
      let wrong = try await kubectl.run(
        "apply", "-f", "-", input: Self.gadget.replacing("small", with: "huge"))
      #expect(
        wrong.errors
          == "The Gadget \"one\" is invalid: spec.size: Unsupported value: \"huge\": supported values: \"small\", \"large\"\n"
      )
      let unknown = try await kubectl.run(
        "apply", "-f", "-", input: Self.gadget.replacing("size: small", with: "size: small, color: red"))
      #expect(unknown.errors.contains("strict decoding error: unknown field \"spec.color\""))
    }
  }

  @Test func `removes the objects with their definition`() async throws {
    try await withCluster { cluster, kubectl in
      try await kubectl.apply(Self.definition)
      try await kubectl.apply(Self.gadget)
      #expect(try await kubectl.run("delete", "crd", "gadgets.example.com", "--timeout=10s").exitCode == 0)
      let type = ResourceType(group: "example.com", version: "v1", kind: "Gadget", plural: "gadgets")
      #expect(cluster.store.count(type) == 0)
      #expect(try await kubectl.run("get", "gadgets").exitCode != 0)
    }
  }
}
