import KubeClient

/// What tells one item of a list from another, by the list's type.
enum ListItemKey {
  /// The keys of an item of a map list, the item itself in a set; `nil` in an atomic list, or when an item
  /// has none of the keys.
  static func value(of item: JSONValue, in list: Schema) -> JSONValue? {
    switch list.listType {
    case .atomic: return nil
    case .set: return item
    case .map(let keys):
      var members = JSONObject()
      for key in keys {
        members[key] = item[key] ?? list.fields.items?.fields.properties[key].flatMap(missing)
      }
      return JSONValue.object(members).unless(members.isEmpty)
    }
  }

  /// What a missing key stands for: its default, or what Go reads.
  private static func missing(_ key: Schema) -> JSONValue? {
    if let value = key.fields.defaultValue { return value }
    guard key.fields.isBuiltin else { return Optional.none }
    return key.fields.type == .string ? "" : key.fields.type == .integer ? 0 : Optional.none
  }

  /// The path element of an item as `fieldsV1` writes it: `k:{"name":"web"}`, `v:"a"` or `i:0`.
  static func pathElement(of item: JSONValue, at index: Int, in list: Schema) -> String {
    guard let value = value(of: item, in: list) else { return "i:\(index)" }
    return list.listType == .set ? "v:\(value)" : "k:\(value)"
  }
}
