import KubeClient

/// The label that tells the pods of one ReplicaSet from those of the others.
///
/// Kubernetes hashes a dump of Go structs, so its values cannot be the same; length, alphabet and stability
/// are (FNV-1a of the template in 32 bits, its decimal digits spelled in `rand.SafeEncodeString`'s alphabet).
enum PodTemplateHash {
  static let label = "pod-template-hash"

  /// The digits 0 to 9 as `SafeEncodeString` writes them.
  private static let alphabet = Array("456789bcdf".utf8)

  static func of(_ template: JSONValue, collisions: Int = 0) -> String {
    var hash: UInt32 = 2_166_136_261
    for byte in template.serialized { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    if collisions > 0 {
      for byte in "\(collisions)".utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    }
    let digits = "\(hash)".utf8.map { alphabet[Int($0 &- UInt8(ascii: "0")) % alphabet.count] }
    return String(decoding: digits, as: UTF8.self)
  }

  /// The template as it was before the label was added.
  static func removing(from template: JSONValue) -> JSONValue {
    guard template["metadata", "labels"]?[label] != nil else { return template }
    var result = template
    result["metadata", "labels", label] = nil
    if result["metadata", "labels"]?.object?.isEmpty == true { result["metadata", "labels"] = nil }
    return result
  }
}
