extension GoDuration {
  /// Whole seconds, rounded up: Kubernetes counts in them, and a limit must not become shorter than asked for.
  var wholeSeconds: Int { (milliseconds + 999) / 1000 }

  /// Whole seconds of a duration in a spec; the default where the spec is silent. A text that is no duration has
  /// been refused by validation before and reads as silence here.
  static func seconds(in text: String?, default fallback: Int) -> Int {
    text.flatMap { GoDuration($0) }?.wholeSeconds ?? fallback
  }
}
