/// The growing pauses between tries: 0.8 s, doubled each time, 30 s at most, with jitter; from the start again
/// after two quiet minutes.
///
/// The numbers are those of client-go's reflector (`tools/cache/reflector.go`).
struct Backoff: Sendable {
  static let first = Duration.milliseconds(800)
  static let longest = Duration.seconds(30)
  static let quiet = Duration.seconds(120)

  private var attempt = 0
  private var lastPauseEnd: ContinuousClock.Instant?

  /// The next pause, counted from `now`.
  mutating func next(
    now: ContinuousClock.Instant, using random: inout some RandomNumberGenerator
  ) -> Duration {
    if let end = lastPauseEnd, now - end >= Self.quiet { attempt = 0 }
    let plain = Self.first * (1 << min(attempt, 10))
    attempt += 1
    // Jitter keeps many watches that broke together from coming back together.
    let pause: Duration
    if plain >= Self.longest {
      pause = Self.longest * Double.random(in: 0.5...1, using: &random)
    } else {
      pause = min(Self.longest, plain * Double.random(in: 1..<2, using: &random))
    }
    lastPauseEnd = now + pause
    return pause
  }
}
