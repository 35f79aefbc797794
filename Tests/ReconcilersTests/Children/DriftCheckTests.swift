import KubeClient
import Testing

@testable import Reconcilers

@Suite("Drift")
struct DriftCheckTests {
  private func drift(_ desired: String, _ live: String) throws -> [String] {
    DriftCheck.differences(
      desired: try JSONValue.documents(yaml: desired).first ?? .null,
      live: try JSONValue.documents(yaml: live).first ?? .null)
  }

  @Test(
    "what the server adds or writes in its own way is no drift",
    arguments: [
      ("{a: 1}", "{a: 1, b: 2}"),
      ("{a: {b: 1}}", "{a: {b: 1, c: 1}, status: {}}"),
      ("{requests: {cpu: '0.5', memory: 1024Mi}}", "{requests: {cpu: 500m, memory: 1Gi}}"),
      ("{limits: {cpu: 2}}", "{limits: {cpu: '2'}}"),
      ("{emptyDir: {sizeLimit: 0.5Gi}}", "{emptyDir: {sizeLimit: 512Mi}}"),
      ("{targetPort: 8080}", "{targetPort: '8080'}"),
      ("{a: null, b: [], c: {}, d: ''}", "{}"),
      ("{hostNetwork: false, initialDelaySeconds: 0}", "{}"),
      ("{resources: {limits: {}}}", "{}"),
      (
        "{containers: [{name: app, image: a}]}",
        "{containers: [{name: sidecar}, {name: app, image: a, x: 1}]}"
      ),
      (
        "{ports: [{containerPort: 80}]}",
        "{ports: [{containerPort: 80, protocol: UDP}, {containerPort: 80, protocol: TCP}]}"
      ),
      ("{env: [{name: B}, {name: A}]}", "{env: [{name: A}, {name: B}]}"),
      ("{ownerReferences: [{uid: a}]}", "{ownerReferences: [{uid: b}, {uid: a}]}"),
      (
        "{kind: PersistentVolumeClaim, resources: {requests: {storage: 1Gi}}}",
        "{kind: PersistentVolumeClaim, resources: {requests: {storage: 5Gi}}}"
      ),
    ])
  func none(desired: String, live: String) throws {
    #expect(try drift(desired, live) == [])
  }

  @Test(
    "a value that is gone or another is drift, named by its path",
    arguments: [
      ("{a: 1}", "{a: 2}", "a"),
      ("{a: 1}", "{}", "a"),
      ("{a: x}", "{a: 1}", "a"),
      ("{a: {b: {c: true}}}", "{a: {b: {c: false}}}", "a.b.c"),
      ("{a: {b: 1}}", "{a: 1}", "a"),
      ("{suspend: false}", "{}", "suspend"),
      ("{automountServiceAccountToken: false}", "{}", "automountServiceAccountToken"),
      ("{volumes: [{name: a, emptyDir: {}}]}", "{volumes: [{name: a}]}", "volumes[name=a].emptyDir"),
      ("{requests: {cpu: 500m}}", "{requests: {cpu: 1}}", "requests.cpu"),
      ("{labels: {a: '1000m'}}", "{labels: {a: '1'}}", "labels.a"),
      (
        "{containers: [{name: app, image: a}]}", "{containers: [{name: app, image: b}]}",
        "containers[name=app].image"
      ),
      ("{containers: [{name: app}]}", "{containers: []}", "containers[name=app]"),
      ("{command: [a, b]}", "{command: [b, a]}", "command[0]"),
      ("{args: [a]}", "{args: [a, b]}", "args"),
      ("{ports: [{port: 80, protocol: TCP}]}", "{ports: [{port: 80, protocol: UDP}]}", "ports[port=80]"),
      (
        "{kind: PersistentVolumeClaim, resources: {requests: {storage: 5Gi}}}",
        "{kind: PersistentVolumeClaim, resources: {requests: {storage: 1Gi}}}", "resources.requests.storage"
      ),
    ])
  func found(desired: String, live: String, path: String) throws {
    #expect(try drift(desired, live).first == path)
  }

  @Test("paths carry no values")
  func noValues() throws {
    let paths = try drift("{data: {APP_KEY: c2VjcmV0}}", "{data: {APP_KEY: b3RoZXI=}}")
    #expect(paths == ["data.APP_KEY"])
  }

  @Test("every single desired value counts: changing any of them is seen", arguments: GoldenFile.all)
  func everyValue(file: GoldenFile) throws {
    for child in TestApp.children(try file.readApp()) {
      let desired = child.object.json
      for path in leaves(desired) {
        #expect(
          DriftCheck.differences(desired: desired, live: changed(desired, at: path[...])) != [],
          "\(child.description) \(path)")
      }
    }
  }

  private enum Step {
    case key(String)
    case index(Int)
  }

  private func leaves(_ value: JSONValue) -> [[Step]] {
    switch value {
    case .object(let members):
      members.flatMap { member in leaves(member.value).map { [.key(member.key)] + $0 } }
    case .array(let items):
      items.enumerated().flatMap { index, item in leaves(item).map { [.index(index)] + $0 } }
    case .null, .bool, .int, .double, .string: [[]]
    }
  }

  private func changed(_ value: JSONValue, at path: ArraySlice<Step>) -> JSONValue {
    switch path.first {
    case nil: return ["changed": true]
    case .key(let key):
      var value = value
      value[key] = changed(value[key] ?? .null, at: path.dropFirst())
      return value
    case .index(let index):
      var items = value.items
      items[index] = changed(items[index], at: path.dropFirst())
      return .array(items)
    }
  }
}

@Suite("Applied hash")
struct AppliedHashTests {
  @Test("SHA-256 of the compact JSON text, in hexadecimal")
  func value() {
    // printf '{"a":1}' | sha256sum
    #expect(
      AppliedHash.of(["a": 1]) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862")
  }

  @Test("the annotation that carries the hash is no part of it")
  func annotation() {
    var object = KubeObject(.services, name: "a")
    object.metadata.annotations = ["x": "1"]
    let hash = AppliedHash.of(object)
    object.metadata.annotations[AppliedHash.annotation] = hash
    #expect(AppliedHash.of(object) == hash)
    var bare = KubeObject(.services, name: "a")
    let bareHash = AppliedHash.of(bare)
    bare.metadata.annotations[AppliedHash.annotation] = bareHash
    #expect(AppliedHash.of(bare) == bareHash)
  }
}
