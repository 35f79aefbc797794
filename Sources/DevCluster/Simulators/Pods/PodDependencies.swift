import KubeClient

/// The Secrets and ConfigMaps that a pod cannot start without.
struct PodDependencies {
  /// One reference of a pod to an object or to a key of it.
  struct Reference: Hashable {
    let type: ResourceType
    let name: String
    /// The key that has to be there; `nil` when the object is enough.
    let key: String?
  }

  /// What the environment of the containers refers to.
  let environment: [Reference]
  /// What is mounted, with the volume's name.
  let volumes: [(volume: String, reference: Reference)]

  init(_ spec: JSONValue) {
    let containers = (spec["initContainers"]?.items ?? []) + (spec["containers"]?.items ?? [])
    environment = containers.flatMap { container in
      (container["envFrom"]?.items ?? []).flatMap { Self.sources($0, "secretRef", "configMapRef") }
        + (container["env"]?.items ?? []).flatMap {
          Self.sources($0["valueFrom"] ?? .null, "secretKeyRef", "configMapKeyRef")
        }
    }
    volumes = (spec["volumes"]?.items ?? []).flatMap { volume in
      let sources =
        Self.sources(volume, "secret", "configMap")
        + (volume["projected", "sources"]?.items ?? []).flatMap { Self.sources($0, "secret", "configMap") }
      return sources.map { (volume["name"]?.string ?? "", $0) }
    }
  }

  /// All objects referred to, for those who wait for them.
  var objects: Set<Reference> {
    Set((environment + volumes.map(\.reference)).map { Reference(type: $0.type, name: $0.name, key: nil) })
  }

  /// The kubelet's message for the first thing that the environment misses; `nil` when all is there.
  func missingEnvironment(
    namespace: String, lookup: (ResourceType, String) -> KubeObject?
  ) -> String? {
    for reference in environment {
      guard let object = lookup(reference.type, reference.name) else {
        return Self.notFound(reference)
      }
      if let key = reference.key, !Self.has(key, in: object) {
        return "couldn't find key \(key) in \(reference.type.kind) \(namespace)/\(reference.name)"
      }
    }
    return nil
  }

  /// The kubelet's message for the first volume that cannot be mounted; `nil` when all can.
  func missingVolume(lookup: (ResourceType, String) -> KubeObject?) -> String? {
    volumes.first { lookup($0.reference.type, $0.reference.name) == nil }.map {
      "MountVolume.SetUp failed for volume \"\($0.volume)\" : \(Self.notFound($0.reference))"
    }
  }

  private static func notFound(_ reference: Reference) -> String {
    "\(reference.type.kind.lowercased()) \"\(reference.name)\" not found"
  }

  private static func has(_ key: String, in object: KubeObject) -> Bool {
    ["data", "binaryData", "stringData"].contains { object[$0]?[key] != nil }
  }

  /// The references of an object with members such as `secretRef`; optional ones are none.
  private static func sources(_ json: JSONValue, _ secret: String, _ configMap: String) -> [Reference] {
    [(secret, ResourceType.secrets), (configMap, ResourceType.configMaps)].compactMap { member, type in
      guard let source = json[member], source["optional"]?.bool != true,
        let name = (source["name"] ?? source["secretName"])?.string, !name.isEmpty
      else { return nil }
      return Reference(type: type, name: name, key: source["key"]?.string)
    }
  }
}
