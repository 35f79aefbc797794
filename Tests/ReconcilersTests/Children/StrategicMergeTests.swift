import KubeClient
import Testing

@testable import Reconcilers

@Suite("podTemplate overrides")
struct StrategicMergeTests {
  private func merged(_ patch: String, over base: String) throws -> JSONValue {
    StrategicMerge.merge(
      try JSONValue.documents(yaml: patch).first ?? .null,
      over: try JSONValue.documents(yaml: base).first ?? .null)
  }

  @Test(
    "merges as kubectl does",
    arguments: [
      // members
      ("{a: 2, c: 3}", "{a: 1, b: 1}", "{a: 2, b: 1, c: 3}"),
      ("{a: null}", "{a: 1, b: 1}", "{b: 1}"),
      ("{a: {x: null, y: null}}", "{b: 1}", "{a: {}, b: 1}"),
      ("{a: {$patch: replace, y: 1}}", "{a: {x: 1}}", "{a: {y: 1}}"),
      ("{a: {$patch: delete}}", "{a: {x: 1}, b: 1}", "{b: 1}"),
      // lists with a merge key
      (
        "{env: [{name: B, value: '2'}]}", "{env: [{name: A, value: '1'}]}",
        "{env: [{name: A, value: '1'}, {name: B, value: '2'}]}"
      ),
      (
        "{env: [{name: A, value: '2'}]}", "{env: [{name: A, value: '1'}, {name: B}]}",
        "{env: [{name: A, value: '2'}, {name: B}]}"
      ),
      ("{env: [{name: A, $patch: delete}]}", "{env: [{name: A}, {name: B}]}", "{env: [{name: B}]}"),
      ("{env: [{name: C, $patch: delete}]}", "{env: [{name: A}]}", "{env: [{name: A}]}"),
      ("{env: [{$patch: replace}, {name: Z}]}", "{env: [{name: A}]}", "{env: [{name: Z}]}"),
      (
        "{volumeMounts: [{mountPath: /tmp, name: b}]}", "{volumeMounts: [{mountPath: /tmp, name: a}]}",
        "{volumeMounts: [{mountPath: /tmp, name: b}]}"
      ),
      (
        "{tolerations: [{key: a, effect: X, tolerationSeconds: 9}, {key: b}]}",
        "{tolerations: [{key: a, effect: X, tolerationSeconds: 1}]}",
        "{tolerations: [{key: a, effect: X, tolerationSeconds: 9}, {key: b}]}"
      ),
      // lists without one
      ("{args: [c]}", "{args: [a, b]}", "{args: [c]}"),
      // one of several
      (
        "{env: [{name: A, valueFrom: {x: 1}}]}", "{env: [{name: A, value: '1'}]}",
        "{env: [{name: A, valueFrom: {x: 1}}]}"
      ),
      (
        "{volumes: [{name: a, emptyDir: {}}]}",
        "{volumes: [{name: a, persistentVolumeClaim: {claimName: x}}]}",
        "{volumes: [{name: a, emptyDir: {}}]}"
      ),
      (
        "{volumes: [{name: a, emptyDir: {sizeLimit: 1Gi}}]}",
        "{volumes: [{name: a, emptyDir: {medium: Memory}}]}",
        "{volumes: [{name: a, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]}"
      ),
      (
        "{livenessProbe: {exec: {command: [a]}}}", "{livenessProbe: {httpGet: {path: /}, periodSeconds: 3}}",
        "{livenessProbe: {exec: {command: [a]}, periodSeconds: 3}}"
      ),
      (
        "{lifecycle: {preStop: {exec: {command: [a]}}}}", "{lifecycle: {preStop: {sleep: {seconds: 5}}}}",
        "{lifecycle: {preStop: {exec: {command: [a]}}}}"
      ),
      (
        "{livenessProbe: {periodSeconds: 9}}", "{livenessProbe: {httpGet: {path: /}}}",
        "{livenessProbe: {httpGet: {path: /}, periodSeconds: 9}}"
      ),
    ])
  func merges(patch: String, base: String, result: String) throws {
    #expect(try merged(patch, over: base) == JSONValue.documents(yaml: result).first)
  }

  @Test("an empty override changes nothing", arguments: GoldenFile.all)
  func empty(file: GoldenFile) throws {
    for child in TestApp.children(try file.readApp()) {
      #expect(StrategicMerge.merge([:], over: child.object.json) == child.object.json)
    }
  }
}
