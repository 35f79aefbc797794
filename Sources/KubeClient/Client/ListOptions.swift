/// What a list asks for.
public struct ListOptions: Sendable, Hashable {
  /// Only objects with these labels, in the API's syntax: `app=shop,tier in (web, worker)`.
  public var labelSelector: String?
  /// Only objects with these fields: `metadata.name=shop`.
  public var fieldSelector: String?
  /// At most so many objects in one answer.
  public var limit: Int?
  /// Where the previous page ended.
  public var continueToken: String?
  /// `nil` for the newest state, `"0"` for whatever the server has in its cache.
  public var resourceVersion: String?
  /// How `resourceVersion` is meant.
  public var resourceVersionMatch: ResourceVersionMatch?
  /// Only `metadata` of each object is sent.
  public var metadataOnly: Bool

  /// Options; without any, everything in its newest state and in one answer.
  public init(
    labelSelector: String? = nil, fieldSelector: String? = nil, limit: Int? = nil,
    continueToken: String? = nil,
    resourceVersion: String? = nil, resourceVersionMatch: ResourceVersionMatch? = nil,
    metadataOnly: Bool = false
  ) {
    self.labelSelector = labelSelector
    self.fieldSelector = fieldSelector
    self.limit = limit
    self.continueToken = continueToken
    self.resourceVersion = resourceVersion
    self.resourceVersionMatch = resourceVersionMatch
    self.metadataOnly = metadataOnly
  }

  var query: [(String, String?)] {
    [
      ("labelSelector", labelSelector), ("fieldSelector", fieldSelector), ("limit", limit.map(String.init)),
      ("continue", continueToken), ("resourceVersion", resourceVersion),
      ("resourceVersionMatch", resourceVersionMatch?.rawValue),
    ]
  }
}
