/// Which objects of a kind an informer keeps, and how much of each.
public struct InformerScope: Sendable, Hashable {
  /// Only objects of this namespace; `nil` for all.
  public var namespace: String?
  /// Only objects with these labels, in the API's syntax.
  public var labelSelector: String?
  /// Only objects with these fields.
  public var fieldSelector: String?
  /// Only `metadata` is asked for and kept: for Secrets, and wherever only existence counts.
  public var metadataOnly: Bool

  /// A scope; without arguments, everything.
  public init(
    namespace: String? = nil, labelSelector: String? = nil, fieldSelector: String? = nil,
    metadataOnly: Bool = false
  ) {
    self.namespace = namespace
    self.labelSelector = labelSelector
    self.fieldSelector = fieldSelector
    self.metadataOnly = metadataOnly
  }

  func applied(to options: ListOptions) -> ListOptions {
    var options = options
    options.labelSelector = labelSelector
    options.fieldSelector = fieldSelector
    options.metadataOnly = metadataOnly
    return options
  }

  func applied(to options: WatchOptions) -> WatchOptions {
    var options = options
    options.labelSelector = labelSelector
    options.fieldSelector = fieldSelector
    options.metadataOnly = metadataOnly
    return options
  }
}
