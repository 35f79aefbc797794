/// One JSON value: what every Kubernetes object is made of here.
///
/// The controller runtime needs whole live objects (to see drift, to merge pod templates, to keep fields it
/// has never heard of), so objects are held as values of this enum and read through small typed views.
/// Objects keep their members sorted: equal values have equal text, so hashing and comparing need no
/// second, canonical form.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// An object made of the given members; a `nil` member is left out, the last of two equal keys wins.
  public static func object(_ members: [String: JSONValue?]) -> JSONValue {
    .object(JSONObject(members.compactMap { key, value in value.map { (key, $0) } }))
  }

  /// The text of a string, `nil` for anything else.
  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The value of an integer, or of a double without a fraction that fits; `nil` for anything else.
  public var int: Int? {
    switch self {
    case .int(let value): Int(exactly: value)
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The value of any number, `nil` for anything else.
  public var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    default: nil
    }
  }

  /// The value of a boolean, `nil` for anything else.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The items of an array, `nil` for anything else.
  public var array: [JSONValue]? {
    if case .array(let items) = self { items } else { nil }
  }

  /// The members of an object, `nil` for anything else.
  public var object: JSONObject? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The items of an array; empty for anything else, so that a missing list reads as an empty one.
  public var items: [JSONValue] { array ?? [] }

  /// Whether this is `null`.
  public var isNull: Bool { self == .null }

  /// The member of that name; `nil` when there is none or this is no object.
  ///
  /// Setting on `null` makes an object of it; setting on any other non-object replaces it by one; setting
  /// `nil` removes the member.
  public subscript(key: String) -> JSONValue? {
    get { object?[key] }
    set {
      var members: JSONObject
      if case .object(let existing) = self {
        members = existing
        // Gives up this reference first: the members are then changed in place, not copied.
        self = .null
      } else if newValue == nil {
        return
      } else {
        members = JSONObject()
      }
      members[key] = newValue
      self = .object(members)
    }
  }

  /// The item at that position; `nil` when there is none or this is no array.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let items) = self, items.indices.contains(index) else { return nil }
    return items[index]
  }

  /// The value below a path of member names; setting makes the objects on the way.
  public subscript(path path: [String]) -> JSONValue? {
    get {
      var value = self
      for key in path {
        guard let next = value[key] else { return nil }
        value = next
      }
      return value
    }
    set { set(newValue, at: path[...]) }
  }

  /// The value below a path of member names; setting makes the objects on the way.
  public subscript(path: String...) -> JSONValue? {
    get { self[path: path] }
    set { self[path: path] = newValue }
  }

  private mutating func set(_ newValue: JSONValue?, at path: ArraySlice<String>) {
    guard let key = path.first else {
      self = newValue ?? .null
      return
    }
    if path.count == 1 {
      self[key] = newValue
      return
    }
    var child = self[key] ?? .object(JSONObject())
    if newValue == nil, self[key] == nil { return }
    child.set(newValue, at: path.dropFirst())
    self[key] = child
  }
}

/// No `ExpressibleByNilLiteral`: `condition ? nil : value` would be `null` where it is meant to leave a member out.
extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// An integer.
  public init(integerLiteral value: Int64) { self = .int(value) }

  /// A double.
  public init(floatLiteral value: Double) { self = .double(value) }

  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// An array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// An object; the last of two equal keys wins.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }

  /// A string.
  public init(_ value: String) { self = .string(value) }

  /// An integer.
  public init(_ value: Int) { self = .int(Int64(value)) }

  /// A boolean.
  public init(_ value: Bool) { self = .bool(value) }

  /// An array of strings.
  public init(_ values: [String]) { self = .array(values.map { .string($0) }) }

  /// An object of strings: labels, annotations, selectors.
  public init(_ values: [String: String]) {
    self = .object(JSONObject(values.map { ($0.key, .string($0.value)) }))
  }
}
