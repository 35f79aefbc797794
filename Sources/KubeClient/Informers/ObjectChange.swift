/// One change of one object, as a store saw it.
public struct ObjectChange: Sendable, Hashable {
  /// The state before; `nil` when the object is new.
  public let old: KubeObject?
  /// The state now; `nil` when the object is gone (`old` is then the last state known).
  public let new: KubeObject?
  /// Whether this comes from the first list: it was there before we looked, and is less urgent than a change.
  public let isInitialList: Bool

  /// A change.
  public init(old: KubeObject?, new: KubeObject?, isInitialList: Bool = false) {
    self.old = old
    self.new = new
    self.isInitialList = isInitialList
  }

  /// The object's name; the same before and after.
  public var key: NamespacedName { (new ?? old)?.key ?? NamespacedName(name: "") }
}
