import KubeClient

/// A set of paths into an object: what one manager owns.
///
/// Path elements are written as in `fieldsV1` (`f:spec`, `k:{"name":"web"}`, `v:"a"`, `i:0`), so the tree is
/// its own wire form. The semantics are those of `structured-merge-diff/fieldpath.Set`: a path that is in the
/// set does not bring the paths below it.
struct FieldSet: Sendable, Hashable {
  /// Elements that are in the set themselves.
  var members: Set<String> = []
  /// What of the elements below is in the set.
  var children: [String: FieldSet] = [:]

  var isEmpty: Bool { members.isEmpty && children.values.allSatisfy(\.isEmpty) }

  /// The part of the set below an element.
  func child(_ element: String) -> FieldSet { children[element] ?? FieldSet() }

  mutating func insert(_ path: some Collection<String>) {
    guard let first = path.first else { return }
    if path.count == 1 {
      members.insert(first)
    } else {
      children[first, default: FieldSet()].insert(path.dropFirst())
    }
  }

  func union(_ other: FieldSet) -> FieldSet {
    var result = self
    result.members.formUnion(other.members)
    for (element, child) in other.children {
      result.children[element] = result.children[element].map { $0.union(child) } ?? child
    }
    return result
  }

  func intersection(_ other: FieldSet) -> FieldSet {
    var result = FieldSet(members: members.intersection(other.members))
    for (element, child) in children {
      guard let common = other.children[element].map({ child.intersection($0) }), !common.isEmpty else {
        continue
      }
      result.children[element] = common
    }
    return result
  }

  /// The paths that are not in the other set; a path there takes nothing away from the paths below it.
  func subtracting(_ other: FieldSet) -> FieldSet {
    var result = FieldSet(members: members.subtracting(other.members))
    for (element, child) in children {
      let rest = other.children[element].map { child.subtracting($0) } ?? child
      if !rest.isEmpty { result.children[element] = rest }
    }
    return result
  }

  /// The set with all fields that a schema names on the way to its paths: a struct's field is not an item
  /// that somebody adds, so owning what is in it is owning it.
  func withNamedParents(_ schema: Schema) -> FieldSet {
    var result = FieldSet(members: members)
    for (element, child) in children where !child.isEmpty {
      let below = schema.child(element)
      if element.hasPrefix("f:"), schema.fields.properties[String(element.dropFirst(2))] != nil {
        result.members.insert(element)
      }
      result.children[element] = child.withNamedParents(below)
    }
    return result
  }

  /// All paths, in order.
  var paths: [[String]] {
    var result: [[String]] = []
    for element in Set(members).union(children.keys).sorted() {
      if members.contains(element) { result.append([element]) }
      for path in children[element]?.paths ?? [] { result.append([element] + path) }
    }
    return result
  }
}

extension FieldSet {
  /// The set in a `fieldsV1` tree.
  init(fieldsV1 json: JSONValue) {
    for member in json.object ?? [:] where member.key != "." {
      let element = Self.canonical(member.key)
      let below = member.value.object ?? [:]
      if below.isEmpty || below["."] != nil { members.insert(element) }
      let child = FieldSet(fieldsV1: member.value)
      if !child.isEmpty { children[element] = child }
    }
  }

  /// The `fieldsV1` tree of the set.
  var fieldsV1: JSONValue {
    var result = JSONObject()
    for element in members { result[element] = [:] }
    for (element, child) in children where !child.isEmpty {
      var tree = child.fieldsV1
      if members.contains(element) { tree["."] = [:] }
      result[element] = tree
    }
    return .object(result)
  }

  /// Keys and values in one spelling, whoever wrote them.
  private static func canonical(_ element: String) -> String {
    guard element.hasPrefix("k:") || element.hasPrefix("v:"),
      let value = try? JSONValue(parsing: String(element.dropFirst(2)))
    else { return element }
    return element.prefix(2) + value.description
  }
}

extension Schema {
  /// The schema below a path element; what is not described can be anything.
  func child(_ element: String) -> Schema {
    if element.hasPrefix("f:") { return member(String(element.dropFirst(2))) ?? .any }
    return fields.items ?? .any
  }
}

/// Paths as people read them.
enum FieldPath {
  /// The text of a path, such as `.spec.containers[name="web"].image`.
  static func text(_ path: [String]) -> String {
    path.map { element in
      let rest = String(element.dropFirst(2))
      switch element.prefix(2) {
      case "f:": return ".\(rest)"
      case "i:": return "[\(rest)]"
      case "v:": return "[=\(rest)]"
      default:
        guard let keys = (try? JSONValue(parsing: rest))?.object else { return "[\(rest)]" }
        return "[" + keys.map { "\($0.key)=\($0.value)" }.joined(separator: ",") + "]"
      }
    }.joined()
  }
}
