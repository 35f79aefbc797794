/// The version of the operator; the tag of its image.
public enum OperatorVersion {
  /// Semantic version without a leading `v`.
  public static let current = "0.1.0"
}
