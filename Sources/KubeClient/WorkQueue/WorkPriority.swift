/// How urgent an item of a work queue is.
///
/// Items from a first list or from a periodic resync stand back behind live changes, so that a restart with
/// thousands of objects does not delay the reaction to what somebody does right now.
public enum WorkPriority: Int, Sendable, Hashable, Comparable, CaseIterable {
  /// First lists and resyncs.
  case low
  /// Live changes.
  case live

  /// Less urgent than.
  public static func < (left: WorkPriority, right: WorkPriority) -> Bool { left.rawValue < right.rawValue }
}
