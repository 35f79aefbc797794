import KubeClient

/// RFC 7386 patches: members replace, `null` removes.
enum MergePatch {
  /// The document with the patch in it.
  static func apply(_ patch: JSONValue, to document: JSONValue) -> JSONValue {
    guard case .object(let members) = patch else { return patch }
    var result = document.object ?? [:]
    for member in members {
      result[member.key] =
        apply(member.value, to: result[member.key] ?? .null).unless(member.value.isNull)
    }
    return .object(result)
  }
}
