import Foundation

/// Standard output, written at once: whoever reads it through a pipe sees progress as it happens.
enum Terminal {
  static func show(_ line: String) {
    // A reader that went away is no reason to stop: `write(_:)` would trap.
    try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  }
}
