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
