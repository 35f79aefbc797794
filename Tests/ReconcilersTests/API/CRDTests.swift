import ClusterTesting
import KubeClient
import Testing

@testable import Reconcilers

@Suite("The CRD and the Swift types say the same")
struct CRDTests {
  private static let spec = AppTable.schema["properties", "spec"] ?? .null

  @Test("every field of the spec has the same bounds, formats and messages in both")
  func schema() {
    #expect(SchemaComparison.differences(LaravelAppSchema.spec, Self.spec, at: "spec") == [])
  }

  @Test("every rule of the CRD is one of the validator's, word by word")
  func rules() {
    var seen: Set<String> = []
    for row in AppTable.bad {
      seen.formUnion(LaravelAppValidator.errors(in: row.object, replacing: row.before).map(\.message))
    }
    // Messages of formats are compared field by field above; there is no need to break each of them.
    let messages = CRDWalk.nodes(of: AppTable.schema, withItems: true).flatMap { node in
      (node.schema["x-kubernetes-validations"]?.items ?? []).dropFirst(node.schema["pattern"] == nil ? 0 : 1)
        .compactMap { $0["message"]?.string }
    }
    #expect(messages.count > 50)
    #expect(
      Set(messages).subtracting(seen) == [],
      "a rule that no bad object breaks, or that Swift words differently")
  }

  @Test("an object that uses every field passes through the Swift types unchanged")
  func roundTrip() throws {
    let example = try #require(AppTable.documents("Tests/ReconcilersTests/Fixtures/every-field.yaml").first)
    let object = KubeObject(example)
    #expect(LaravelAppValidator.errors(in: object, refusesUnknownFields: true).map(\.path) == Self.conflicts)
    let app = try LaravelApp(object)
    #expect(try JSONValue(encoding: app.spec) == object.spec)
    let status = try object.status.decode(LaravelAppStatus.self)
    #expect(try JSONValue(encoding: status) == object.status)
    #expect(Reflected.absent(in: app.spec, at: "spec") == [], "a property that the CRD does not have")
    #expect(Reflected.absent(in: status, at: "status") == [], "a property that the CRD does not have")
    let used = CRDWalk.used(object.json, AppTable.schema, at: "")
    let known = Set(CRDWalk.nodes(of: AppTable.schema).map(\.path))
    #expect(known.subtracting(used) == [], "a field of the CRD that the example does not use")
  }

  /// Fields that exclude each other cannot all be used by one valid object.
  private static let conflicts = [
    "spec.env[0]", "spec.env[0].valueFrom", "spec.envFrom[0]", "spec.workers[0]", "spec.workers[0]",
    "spec.ingress.tls",
  ]

  @Test("what the CRD fills in is what Swift takes where the spec is silent")
  func defaults() throws {
    let silent: JSONValue = [
      "image": "shop:1", "workers": [["name": "default"]],
      "processes": [["name": "ssr", "command": ["node"]]],
      "web": [
        "autoscaling": ["maxReplicas": 4], "probes": ["liveness": [:], "readiness": [:], "startup": [:]],
      ],
      "database": [:], "redis": [:], "migrations": [:], "ingress": [:], "rollout": [:],
    ]
    let filled = CRDDefaults.applied(to: silent, Self.spec)
    #expect(filled["workers"]?[0]?["timeout"] == "60s")
    #expect(filled["scheduler", "mode"] == "CronJob")
    let left = try Effective(silent.decode(LaravelAppSpec.self))
    let right = try Effective(filled.decode(LaravelAppSpec.self))
    #expect(left == right)
    // Nothing is filled in that has no accessor to be compared here.
    let defaults = CRDWalk.nodes(of: Self.spec, at: "spec").filter { $0.schema["default"] != nil }.map(\.path)
    #expect(Set(defaults).subtracting(Effective.paths) == [])
  }

  @Test("an empty app gets defaults for the parts that it always has, and no others")
  func emptyApp() {
    let filled = CRDDefaults.applied(to: ["image": "shop:1"], Self.spec)
    #expect(
      filled.object?.keys == [
        "environment", "image", "maintenance", "platform", "reclaimPolicy", "scheduler", "storage", "suspend",
        "web",
      ])
  }

  @Test("every field has a description that is a sentence")
  func descriptions() {
    for node in CRDWalk.nodes(of: AppTable.schema)
    where node.path != ".metadata" && node.path != ".metadata.name" {
      let text = node.schema["description"]?.string ?? ""
      #expect(text.count > 5 && (text.hasSuffix(".") || text.hasSuffix(".)")), "\(node.path): \(text)")
    }
  }

  @Test("every list, map, text and number has a bound")
  func bounds() {
    for node in CRDWalk.nodes(of: AppTable.schema, withItems: true)
    where node.path.hasPrefix(".spec") || node.path.hasPrefix(".status") {
      let schema = node.schema
      switch schema["type"]?.string {
      case "string": #expect(schema["maxLength"] != nil || schema["enum"] != nil, "\(node.path)")
      case "array":
        #expect(schema["maxItems"] != nil, "\(node.path)")
        #expect(schema["x-kubernetes-list-type"] != nil, "\(node.path)")
      case "integer":  // The bound of a 64-bit number is its format.
        #expect(
          schema["minimum"] != nil && (schema["maximum"] != nil || schema["format"] == "int64"),
          "\(node.path)")
      case "object":
        #expect(schema["additionalProperties"] == nil || schema["maxProperties"] != nil, "\(node.path)")
      default: #expect(schema["type"] != nil || schema["x-kubernetes-int-or-string"] == true, "\(node.path)")
      }
    }
  }

  @Test("defaults lie within the bounds and formats of their fields")
  func validDefaults() {
    let spec = CRDDefaults.applied(to: ["image": "shop:1", "workers": [["name": "a"]]], Self.spec)
    #expect(LaravelAppValidator.errors(in: KubeObject(["metadata": ["name": "shop"], "spec": spec])) == [])
  }
}
