import COpenSSL
import Foundation

/// Laravel's `APP_KEY`: what encrypts cookies, sessions and `encrypted` casts. Losing it loses that data, so it
/// is made once per app and never again.
enum AppKey {
  /// AES-256 takes 32 bytes: Laravel's `config/app.php`, cipher `AES-256-CBC`.
  private static let byteCount = 32

  /// A new key as `artisan key:generate` writes it: `base64:` and 32 random bytes.
  /// - Returns: `nil` when the system has no randomness to give, which must not become a weak key.
  static func generate() -> String? {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    guard RAND_bytes(&bytes, Int32(byteCount)) == 1 else { return nil }
    return "base64:" + Data(bytes).base64EncodedString()
  }
}
