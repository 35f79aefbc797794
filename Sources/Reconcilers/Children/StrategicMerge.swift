import KubeClient

/// Merges what a user writes over a generated pod template, as `kubectl patch --type=strategic` would: objects
/// member by member, lists by their merge key, `null` removes, `$patch: delete` and `$patch: replace` too.
///
/// The merge keys are those of the Kubernetes API's `patchMergeKey` tags; tolerations, which have none there, are
/// told apart by key and effect, so that adding one keeps the generated ones.
enum StrategicMerge {
  private static let mergeKeys: [String: [String]] = [
    "containers": ["name"], "initContainers": ["name"], "env": ["name"], "volumes": ["name"],
    "imagePullSecrets": ["name"], "resourceClaims": ["name"], "schedulingGates": ["name"],
    "volumeMounts": ["mountPath"], "volumeDevices": ["devicePath"], "ports": ["containerPort"],
    "hostAliases": ["ip"], "topologySpreadConstraints": ["topologyKey"], "tolerations": ["key", "effect"],
  ]

  /// Members of which only one may be set: naming one takes the others away.
  private static let unions: [String: Set<String>] = [
    "startupProbe": ["exec", "grpc", "httpGet", "tcpSocket"],
    "livenessProbe": ["exec", "grpc", "httpGet", "tcpSocket"],
    "readinessProbe": ["exec", "grpc", "httpGet", "tcpSocket"],
    "preStop": ["exec", "httpGet", "sleep", "tcpSocket"],
    "postStart": ["exec", "httpGet", "sleep", "tcpSocket"],
    "env": ["value", "valueFrom"],
  ]

  /// The base with the patch merged over it.
  static func merge(_ patch: JSONValue, over base: JSONValue) -> JSONValue {
    merge(patch, over: base, field: "")
  }

  /// - Parameter field: the member that both are the value of, or the list that both are items of.
  private static func merge(_ patch: JSONValue, over base: JSONValue, field: String) -> JSONValue {
    guard case .object(var changes) = patch else { return patch }
    let isReplacement = changes["$patch"]?.string == "replace"
    changes["$patch"] = nil
    guard case .object(var result) = base, !isReplacement else { return withoutNulls(.object(changes)) }
    dropAlternatives(of: changes, from: &result, field: field)
    for member in changes {
      switch member.value {
      case .null:
        result[member.key] = nil
      case .array(let items):
        result[member.key] = merge(items, over: result[member.key]?.items ?? [], field: member.key)
      case .object where member.value["$patch"]?.string == "delete":
        result[member.key] = nil
      case .object:
        result[member.key] = merge(member.value, over: result[member.key] ?? [:], field: member.key)
      case .bool, .int, .double, .string:
        result[member.key] = member.value
      }
    }
    return .object(result)
  }

  private static func dropAlternatives(of changes: JSONObject, from base: inout JSONObject, field: String) {
    let named = Set(changes.filter { !$0.value.isNull }.map(\.key))
    if field == "volumes" {
      // A volume has one source, and any member but the name is one.
      guard named.contains(where: { $0 != "name" }) else { return }
      for key in base.keys where key != "name" && !named.contains(key) { base[key] = nil }
    } else if let union = unions[field], !named.isDisjoint(with: union) {
      for key in union.subtracting(named) { base[key] = nil }
    }
  }

  private static func merge(_ patch: [JSONValue], over base: [JSONValue], field: String) -> JSONValue {
    guard let keys = mergeKeys[field] else { return .array(patch.map(withoutNulls)) }
    if patch.contains(where: { $0["$patch"]?.string == "replace" }) {
      return .array(patch.filter { $0["$patch"] == nil }.map(withoutNulls))
    }
    var result = base
    for item in patch {
      let identity = keys.map { item[$0] }
      let index = result.firstIndex { existing in keys.map { existing[$0] } == identity }
      switch (index, item["$patch"]?.string) {
      case (let index?, "delete"): result.remove(at: index)
      case (let index?, _): result[index] = merge(item, over: result[index], field: field)
      case (nil, "delete"): continue
      case (nil, _): result.append(withoutNulls(item))
      }
    }
    return .array(result)
  }

  /// There is nothing to remove where there was nothing.
  private static func withoutNulls(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(JSONObject(members.filter { !$0.value.isNull }.map { ($0.key, withoutNulls($0.value)) }))
    case .array(let items): .array(items.map(withoutNulls))
    case .null, .bool, .int, .double, .string: value
    }
  }
}
