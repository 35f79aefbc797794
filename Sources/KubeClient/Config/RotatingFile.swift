/// A file whose contents somebody else replaces now and then: tokens and certificates. Pure: it is told the time
/// and how to read.
struct RotatingFile: Sendable {
  /// client-go's interval for tokens (transport/token_source.go).
  static let tokenInterval = Duration.seconds(60)
  /// client-go's interval for certificates (transport/cert_rotation.go).
  static let certificateInterval = Duration.seconds(300)

  let path: String
  private let interval: Duration
  private var content: [UInt8]?
  private var nextReading: ContinuousClock.Instant?

  init(_ path: String, interval: Duration) {
    self.path = path
    self.interval = interval
  }

  /// The contents, read again when they are old; the old ones stay while reading fails.
  /// - Throws: when the file could never be read.
  mutating func content(
    now: ContinuousClock.Instant, read: (String) throws(SmallFile.Failure) -> [UInt8]
  ) throws(SmallFile.Failure) -> [UInt8] {
    if let content, let nextReading, now < nextReading { return content }
    do {
      let fresh = try read(path)
      content = fresh
      nextReading = now + interval
      return fresh
    } catch {
      guard let content else { throw error }
      // Tried again soon: the file may just be changing.
      nextReading = now + min(interval, .seconds(5))
      return content
    }
  }

  /// Reads again the next time, whatever the age.
  mutating func expire() { nextReading = nil }
}
