import KubeClient

/// The hash of a desired manifest, kept on the live object: two equal hashes mean that the operator has nothing
/// new to say, so what is left to compare is drift.
public enum AppliedHash {
  /// The annotation that carries it.
  public static let annotation = "laravel-operator.dev/applied-hash"

  /// SHA-256 of a manifest in hexadecimal; the annotation itself is left out of it.
  public static func of(_ object: KubeObject) -> String {
    var object = object
    if object.metadata.annotations[annotation] != nil { object.metadata.annotations[annotation] = nil }
    return of(object.json)
  }

  /// SHA-256 of a value in hexadecimal: objects keep their members sorted, so equal values have equal hashes.
  public static func of(_ value: JSONValue) -> String { SHA256Digest.hex(value.serialized) }
}
