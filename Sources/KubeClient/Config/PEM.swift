import COpenSSL

/// Checks certificates and keys before they are used, because the transport's own errors do not say which of
/// them is wrong.
enum PEM {
  /// How many certificates the text holds.
  static func certificateCount(_ pem: [UInt8]) -> Int {
    var count = 0
    withCertificates(pem) { _ in
      count += 1
      return true
    }
    return count
  }

  /// Whether the text holds a private key that needs no password.
  static func hasKey(_ pem: [UInt8]) -> Bool { withKey(pem) { _ in true } ?? false }

  /// Whether the key belongs to the first certificate.
  static func matches(certificate: [UInt8], key: [UInt8]) -> Bool {
    withKey(key) { key in
      var matches = false
      withCertificates(certificate) { certificate in
        matches = X509_check_private_key(certificate, key) == 1
        return false
      }
      return matches
    } ?? false
  }

  /// Calls `body` with each certificate until it returns `false`.
  private static func withCertificates(_ pem: [UInt8], _ body: (OpaquePointer) -> Bool) {
    withBuffer(pem) { buffer in
      while let certificate = PEM_read_bio_X509(buffer, nil, noPassword, nil) {
        defer { X509_free(certificate) }
        guard body(certificate) else { return }
      }
    }
  }

  private static func withKey<Result>(_ pem: [UInt8], _ body: (OpaquePointer) -> Result) -> Result? {
    withBuffer(pem) { buffer in
      guard let key = PEM_read_bio_PrivateKey(buffer, nil, noPassword, nil) else { return nil }
      defer { EVP_PKEY_free(key) }
      return body(key)
    }
  }

  private static func withBuffer<Result>(_ pem: [UInt8], _ body: (OpaquePointer?) -> Result) -> Result {
    pem.withUnsafeBytes { bytes in
      let buffer = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
      defer {
        BIO_free(buffer)
        // What was not found here must not show up as the error of the next TLS connection of this thread.
        ERR_clear_error()
      }
      return body(buffer)
    }
  }

  /// Without it, OpenSSL asks for the password on the terminal.
  private static let noPassword:
    @convention(c) (
      UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?
    ) -> Int32 = { _, _, _, _ in -1 }
}
