import KubeClient

/// Compares a desired manifest with the live object: does the live one still carry every desired value?
///
/// What the live object has beyond that (defaults, status, what other managers added) does not count. Values are
/// compared as the API server means them: it stores quantities canonically and leaves out empty and zero fields.
public enum DriftCheck {
  /// The paths whose desired value the live object does not carry, such as
  /// `spec.template.spec.containers[name=app].image`; empty when nothing has drifted. Paths hold no values but
  /// the keys of list items, so they may be logged.
  public static func differences(desired: JSONValue, live: JSONValue) -> [String] {
    var comparison = Comparison(growsOnly: desired["kind"]?.string == "PersistentVolumeClaim")
    comparison.compare(desired, live, at: "", field: "", parent: "")
    return comparison.differences
  }

  /// The keys by which the API server tells the items of a list apart, with the value that a missing key has:
  /// `x-kubernetes-list-map-keys` of the built-in kinds. All other lists are compared item by item, in order.
  private static let listKeys: [String: [(key: String, fallback: JSONValue?)]] = [
    "containers": [("name", nil)], "initContainers": [("name", nil)], "env": [("name", nil)],
    "volumes": [("name", nil)], "imagePullSecrets": [("name", nil)], "resourceClaims": [("name", nil)],
    "schedulingGates": [("name", nil)], "volumeMounts": [("mountPath", nil)],
    "volumeDevices": [("devicePath", nil)], "hostAliases": [("ip", nil)], "ownerReferences": [("uid", nil)],
    "topologySpreadConstraints": [("topologyKey", nil), ("whenUnsatisfiable", nil)],
  ]
  private static let containerPortKeys: [(key: String, fallback: JSONValue?)] = [
    ("containerPort", nil), ("protocol", "TCP"),
  ]
  private static let servicePortKeys: [(key: String, fallback: JSONValue?)] = [
    ("port", nil), ("protocol", "TCP"),
  ]

  /// Fields whose `false` or 0 the API server does not store, because that is what missing means.
  private static let zeroMeansMissing: Set<String> = [
    "hostNetwork", "hostPID", "hostIPC", "readOnly", "stdin", "stdinOnce", "tty", "paused",
    "initialDelaySeconds", "minReadySeconds",
  ]
  private static let intOrString: Set<String> = [
    "targetPort", "port", "maxSurge", "maxUnavailable", "minAvailable",
  ]

  private struct Comparison {
    /// A claim may have been grown by somebody else; it can never be made smaller.
    let growsOnly: Bool
    var differences: [String] = []

    mutating func compare(
      _ desired: JSONValue, _ live: JSONValue?, at path: String, field: String, parent: String
    ) {
      let live = live ?? .null
      if live.isNull, isMissing(desired, field: field) { return }
      switch desired {
      case .object(let members):
        guard live.object != nil else { return differ(path) }
        for member in members {
          compare(
            member.value, live[member.key], at: path.isEmpty ? member.key : "\(path).\(member.key)",
            field: member.key, parent: field)
        }
      case .array(let items):
        compare(items, live.items, at: path, field: field)
      case .null, .bool, .int, .double, .string:
        if !isEqual(desired, live, field: field, parent: parent) { differ(path) }
      }
    }

    private mutating func differ(_ path: String) { differences.append(path) }

    private mutating func compare(_ desired: [JSONValue], _ live: [JSONValue], at path: String, field: String)
    {
      guard let keys = keys(of: desired, field: field) else {
        guard desired.count == live.count else { return differ(path) }
        for (index, (item, liveItem)) in zip(desired, live).enumerated() {
          compare(item, liveItem, at: "\(path)[\(index)]", field: "", parent: field)
        }
        return
      }
      for item in desired {
        let identity = keys.map { item[$0.key] ?? $0.fallback }
        let match = live.first { candidate in keys.map { candidate[$0.key] ?? $0.fallback } == identity }
        let name = keys.first.map { "\($0.key)=\(item[$0.key].map(Self.text) ?? "")" } ?? ""
        if let match {
          compare(item, match, at: "\(path)[\(name)]", field: "", parent: field)
        } else {
          differ("\(path)[\(name)]")
        }
      }
    }

    private func keys(of items: [JSONValue], field: String) -> [(key: String, fallback: JSONValue?)]? {
      let keys =
        field == "ports"
        ? (items.first?["containerPort"] == nil ? servicePortKeys : containerPortKeys) : listKeys[field]
      guard let first = keys?.first?.key, items.allSatisfy({ $0[first] != nil }) else { return nil }
      return keys
    }

    private static func text(_ value: JSONValue) -> String { value.string ?? value.description }

    private func isMissing(_ desired: JSONValue, field: String) -> Bool {
      switch desired {
      case .null: true
      case .string(let text): text.isEmpty
      case .array(let items): items.isEmpty
      // An empty object can be a choice of its own (`emptyDir: {}`); the server stores those.
      case .object(let members):
        field != "emptyDir" && members.allSatisfy { isMissing($0.value, field: $0.key) }
      case .bool(let value): !value && zeroMeansMissing.contains(field)
      case .int(let value): value == 0 && zeroMeansMissing.contains(field)
      case .double: false
      }
    }

    private func isEqual(_ desired: JSONValue, _ live: JSONValue, field: String, parent: String) -> Bool {
      if desired == live { return true }
      if parent == "requests" || parent == "limits" || field == "sizeLimit" || field == "averageValue" {
        guard let wanted = Quantity(desired), let actual = Quantity(live) else { return false }
        return growsOnly ? actual >= wanted : actual == wanted
      }
      if let wanted = desired.double, let actual = live.double { return wanted == actual }
      guard intOrString.contains(field) else { return false }
      return Self.text(desired) == Self.text(live)
    }
  }
}
