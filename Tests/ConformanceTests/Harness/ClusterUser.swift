import ClusterTesting
import Foundation
import KubeClient
import Reconcilers

/// Somebody who works with a cluster as kubectl does: applies files, changes objects by hand, waits.
struct ClusterUser: Sendable {
  let client: APIClient

  /// Why a step of a test could not be done.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The kinds in the repository's files.
  private static let types: [ResourceType] = [
    LaravelApp.resourceType, .namespaces, .configMaps, .secrets, .services, .deployments,
    .customResourceDefinitions, .serviceAccounts, .clusterRoles, .clusterRoleBindings,
  ]

  // MARK: Writing

  /// Applies one object.
  @discardableResult
  func apply(_ object: KubeObject) async throws -> KubeObject {
    guard let type = Self.types.first(where: { $0.kind == object.kind }) else {
      throw Failure(description: "no test applies objects of kind \(object.kind)")
    }
    return try await client.apply(type, object, fieldManager: "tests")
  }

  /// Applies every object of a file of the repository.
  /// - Parameter namespace: instead of the one that the file names.
  /// - Returns: the apps in it.
  @discardableResult
  func apply(file: String, namespace: String? = nil) async throws -> [KubeObject] {
    var apps: [KubeObject] = []
    for json in AppTable.documents(file) where json["kind"] != "Kustomization" {
      var object = KubeObject(json)
      if let namespace {
        if object.kind == "Namespace" {
          object["metadata", "name"] = JSONValue(namespace)
        } else {
          object["metadata", "namespace"] = JSONValue(namespace)
        }
      }
      let applied = try await apply(object)
      if applied.kind == LaravelApp.resourceType.kind { apps.append(applied) }
    }
    guard !apps.isEmpty || !file.contains("examples") else {
      throw Failure(description: "\(file) cannot be read or has no LaravelApp")
    }
    return apps
  }

  /// Applies an app with that spec and, where it says nothing, an image and a host.
  @discardableResult
  func apply(
    app name: String, namespace: String = "default", spec: JSONValue = [:]
  ) async throws -> NamespacedName {
    var app = KubeObject(LaravelApp.resourceType, name: name, namespace: namespace)
    app["spec"] = AppTable.merging(
      spec, into: ["image": "registry.example.com/shop:1", "hosts": ["shop.example.com"]])
    try await apply(app)
    return app.key
  }

  /// Applies a Service that another controller manages: a ConfigMap stands for it.
  func applyForeignService(_ name: String, namespace: String) async throws -> KubeObject {
    let owner = try await apply(KubeObject(.configMaps, name: "chart", namespace: namespace))
    var service = KubeObject(.services, name: name, namespace: namespace)
    service["spec"] = ["selector": ["app": "other"], "ports": [["port": 9000, "protocol": "TCP"]]]
    service.metadata.ownerReferences = [
      OwnerReference(apiVersion: "v1", kind: "ConfigMap", name: "chart", uid: owner.metadata.uid)
    ]
    return try await apply(service)
  }

  /// Applies the repository's CRDs and waits until they are served.
  func applyCRDs() async throws {
    try await apply(file: "deploy/crds/laravelapps.yaml")
    let isServed = try await eventually { try await client.isServed(LaravelApp.resourceType) }
    guard isServed else { throw Failure(description: "the CRD of LaravelApp is never served") }
  }

  /// Changes the spec of an app by a merge patch.
  @discardableResult
  func change(_ app: NamespacedName, spec: JSONValue) async throws -> KubeObject {
    try await client.patch(LaravelApp.resourceType, app, .merge(["spec": spec]))
  }

  // MARK: Reading

  /// The object of that name; `nil` when there is none.
  func find(_ type: ResourceType, _ key: NamespacedName) async throws -> KubeObject? {
    do {
      return try await client.get(type, key)
    } catch KubeError.notFound {
      return nil
    }
  }

  /// The kinds and names of all objects of an app that are not themselves made by a controller of the cluster.
  func children(of app: NamespacedName) async throws -> Set<String> {
    var names: Set<String> = []
    for type in ChildSet.managedTypes {
      let options = ListOptions(labelSelector: "\(AppLabels.app)=\(app.name)")
      let list = try await client.listAll(type, namespace: app.namespace, options: options)
      for object in list.items where !object.metadata.isBeingDeleted {
        names.insert("\(type.kind)/\(object.metadata.name)")
      }
    }
    return names
  }

  /// Waits until a condition of an app is as asked for, about the spec as it now is.
  /// - Returns: the condition as it was last.
  /// - Throws: when it is not in time, with all conditions as they were last.
  @discardableResult
  func wait(
    _ app: NamespacedName, for type: String = "Ready", _ value: Condition.Value = .true,
    reason: String? = nil, within limit: Duration = .seconds(60)
  ) async throws -> Condition {
    let deadline = ContinuousClock.now + limit
    while true {
      let object = try await client.get(LaravelApp.resourceType, app)
      if object.status["observedGeneration"]?.int == object.metadata.generation,
        let condition = object.condition(type), condition.value == value,
        reason == nil || condition.reason == reason
      {
        return condition
      }
      guard ContinuousClock.now < deadline else {
        let seen = object.conditions.map { "\($0.type)=\($0.value) \($0.reason): \($0.message)" }
        throw Failure(
          description: "\(app) was never \(type)=\(value) \(reason ?? ""): \(seen.joined(separator: " | "))")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Waits until an app has settled: nothing in it is rolled out any more.
  func waitUntilSettled(_ app: NamespacedName) async throws {
    try await wait(app, for: "Progressing", .false, reason: "Settled")
  }

  /// Waits until something holds.
  /// - Returns: how long it took.
  @discardableResult
  func wait(
    until what: String, within limit: Duration = .seconds(30),
    _ condition: @Sendable () async throws -> Bool
  ) async throws -> Duration {
    let start = ContinuousClock.now
    guard try await eventually(within: limit, every: .milliseconds(5), condition) else {
      throw Failure(description: "never: \(what)")
    }
    return ContinuousClock.now - start
  }
}

extension ResourceType {
  static let serviceAccounts = ResourceType(
    group: "", version: "v1", kind: "ServiceAccount", plural: "serviceaccounts")
  static let clusterRoles = ResourceType(
    group: "rbac.authorization.k8s.io", version: "v1", kind: "ClusterRole", plural: "clusterroles",
    isNamespaced: false)
  static let clusterRoleBindings = ResourceType(
    group: "rbac.authorization.k8s.io", version: "v1", kind: "ClusterRoleBinding",
    plural: "clusterrolebindings", isNamespaced: false)
}
