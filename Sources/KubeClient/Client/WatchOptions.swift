/// What a watch asks for.
public struct WatchOptions: Sendable, Hashable {
  /// Events after this version; `nil` starts with the current state.
  public var resourceVersion: String?
  /// Only objects with these labels.
  public var labelSelector: String?
  /// Only objects with these fields.
  public var fieldSelector: String?
  /// The server sends bookmarks, about one a minute.
  public var allowBookmarks: Bool
  /// The current state comes first as `added` events, then a bookmark that marks its end (streaming list).
  public var sendInitialEvents: Bool
  /// The server ends the watch after this; the client ends it hard a little later.
  public var timeoutSeconds: Int
  /// Only `metadata` of each object is sent.
  public var metadataOnly: Bool

  /// The client waits so much longer than the server, before it takes the connection for dead.
  public static let grace = Duration.seconds(5)

  /// Options of a watch.
  public init(
    resourceVersion: String? = nil, labelSelector: String? = nil, fieldSelector: String? = nil,
    allowBookmarks: Bool = true, sendInitialEvents: Bool = false, timeoutSeconds: Int = 300,
    metadataOnly: Bool = false
  ) {
    self.resourceVersion = resourceVersion
    self.labelSelector = labelSelector
    self.fieldSelector = fieldSelector
    self.allowBookmarks = allowBookmarks
    self.sendInitialEvents = sendInitialEvents
    self.timeoutSeconds = timeoutSeconds
    self.metadataOnly = metadataOnly
  }

  var query: [(String, String?)] {
    [
      ("watch", "true"), ("resourceVersion", resourceVersion), ("labelSelector", labelSelector),
      ("fieldSelector", fieldSelector), ("allowWatchBookmarks", allowBookmarks ? "true" : nil),
      ("sendInitialEvents", sendInitialEvents ? "true" : nil),
      // The API server insists on this one whenever initial events are asked for.
      ("resourceVersionMatch", sendInitialEvents ? ResourceVersionMatch.notOlderThan.rawValue : nil),
      ("timeoutSeconds", String(timeoutSeconds)),
    ]
  }
}
