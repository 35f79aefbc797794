/// Names made from `metadata.generateName`, as `k8s.io/apiserver/pkg/storage/names` makes them.
public enum GeneratedName {
  /// No vowels and nothing that looks like another letter, so that no words come out.
  private static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")
  private static let suffixLength = 5
  private static let maximumLength = 63

  /// The prefix, cut where needed, and five random characters.
  public static func make(prefix: String) -> String {
    String(prefix.prefix(maximumLength - suffixLength)) + suffix(length: suffixLength)
  }

  /// Random characters that are safe in names.
  public static func suffix(length: Int) -> String {
    String((0..<max(0, length)).compactMap { _ in alphabet.randomElement() })
  }
}
