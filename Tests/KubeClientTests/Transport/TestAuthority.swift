import COpenSSL

/// An authority that issues certificates for tests, valid or not as a test needs it.
final class TestAuthority {
  struct Identity: Sendable {
    let certificate: [UInt8]
    let key: [UInt8]
  }

  struct Failure: Error {}

  /// The authority's own certificate in PEM.
  let certificate: [UInt8]
  private let name: String
  private let key: OpaquePointer

  init(_ name: String = "test-ca") throws {
    self.name = name
    key = try Self.makeKey()
    certificate = try Self.makeCertificate(
      subject: name, issuer: name, publicKey: key, signer: key, from: -3600, until: 3600,
      extensions: [
        (NID_basic_constraints, "critical,CA:TRUE"), (NID_key_usage, "critical,keyCertSign,cRLSign"),
      ])
  }

  deinit { EVP_PKEY_free(key) }

  /// A certificate and its key.
  /// - Parameters:
  ///   - names: as OpenSSL writes alternative names: `DNS:localhost,IP:127.0.0.1`
  ///   - from: seconds from now.
  ///   - until: seconds from now.
  func issue(_ names: String, from: Int = -3600, until: Int = 3600) throws -> Identity {
    let own = try Self.makeKey()
    defer { EVP_PKEY_free(own) }
    return Identity(
      certificate: try Self.makeCertificate(
        subject: "test", issuer: name, publicKey: own, signer: key, from: from, until: until,
        extensions: [(NID_subject_alt_name, names), (NID_ext_key_usage, "serverAuth,clientAuth")]),
      key: try Self.pem { PEM_write_bio_PrivateKey($0, own, nil, nil, 0, nil, nil) })
  }

  private static func makeKey() throws -> OpaquePointer {
    guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { throw Failure() }
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1,
      EVP_PKEY_CTX_set_ec_paramgen_curve_nid(context, NID_X9_62_prime256v1) == 1,
      EVP_PKEY_keygen(context, &key) == 1, let key
    else { throw Failure() }
    return key
  }

  private static func makeCertificate(
    subject: String, issuer: String, publicKey: OpaquePointer, signer: OpaquePointer, from: Int, until: Int,
    extensions: [(Int32, String)]
  ) throws -> [UInt8] {
    guard let certificate = X509_new() else { throw Failure() }
    defer { X509_free(certificate) }
    X509_set_version(certificate, 2)
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), Int.random(in: 1..<Int(Int32.max)))
    X509_gmtime_adj(X509_getm_notBefore(certificate), from)
    X509_gmtime_adj(X509_getm_notAfter(certificate), until)
    X509_set_pubkey(certificate, publicKey)
    for (name, text) in [
      (X509_get_subject_name(certificate), subject), (X509_get_issuer_name(certificate), issuer),
    ] { X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC_VALUE, Array(text.utf8), -1, -1, 0) }
    for (identifier, value) in extensions {
      guard let made = X509V3_EXT_conf_nid(nil, nil, identifier, value) else { throw Failure() }
      X509_add_ext(certificate, made, -1)
      X509_EXTENSION_free(made)
    }
    guard X509_sign(certificate, signer, EVP_sha256()) > 0 else { throw Failure() }
    return try pem { PEM_write_bio_X509($0, certificate) }
  }

  private static func pem(_ write: (OpaquePointer) -> Int32) throws -> [UInt8] {
    guard let buffer = BIO_new(BIO_s_mem()) else { throw Failure() }
    defer { BIO_free(buffer) }
    guard write(buffer) == 1 else { throw Failure() }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = BIO_read(buffer, &bytes, Int32(bytes.count))
    guard count > 0 else { throw Failure() }
    return Array(bytes.prefix(Int(count)))
  }

  /// `MBSTRING_ASC`, a macro that Swift cannot read.
  private static let MBSTRING_ASC_VALUE: Int32 = 0x1001
}
