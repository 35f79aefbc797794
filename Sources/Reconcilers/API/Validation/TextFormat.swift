import KubeClient

/// How the text of a field has to look, and what a user is told when it does not.
///
/// The CRD has the same messages and, as patterns, the same formats; a test holds the two together.
struct TextFormat: Sendable {
  /// What to write instead, as the end of a sentence that begins with the field.
  let message: String
  /// Whether a text has the format.
  let accepts: @Sendable (Substring) -> Bool

  private init(_ message: String, _ accepts: @escaping @Sendable (Substring) -> Bool) {
    self.message = message
    self.accepts = accepts
  }

  static let duration = TextFormat(
    "must be a duration between 1s and 24h in hours, minutes and seconds, such as 60s or 1h30m"
  ) { text in
    !text.hasSuffix("ms") && lies(text, between: GoDuration(milliseconds: 1000), and: longest)
  }

  static let pause = TextFormat("must be a duration between 1ms and 24h, such as 3s, 1m30s or 500ms") {
    text in
    (!text.hasSuffix("ms") || TextScan.consists(text.dropLast(2), of: { $0.isASCIIDigit }))
      && lies(text, between: GoDuration(milliseconds: 1), and: longest)
  }

  static let image = TextFormat(
    "must be an image reference such as registry.example.com/shop:1.4.2, without a scheme and with a lower case "
      + "repository", ImageReference.isValid)

  static let host = TextFormat(
    "must be a DNS name in lower case such as shop.example.com, without scheme, port or path; a wildcard can only "
      + "be its first label, as in *.example.com", DNSName.isHostOrWildcard)

  static let hostHeader = TextFormat(
    "must be a DNS name such as shop.example.com, without scheme, port, path or wildcard",
    DNSName.isHost)

  static let environment = TextFormat("must be letters, digits, -, _ and ., such as production or staging") {
    TextScan.isJoined($0, letters: { $0.isASCIIAlphanumeric }, joints: "-_.")
  }

  static let variable = TextFormat(
    "must be letters, digits, _, - and . only and not start with a digit, such as MAIL_MAILER", isVariable)

  static let variablePrefix = TextFormat(
    "must be letters, digits, _, - and . only and not start with a digit"
  ) { $0.isEmpty || isVariable($0) }

  static let dataKey = TextFormat("must be letters, digits, -, _ and . only") {
    !$0.isEmpty && TextScan.consists($0, of: { $0.isASCIIAlphanumeric }, or: "-_.")
  }

  static let resourceField = TextFormat("must be a request or limit such as limits.memory") { text in
    ["requests.", "limits."].contains { prefix in
      text.hasPrefix(prefix) && text.count > prefix.count
        && TextScan.consists(text.dropFirst(prefix.count), of: { $0.isASCIIAlphanumeric }, or: "./-")
    }
  }

  static let path = TextFormat("must be an absolute path such as /up") {
    $0.utf8.first == UInt8(ascii: "/") && hasNoSpace($0)
  }

  static let mountPath = TextFormat(
    "must be an absolute path such as /var/www/html, without .. and without a slash at the end"
  ) { text in
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count > 1 && parts[0].isEmpty
      && parts.dropFirst().allSatisfy { part in
        guard let first = part.utf8.first, first != UInt8(ascii: ".") else { return false }
        return TextScan.consists(part, of: { $0.isASCIIAlphanumeric }, or: "._-")
      }
  }

  static let connection = TextFormat("must be the name of a connection in config/queue.php, such as redis") {
    !$0.isEmpty && TextScan.consists($0, of: { $0.isASCIIAlphanumeric }, or: "_.-")
  }

  static let queue = TextFormat(
    "must be the name of one queue, without commas and spaces: make one item for each queue"
  ) { !$0.isEmpty && hasNoSpace($0) && !$0.utf8.contains(UInt8(ascii: ",")) }

  static let cron = TextFormat(
    "must be a cron expression of five fields with single spaces between them, such as */5 * * * *; weekdays are "
      + "0 (Sunday) to 6, names are upper case"
  ) { text in
    do throws(CronExpression.Defect) {
      _ = try CronExpression(String(text))
      return true
    } catch {
      // A rule of its own explains those.
      return error == .reversedRange
    }
  }

  static let timeZone = TextFormat(
    "must be a name of the time zone database such as Europe/Berlin or Etc/UTC"
  ) { text in
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), text.utf8.first?.isASCIILetter == true, text.lowercased() != "local"
    else { return false }
    return parts.allSatisfy {
      !$0.isEmpty && TextScan.consists($0, of: { $0.isASCIIAlphanumeric }, or: "_+-")
    }
  }

  static let size = TextFormat("must be a positive quantity such as 1Gi or 500Mi") { text in
    guard let quantity = Quantity(String(text)), let zero = Quantity("0") else { return false }
    return quantity > zero
  }

  static let storageClass = TextFormat("must be the name of a StorageClass, such as longhorn") {
    $0.isEmpty || DNSName.isSubdomain($0)
  }

  static let database = TextFormat(
    "must be lower case letters, digits and _, starting with a letter, such as shop"
  ) { text in
    text.utf8.first?.isASCIILowercase == true
      && TextScan.consists(text, of: { $0.isASCIILowercase || $0.isASCIIDigit }, or: "_")
  }

  static let postgresExtension = TextFormat("must be the name of an extension, such as pg_trgm or uuid-ossp")
  { text in
    text.utf8.first?.isASCIILowercase == true
      && TextScan.consists(text, of: { $0.isASCIILowercase || $0.isASCIIDigit }, or: "_-")
  }

  /// The name of an object in the cluster.
  static func objectName(_ example: String) -> TextFormat {
    TextFormat(
      "must be the name of a Kubernetes object: lower case letters, digits, - and ., such as \(example)",
      DNSName.isSubdomain)
  }

  /// A name that becomes part of other names.
  static func label(_ example: String) -> TextFormat {
    TextFormat(
      "must be lower case letters, digits and -, starting with a letter, such as \(example)",
      DNSName.isLabel)
  }

  /// Nothing in an app is meant to take longer than a day.
  private static let longest = GoDuration(milliseconds: 86_400_000)

  private static func lies(_ text: Substring, between shortest: GoDuration, and longest: GoDuration) -> Bool {
    GoDuration(String(text)).map { (shortest...longest).contains($0) } ?? false
  }

  private static func isVariable(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, !first.isASCIIDigit else { return false }
    return TextScan.consists(text, of: { $0.isASCIIAlphanumeric }, or: "-._")
  }

  /// RE2's `\s` is these five bytes.
  private static func hasNoSpace(_ text: Substring) -> Bool {
    !text.utf8.contains { [0x09, 0x0A, 0x0C, 0x0D, 0x20].contains($0) }
  }
}
