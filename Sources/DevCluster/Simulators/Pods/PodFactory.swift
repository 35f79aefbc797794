import KubeClient

/// Pods as controllers make them from a template, with what admission and the pod strategy would add.
enum PodFactory {
  /// A pod of an owner; the store completes its name.
  static func pod(
    from template: JSONValue, ownedBy owner: KubeObject, type: ResourceType, finalizers: [String] = []
  ) -> KubeObject {
    let meta = owner.metadata
    var pod = KubeObject(["apiVersion": "v1", "kind": "Pod"])
    pod["metadata"] = .object([
      "generateName": JSONValue("\(meta.name)-"), "namespace": JSONValue(meta.namespace),
      "labels": template["metadata"]?["labels"], "annotations": template["metadata"]?["annotations"],
      "finalizers": finalizers.isEmpty ? nil : JSONValue(finalizers),
    ])
    pod.metadata.ownerReferences = [
      OwnerReference(apiVersion: type.apiVersion, kind: type.kind, name: meta.name, uid: meta.uid)
    ]
    pod["spec"] = completed(template["spec"] ?? [:])
    pod["status"] = ["phase": "Pending", "qosClass": JSONValue(PodTemplates.qualityOfService(pod))]
    return pod
  }

  /// What the plugins DefaultTolerationSeconds, ServiceAccount and Priority and the defaults of a pod add.
  private static func completed(_ spec: JSONValue) -> JSONValue {
    var result = spec
    var tolerations = spec["tolerations"]?.items ?? []
    for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
      let isThere = tolerations.contains {
        ($0["key"]?.string ?? key) == key && ["NoExecute", "", nil].contains($0["effect"]?.string)
      }
      guard !isThere else { continue }
      tolerations.append([
        "key": JSONValue(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300,
      ])
    }
    result["tolerations"] = .array(tolerations)
    let defaults: [(String, JSONValue)] = [
      ("serviceAccountName", "default"), ("priority", 0), ("enableServiceLinks", true),
      ("preemptionPolicy", "PreemptLowerPriority"),
    ]
    for (key, value) in defaults where result[key] == nil { result[key] = value }
    return result
  }
}
