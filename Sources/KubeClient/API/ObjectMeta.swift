/// A view of `metadata`: the fields that controllers use.
public struct ObjectMeta: Sendable, Hashable {
  /// The metadata object itself.
  public var json: JSONValue

  /// A view of that tree, whatever is in it.
  public init(_ json: JSONValue) { self.json = json }

  /// The name; empty when missing.
  public var name: String { json["name"]?.string ?? "" }
  /// The namespace; empty when missing.
  public var namespace: String { json["namespace"]?.string ?? "" }
  /// The server's identity of this very object; empty before it was created.
  public var uid: String { json["uid"]?.string ?? "" }
  /// The server's version of this object; opaque but for `ResourceVersion`.
  public var resourceVersion: String { json["resourceVersion"]?.string ?? "" }
  /// Counts the changes of the spec; 0 when the kind has none.
  public var generation: Int { json["generation"]?.int ?? 0 }
  /// RFC 3339 text of the creation.
  public var creationTimestamp: String { json["creationTimestamp"]?.string ?? "" }
  /// Whether deletion was asked for and finalizers hold the object.
  public var isBeingDeleted: Bool { json["deletionTimestamp"]?.string != nil }
  /// The finalizers.
  public var finalizers: [String] { (json["finalizers"]?.items ?? []).compactMap(\.string) }

  /// The labels; setting none removes the member.
  public var labels: [String: String] {
    get { strings("labels") }
    set { json["labels"] = newValue.isEmpty ? .none : .some(JSONValue(newValue)) }
  }

  /// The annotations; setting none removes the member.
  public var annotations: [String: String] {
    get { strings("annotations") }
    set { json["annotations"] = newValue.isEmpty ? .none : .some(JSONValue(newValue)) }
  }

  /// The owners.
  public var ownerReferences: [OwnerReference] {
    get { (json["ownerReferences"]?.items ?? []).compactMap { OwnerReference($0) } }
    set { json["ownerReferences"] = newValue.isEmpty ? .none : .some(.array(newValue.map(\.json))) }
  }

  /// The owner that manages this object, if there is one.
  public var controller: OwnerReference? { ownerReferences.first(where: \.isController) }

  private func strings(_ key: String) -> [String: String] {
    guard let members = json[key]?.object else { return [:] }
    var result: [String: String] = [:]
    for member in members { result[member.key] = member.value.string }
    return result
  }
}
