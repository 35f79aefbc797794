import KubeClient

extension TypedObject {
  /// This object with everything that a configuration says: its scalars win, maps and keyed lists grow.
  func merging(_ configuration: JSONValue) -> TypedObject {
    TypedObject(value: Self.merge(value, configuration, schema) ?? .null, schema: schema)
  }

  private static func merge(_ left: JSONValue?, _ right: JSONValue?, _ schema: Schema) -> JSONValue? {
    guard let right else { return left }
    guard let left else { return right }
    switch (left, right) {
    case (.object(let old), .object(let new)) where !schema.fields.isAtomicMap:
      var result = old
      for member in new {
        result[member.key] = merge(old[member.key], member.value, schema.child("f:\(member.key)"))
      }
      return .object(result)
    case (.array(let old), .array(let new)) where schema.listType != .atomic:
      return .array(mergeItems(old, new, schema))
    default: return right
    }
  }

  /// Items keep the order of both lists as far as they agree; where they do not, that of the configuration.
  private static func mergeItems(_ old: [JSONValue], _ new: [JSONValue], _ schema: Schema) -> [JSONValue] {
    let left = ListIndex(old, schema)
    let right = ListIndex(new, schema)
    var shared = right.order.filter { left.items[$0] != nil }[...]
    var result: [JSONValue] = []
    var merged: Set<String> = []
    var (l, r) = (0, 0)
    func take(_ element: String) {
      merged.insert(element)
      if let item = merge(left.items[element], right.items[element], schema.child(element)) {
        result.append(item)
      }
      if shared.first == element { shared.removeFirst() }
    }
    while l < left.order.count || r < right.order.count {
      if l < left.order.count {
        let element = left.order[l]
        let isShared = right.items[element] != nil
        if r < right.order.count {
          if element == right.order[r] {
            take(element)
            l += 1
            r += 1
            continue
          }
          // A shared item, but another one is to come first.
          if isShared, let next = shared.first, next != element {
            l += 1
            continue
          }
        }
        if !isShared {
          if let item = left.items[element] { result.append(item) }
          l += 1
          continue
        }
        if merged.contains(element) { l += 1 }
      }
      if r < right.order.count {
        take(right.order[r])
        r += 1
      }
    }
    return result
  }

  /// This object without the paths of a set.
  func removing(_ set: FieldSet) -> TypedObject {
    TypedObject(value: Self.remove(set, from: value, schema) ?? .null, schema: schema)
  }

  private static func remove(_ set: FieldSet, from value: JSONValue, _ schema: Schema) -> JSONValue? {
    switch value {
    case .object(let members):
      guard !schema.fields.isAtomicMap else { return nil }
      var result = JSONObject()
      for member in members {
        let element = "f:\(member.key)"
        if set.members.contains(element) { continue }
        let below = set.child(element)
        result[member.key] =
          below.isEmpty ? member.value : remove(below, from: member.value, schema.child(element))
      }
      return JSONValue.object(result).unless(result.isEmpty && !members.isEmpty)
    case .array(let items):
      guard schema.listType != .atomic else { return nil }
      var result: [JSONValue] = []
      for (index, item) in items.enumerated() {
        let element = ListItemKey.pathElement(of: item, at: index, in: schema)
        if set.members.contains(element) { continue }
        let below = set.child(element)
        if let kept = below.isEmpty ? item : remove(below, from: item, schema.child(element)) {
          result.append(kept)
        }
      }
      return JSONValue.array(result).unless(result.isEmpty && !items.isEmpty)
    default: return value
    }
  }
}
