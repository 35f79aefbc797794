import KubeClient
import Testing

@testable import Reconcilers

/// Apps for tests, written as users write them.
enum TestApp {
  /// The app of a spec in YAML.
  static func app(_ spec: String = "image: registry.example.com/shop:1", generation: Int = 1) throws
    -> LaravelApp
  {
    try LaravelApp(object(spec, generation: generation))
  }

  /// The live object of a spec in YAML.
  static func object(_ spec: String = "image: registry.example.com/shop:1", generation: Int = 1) throws
    -> KubeObject
  {
    var object = KubeObject(LaravelApp.resourceType, name: "shop", namespace: "shop-production")
    object["metadata", "uid"] = "app-uid"
    object["metadata", "generation"] = JSONValue(generation)
    object["spec"] = try JSONValue.documents(yaml: spec).first
    return object
  }

  /// What the operator knows of it.
  static let facts = Facts(environmentDigest: "digest")

  /// The desired children, the Secret first.
  static func children(_ app: LaravelApp) -> [DesiredChild] {
    [EnvSecretChild.desired(app, appKey: "base64:key")] + ChildSet.children(of: app, facts: facts)
  }

  /// The desired child of that kind and name.
  static func child(_ type: ResourceType, _ name: String, of app: LaravelApp) throws -> DesiredChild {
    try #require(children(app).first { $0.type == type && $0.object.metadata.name == name })
  }

  /// The app's container in a Deployment or CronJob.
  static func container(_ child: DesiredChild) throws -> JSONValue {
    let template = child.object["spec", "jobTemplate", "spec", "template"] ?? child.object["spec", "template"]
    return try #require(template?["spec", "containers"]?.items.first { $0["name"] == "app" })
  }
}
