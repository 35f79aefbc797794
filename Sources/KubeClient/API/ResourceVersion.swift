/// The order of resource versions, where they have one.
///
/// Since Kubernetes 1.35 (KEP-5504) versions of one resource are decimal numbers of any length without leading
/// zeros: a longer one is newer, equally long ones compare as text. Anything else is opaque and has no order.
public struct ResourceVersion: Sendable, Hashable {
  /// The version as the server sent it.
  public let text: String

  /// A version that can be compared; `nil` when the text is opaque.
  public init?(_ text: String) {
    guard let first = text.utf8.first, first != UInt8(ascii: "0"),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    self.text = text
  }
}

extension ResourceVersion: Comparable {
  /// Older than.
  public static func < (left: ResourceVersion, right: ResourceVersion) -> Bool {
    (left.text.utf8.count, left.text) < (right.text.utf8.count, right.text)
  }
}
