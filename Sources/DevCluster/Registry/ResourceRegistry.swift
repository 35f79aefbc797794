import KubeClient
import Synchronization

/// What the API serves right now: the built-in resources and those of the established definitions.
final class ResourceRegistry: Sendable {
  /// A group and the versions that it is served in, the preferred one first.
  struct Group: Sendable {
    let name: String
    var versions: [String]
  }

  private struct State {
    var custom: [String: [APIResource]] = [:]
    var byPath: [String: APIResource] = [:]
    var resources: [APIResource] = []
  }

  private let state: Mutex<State>

  init() {
    var initial = State()
    Self.index(&initial)
    state = Mutex(initial)
  }

  /// Everything served, built-in resources first.
  var resources: [APIResource] { state.withLock { $0.resources } }

  /// The resource at a group, version and plural name.
  func resource(group: String, version: String, plural: String) -> APIResource? {
    state.withLock { $0.byPath["\(group)/\(version)/\(plural)"] }
  }

  /// The resource of a kind, in any of its versions.
  func resource(group: String, kind: String) -> APIResource? {
    state.withLock { state in state.resources.first { $0.type.group == group && $0.type.kind == kind } }
  }

  /// The groups in the order of discovery, the core group left out.
  var groups: [Group] {
    var result: [Group] = []
    for resource in resources where !resource.type.group.isEmpty {
      if let index = result.firstIndex(where: { $0.name == resource.type.group }) {
        if !result[index].versions.contains(resource.type.version) {
          result[index].versions.append(resource.type.version)
        }
      } else {
        result.append(Group(name: resource.type.group, versions: [resource.type.version]))
      }
    }
    for index in result.indices { result[index].versions.sort { APIVersionOrder.isNewer($0, than: $1) } }
    return result
  }

  /// The resources of a definition take the place of those that it had before.
  func install(_ resources: [APIResource], of definition: String) {
    state.withLock { state in
      state.custom[definition] = resources.isEmpty ? nil : resources
      Self.index(&state)
    }
  }

  /// The resources that a definition has made.
  func resources(of definition: String) -> [APIResource] { state.withLock { $0.custom[definition] ?? [] } }

  private static func index(_ state: inout State) {
    state.resources = BuiltinResources.all + state.custom.sorted { $0.key < $1.key }.flatMap(\.value)
    state.byPath = [:]
    for resource in state.resources {
      state.byPath["\(resource.type.group)/\(resource.type.version)/\(resource.type.plural)"] = resource
    }
  }
}

/// The order of version names: `v2`, `v1`, `v1beta2`, `v1alpha1`, others by name
/// (`k8s.io/apimachinery/pkg/version.CompareKubeAwareVersionStrings`).
enum APIVersionOrder {
  static func isNewer(_ left: String, than right: String) -> Bool {
    switch (key(left), key(right)) {
    case (let left?, let right?): right.lexicographicallyPrecedes(left)
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): left < right
    }
  }

  private static func key(_ version: String) -> [Int]? {
    guard version.hasPrefix("v") else { return nil }
    let rest = version.dropFirst()
    for (name, rank) in [("alpha", 0), ("beta", 1)] {
      let parts = rest.split(separator: name, omittingEmptySubsequences: false)
      if parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]) {
        return [rank, major, minor]
      }
    }
    return Int(rest).map { [2, $0, 0] }
  }
}
