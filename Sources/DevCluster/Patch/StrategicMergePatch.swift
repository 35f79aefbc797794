import KubeClient

/// Strategic merge patches: like merge patches, but lists whose schema names a key are merged item by item.
///
/// The directives are those of `k8s.io/apimachinery/pkg/util/strategicpatch`: `$patch: delete|replace|merge`,
/// `$deleteFromPrimitiveList/<field>`, `$setElementOrder/<field>` and `$retainKeys`.
enum StrategicMergePatch {
  private static let directive = "$patch"
  private static let deleteFromList = "$deleteFromPrimitiveList/"
  private static let elementOrder = "$setElementOrder/"
  private static let retainKeys = "$retainKeys"

  /// The document with the patch in it.
  /// - Throws: 400 for directives that make no sense.
  static func apply(
    _ patch: JSONValue, to document: JSONValue, schema: Schema
  ) throws(APIError) -> JSONValue {
    guard let members = patch.object else {
      throw .badRequest(
        "json: cannot unmarshal \(patch.typeName) into Go value of type map[string]interface {}")
    }
    return .object(try merge(members, into: document.object ?? [:], schema: schema))
  }

  private static func merge(
    _ patch: JSONObject, into document: JSONObject, schema: Schema
  ) throws(APIError) -> JSONObject {
    var patch = patch
    switch patch[directive] {
    case nil: break
    case "replace":
      patch[directive] = nil
      return withoutDirectives(patch)
    case "delete": return [:]
    case "merge": patch[directive] = nil
    case let other?: throw .badRequest("unknown patch type found: \(other) in map")
    }
    var result = document
    if let kept = patch[retainKeys]?.array {
      let names = Set(kept.compactMap(\.string))
      for name in result.keys where !names.contains(name) { result[name] = nil }
      patch[retainKeys] = nil
    }
    for member in patch where member.key.hasPrefix(deleteFromList) {
      let name = String(member.key.dropFirst(deleteFromList.count))
      let deleted = Set(member.value.items)
      if let items = result[name]?.array { result[name] = .array(items.filter { !deleted.contains($0) }) }
    }
    for member in patch where !member.key.hasPrefix("$") {
      if member.value.isNull {
        result[member.key] = nil
        continue
      }
      let property = schema.member(member.key) ?? .any
      switch (member.value, result[member.key]) {
      case (.object(let change), let old):
        if change[directive] == "delete" {
          result[member.key] = nil
        } else {
          result[member.key] = .object(try merge(change, into: old?.object ?? [:], schema: property))
        }
      case (.array(let change), let old):
        let order = patch[elementOrder + member.key]?.array
        result[member.key] = .array(
          try mergeList(change, into: old?.array ?? [], order: order, schema: property))
      default: result[member.key] = member.value
      }
    }
    for member in patch where member.key.hasPrefix(elementOrder) {
      // An order alone, without changes to the items.
      let name = String(member.key.dropFirst(elementOrder.count))
      guard patch[name] == nil, let items = result[name]?.array, let property = schema.member(name) else {
        continue
      }
      result[name] = .array(try mergeList([], into: items, order: member.value.array, schema: property))
    }
    return result
  }

  private static func mergeList(
    _ patch: [JSONValue], into document: [JSONValue], order: [JSONValue]?, schema: Schema
  ) throws(APIError) -> [JSONValue] {
    guard let mergeKey = schema.fields.patchStrategy?.mergeKey else { return patch }
    let itemSchema = schema.fields.items ?? .any
    if mergeKey.isEmpty || itemSchema.fields.type != .object {
      var result = document
      for item in patch where !result.contains(item) { result.append(item) }
      return sorted(result, by: order ?? patch, document: document, key: nil)
    }
    if patch.contains(where: { $0[directive] == "replace" }) {
      return patch.filter { $0[directive] == nil }
    }
    var result = document
    for item in patch {
      guard let change = item.object else { throw .badRequest("list item must be a map: \(item)") }
      guard let key = change[mergeKey] else {
        throw APIError(
          code: 500, reason: "",
          message: "map: \(item.goText) does not contain declared merge key: \(mergeKey)")
      }
      let position = result.firstIndex { $0[mergeKey] == key }
      if change[directive] == "delete" {
        result.removeAll { $0[mergeKey] == key }
      } else if let position {
        result[position] = .object(
          try merge(change, into: result[position].object ?? [:], schema: itemSchema))
      } else {
        result.append(.object(try merge(change, into: [:], schema: itemSchema)))
      }
    }
    return sorted(result, by: order ?? patch, document: document, key: mergeKey)
  }

  /// The items that the patch knows in its order, and between them those that only the document has, where
  /// the document has them before a known one.
  private static func sorted(
    _ items: [JSONValue], by order: [JSONValue], document: [JSONValue], key: String?
  ) -> [JSONValue] {
    func identity(_ value: JSONValue) -> JSONValue { key.flatMap { value[$0] } ?? value }
    func positions(_ values: [JSONValue]) -> [JSONValue: Int] {
      Dictionary(values.enumerated().map { (identity($1), $0) }, uniquingKeysWith: { first, _ in first })
    }
    let (ranks, places) = (positions(order), positions(document))
    var known = items.filter { ranks[identity($0)] != nil }
      .sorted { (ranks[identity($0)] ?? 0) < (ranks[identity($1)] ?? 0) }[...]
    var others = items.filter { ranks[identity($0)] == nil }[...]
    var result: [JSONValue] = []
    while let left = others.first, let right = known.first {
      if let leftPlace = places[identity(left)], let rightPlace = places[identity(right)],
        leftPlace < rightPlace
      {
        result.append(left)
        others.removeFirst()
      } else {
        result.append(right)
        known.removeFirst()
      }
    }
    return result + others + known
  }

  private static func withoutDirectives(_ members: JSONObject) -> JSONObject {
    JSONObject(members.filter { !$0.key.hasPrefix("$") }.map { ($0.key, $0.value) })
  }
}
