import KubeClient

/// An object that is compared, merged and cut by its schema, as `structured-merge-diff/typed` does it.
struct TypedObject: Sendable {
  let value: JSONValue
  let schema: Schema

  /// The paths of everything in the object.
  var fieldSet: FieldSet {
    var result = FieldSet()
    Self.collect(value, schema, into: &result)
    return result
  }

  /// Inserts what is below a value; returns whether the value is a leaf itself.
  @discardableResult
  private static func collect(_ value: JSONValue, _ schema: Schema, into set: inout FieldSet) -> Bool {
    switch value {
    case .object(let members):
      if schema.fields.isAtomicMap { return true }
      for member in members {
        let element = "f:\(member.key)"
        var below = FieldSet()
        let isLeaf = collect(member.value, schema.child(element), into: &below)
        let isEmpty = member.value.isNull || member.value.object?.isEmpty == true
        if isLeaf || isEmpty || schema.fields.properties[member.key] == nil { set.members.insert(element) }
        if !below.isEmpty { set.children[element] = below }
      }
      return false
    case .array(let items):
      guard schema.listType != .atomic else { return true }
      for (index, item) in items.enumerated() {
        let element = ListItemKey.pathElement(of: item, at: index, in: schema)
        var below = FieldSet()
        collect(item, schema.child(element), into: &below)
        set.members.insert(element)
        if !below.isEmpty { set.children[element] = below }
      }
      return false
    case .null: return false
    default: return true
    }
  }
}

/// What differs between two states of an object.
struct FieldComparison: Sendable {
  var added = FieldSet()
  var modified = FieldSet()
  var removed = FieldSet()

  init(from old: TypedObject, to new: TypedObject) {
    compare(old.value, new.value, schema: new.schema, path: [], isInLeaf: false)
  }

  private enum Shape { case object, list, scalar }

  /// The shape of a value; `null` takes that of the other side.
  private static func shape(_ value: JSONValue?) -> Shape? {
    switch value {
    case nil, .null?: nil
    case .object?: .object
    case .array?: .list
    default: .scalar
    }
  }

  private mutating func compare(
    _ old: JSONValue?, _ new: JSONValue?, schema: Schema, path: [String], isInLeaf: Bool
  ) {
    var isInLeaf = isInLeaf
    let shapes = (Self.shape(old), Self.shape(new))
    switch (shapes.0 ?? shapes.1, shapes.1 ?? shapes.0) {
    case (.object?, .object?):
      let left = old?.object ?? [:]
      let right = new?.object ?? [:]
      if schema.fields.isAtomicMap || (left.isEmpty && right.isEmpty) {
        leaf(old, new, path, &isInLeaf)
      } else {
        compareMembers(left, right, schema, path, isInLeaf)
      }
    case (.list?, .list?):
      let left = old?.items ?? []
      let right = new?.items ?? []
      if schema.listType == .atomic || (left.isEmpty && right.isEmpty) {
        leaf(old, new, path, &isInLeaf)
      } else {
        compareItems(left, right, schema, path, isInLeaf)
      }
    default: leaf(old, new, path, &isInLeaf)
    }
    guard !isInLeaf, !path.isEmpty else { return }
    if old == nil { added.insert(path) }
    if new == nil { removed.insert(path) }
  }

  private mutating func leaf(
    _ old: JSONValue?, _ new: JSONValue?, _ path: [String], _ isInLeaf: inout Bool
  ) {
    guard !isInLeaf else { return }
    isInLeaf = true
    if path.isEmpty { return }
    if old == nil {
      added.insert(path)
    } else if new == nil {
      removed.insert(path)
    } else if old != new {
      modified.insert(path)
    }
  }

  private mutating func compareMembers(
    _ old: JSONObject, _ new: JSONObject, _ schema: Schema, _ path: [String], _ isInLeaf: Bool
  ) {
    for member in old {
      let element = "f:\(member.key)"
      let counterpart = new[member.key]
      // Most of an object is the same: equal parts need no walk.
      if let counterpart, counterpart == member.value { continue }
      compare(
        member.value, counterpart, schema: schema.child(element), path: path + [element], isInLeaf: isInLeaf)
    }
    for member in new where old[member.key] == nil {
      let element = "f:\(member.key)"
      compare(nil, member.value, schema: schema.child(element), path: path + [element], isInLeaf: isInLeaf)
    }
  }

  private mutating func compareItems(
    _ old: [JSONValue], _ new: [JSONValue], _ schema: Schema, _ path: [String], _ isInLeaf: Bool
  ) {
    let left = ListIndex(old, schema)
    let right = ListIndex(new, schema)
    for element in left.order {
      compare(
        left.items[element], right.items[element], schema: schema.child(element), path: path + [element],
        isInLeaf: isInLeaf)
    }
    for element in right.order where left.items[element] == nil {
      compare(
        nil, right.items[element], schema: schema.child(element), path: path + [element], isInLeaf: isInLeaf)
    }
  }
}

/// The items of a list by their path elements; of equal ones the first counts.
struct ListIndex {
  private(set) var order: [String] = []
  private(set) var items: [String: JSONValue] = [:]

  init(_ values: [JSONValue], _ schema: Schema) {
    for (index, value) in values.enumerated() {
      let element = ListItemKey.pathElement(of: value, at: index, in: schema)
      if items.updateValue(value, forKey: element) == nil { order.append(element) }
    }
  }
}
