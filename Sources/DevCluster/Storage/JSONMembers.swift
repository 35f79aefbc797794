import KubeClient

// Members that may be missing are written with these two.

extension JSONValue {
  /// An object of the members that are there.
  static func members(_ members: [String: JSONValue?]) -> JSONValue {
    .object(JSONObject(members.compactMap { key, value in value.map { (key, $0) } }))
  }

  /// This value, or nothing at all when a condition holds.
  func unless(_ condition: Bool) -> JSONValue? { condition ? Optional.none : self }
}
