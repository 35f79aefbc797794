/// One page of a list.
public struct KubeList: Sendable, Hashable {
  /// The objects, each with its `apiVersion` and `kind`.
  public var items: [KubeObject]
  /// The version of the state the list shows: where a watch goes on.
  public var resourceVersion: String
  /// Where the next page starts; `nil` on the last one.
  public var continueToken: String?
  /// How many objects the following pages hold, when the server knows.
  public var remaining: Int?

  /// A page.
  public init(
    items: [KubeObject] = [], resourceVersion: String = "", continueToken: String? = nil,
    remaining: Int? = nil
  ) {
    self.items = items
    self.resourceVersion = resourceVersion
    self.continueToken = continueToken
    self.remaining = remaining
  }

  /// The page in an answer; `nil` when the tree is no list.
  init?(_ json: JSONValue, type: ResourceType) {
    // Go writes an empty slice as null.
    guard json["kind"]?.string?.hasSuffix("List") == true, let items = json["items"],
      items.isNull || items.array != nil
    else { return nil }
    self.init(
      items: items.items.map { KubeObject($0, as: type) },
      resourceVersion: json["metadata", "resourceVersion"]?.string ?? "",
      continueToken: json["metadata", "continue"]?.string.flatMap { $0.isEmpty ? nil : $0 },
      remaining: json["metadata", "remainingItemCount"]?.int)
  }
}

extension KubeObject {
  /// An object that an answer of that kind holds: items of lists carry no kind, metadata-only ones a foreign one.
  init(_ json: JSONValue, as type: ResourceType) {
    var json = json
    if json["kind"]?.string != type.kind || json["apiVersion"]?.string != type.apiVersion,
      json["kind"] == nil || json["kind"] == "PartialObjectMetadata"
    {
      json["apiVersion"] = JSONValue(type.apiVersion)
      json["kind"] = JSONValue(type.kind)
    }
    self.init(json)
  }
}
