/// How the server is to understand the version in a list or watch request.
public enum ResourceVersionMatch: String, Sendable, Hashable {
  /// Exactly that version.
  case exact = "Exact"
  /// That version or any newer one.
  case notOlderThan = "NotOlderThan"
}

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

/// How an object is deleted.
public struct DeleteOptions: Sendable, Hashable {
  /// What becomes of the objects that the deleted one owns.
  public enum PropagationPolicy: String, Sendable, Hashable {
    /// The owner goes at once, what it owns after it.
    case background = "Background"
    /// The owner stays until all it owns is gone.
    case foreground = "Foreground"
    /// What it owns stays.
    case orphan = "Orphan"
  }

  /// Deletes only the object with this identity, never one of the same name made since.
  public var uid: String?
  /// Deletes only this version.
  public var resourceVersion: String?
  /// `nil` leaves it to the kind's default.
  public var propagationPolicy: PropagationPolicy?
  /// `nil` leaves it to the kind's default; only pods use it.
  public var gracePeriodSeconds: Int?
  /// Everything is checked, nothing is done.
  public var dryRun: Bool

  /// Options.
  public init(
    uid: String? = nil, resourceVersion: String? = nil, propagationPolicy: PropagationPolicy? = nil,
    gracePeriodSeconds: Int? = nil, dryRun: Bool = false
  ) {
    self.uid = uid
    self.resourceVersion = resourceVersion
    self.propagationPolicy = propagationPolicy
    self.gracePeriodSeconds = gracePeriodSeconds
    self.dryRun = dryRun
  }

  /// The body of the DELETE request.
  var json: JSONValue {
    var body: JSONValue = ["apiVersion": "v1", "kind": "DeleteOptions"]
    if let uid { body["preconditions", "uid"] = JSONValue(uid) }
    if let resourceVersion { body["preconditions", "resourceVersion"] = JSONValue(resourceVersion) }
    if let propagationPolicy { body["propagationPolicy"] = JSONValue(propagationPolicy.rawValue) }
    if let gracePeriodSeconds { body["gracePeriodSeconds"] = JSONValue(gracePeriodSeconds) }
    if dryRun { body["dryRun"] = ["All"] }
    return body
  }
}
