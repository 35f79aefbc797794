import KubeClient
import Testing

@testable import DevCluster

@Suite("Patches")
struct PatchTests {
  @Test func `merge patches replace and remove`() {
    let patched = MergePatch.apply(
      ["a": .null, "b": ["c": 2], "l": [3]], to: ["a": 1, "b": ["d": 1], "l": [1, 2]])
    #expect(patched == ["b": ["c": 2, "d": 1], "l": [3]])
  }

  @Test(arguments: [
    (#"[{"op":"add","path":"/l/-","value":3}]"#, #"{"a":{"x~y/z":1},"l":[1,2,3]}"#),
    (#"[{"op":"add","path":"/l/0","value":0}]"#, #"{"a":{"x~y/z":1},"l":[0,1,2]}"#),
    (#"[{"op":"remove","path":"/l/1"}]"#, #"{"a":{"x~y/z":1},"l":[1]}"#),
    (#"[{"op":"replace","path":"/a/x~0y~1z","value":2}]"#, #"{"a":{"x~y/z":2},"l":[1,2]}"#),
    (#"[{"op":"move","from":"/l","path":"/m"}]"#, #"{"a":{"x~y/z":1},"m":[1,2]}"#),
    (#"[{"op":"copy","from":"/l/0","path":"/n"}]"#, #"{"a":{"x~y/z":1},"l":[1,2],"n":1}"#),
    (#"[{"op":"test","path":"/l/0","value":1},{"op":"remove","path":"/a"}]"#, #"{"l":[1,2]}"#),
  ])
  func `JSON patches do what RFC 6902 says`(patch: String, expected: String) throws {
    let document: JSONValue = ["a": ["x~y/z": 1], "l": [1, 2]]
    #expect(try JSONPatch.apply(JSONValue(parsing: patch), to: document) == JSONValue(parsing: expected))
  }

  @Test(arguments: [
    #"[{"op":"test","path":"/a","value":2}]"#, #"[{"op":"remove","path":"/zzz"}]"#,
    #"[{"op":"replace","path":"/l/9","value":1}]"#, #"[{"op":"add","path":"/x/y","value":1}]"#,
    #"[{"op":"nonsense","path":"/a"}]"#, #"[{"op":"add","path":"no-slash","value":1}]"#,
    #"[{"op":"add","path":"/l/-1","value":1}]"#, #"[{}]"#, #"[1]"#,
  ])
  func `JSON patches that cannot be carried out fail with 422`(patch: String) throws {
    let patch = try JSONValue(parsing: patch)
    #expect(throws: JSONPatch.failed) { try JSONPatch.apply(patch, to: ["a": 1, "l": [1]]) }
  }

  private static let podSpec = BuiltinSchemas.kind("PodSpec") ?? .any

  private func strategic(_ patch: JSONValue, _ document: JSONValue) throws -> JSONValue {
    try StrategicMergePatch.apply(patch, to: document, schema: Self.podSpec)
  }

  @Test func `strategic patches merge lists by key`() throws {
    let merged = try strategic(
      ["containers": [["name": "b", "image": "2"], ["name": "c"]]],
      ["containers": [["name": "a"], ["name": "b", "image": "1", "tty": true]]])
    #expect(
      merged == ["containers": [["name": "a"], ["name": "b", "image": "2", "tty": true], ["name": "c"]]])
  }

  @Test func `strategic patches delete, replace and order items`() throws {
    let document: JSONValue = ["containers": [["name": "a"], ["name": "b"], ["name": "c"]]]
    #expect(
      try strategic(["containers": [["name": "b", "$patch": "delete"]]], document)
        == ["containers": [["name": "a"], ["name": "c"]]])
    #expect(
      try strategic(["containers": [["$patch": "replace"], ["name": "z"]]], document)
        == ["containers": [["name": "z"]]])
    #expect(
      try strategic(
        ["$setElementOrder/containers": [["name": "c"], ["name": "a"], ["name": "b"]], "containers": []],
        document)
        == ["containers": [["name": "c"], ["name": "a"], ["name": "b"]]])
  }

  @Test func `strategic patches keep only the keys of a union`() throws {
    let document: JSONValue = ["volumes": [["name": "v", "emptyDir": [:]]]]
    let patch: JSONValue = [
      "volumes": [["name": "v", "$retainKeys": ["name", "configMap"], "configMap": ["name": "c"]]]
    ]
    #expect(try strategic(patch, document) == ["volumes": [["name": "v", "configMap": ["name": "c"]]]])
  }

  @Test func `strategic patches need the key of an item`() {
    #expect(throws: APIError.self) { try strategic(["containers": [["image": "x"]]], [:]) }
    #expect(throws: APIError.self) { try strategic(["containers": ["text"]], [:]) }
  }
}
