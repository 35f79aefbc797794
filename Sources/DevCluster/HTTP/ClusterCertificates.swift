import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// The certificates of one cluster: its own authority, the server's and the administrator's.
struct ClusterCertificates: Sendable {
  /// A certificate and its key, as PEM.
  struct Identity: Sendable {
    let certificate: String
    let key: String
  }

  let authority: String
  let server: Identity
  let administrator: Identity
  private let issuer: Issuer

  private struct Issuer: Sendable {
    let name: DistinguishedName
    let key: P256.Signing.PrivateKey
  }

  /// How long certificates are good for; a development cluster does not outlive that.
  private static let validity: TimeInterval = 365 * 24 * 3600

  /// New keys and certificates for a server on the loopback interface.
  init(now: Date = Date()) throws {
    let name = try DistinguishedName { CommonName("laravel-dev-ca") }
    issuer = Issuer(name: name, key: P256.Signing.PrivateKey())
    let root = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(),
      publicKey: Certificate.PublicKey(issuer.key.publicKey), notValidBefore: now.addingTimeInterval(-300),
      notValidAfter: now.addingTimeInterval(Self.validity), issuer: name, subject: name,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        Critical(KeyUsage(digitalSignature: true, keyCertSign: true, cRLSign: true))
      }, issuerPrivateKey: Certificate.PrivateKey(issuer.key))
    authority = try root.serializeAsPEM().pemString
    server = try Self.issue(
      by: issuer, subject: try DistinguishedName { CommonName("laravel-dev") },
      usage: .serverAuth, now: now,
      names: [
        .dnsName("localhost"), .dnsName("kubernetes"), .dnsName("kubernetes.default.svc"),
        .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
        .ipAddress(ASN1OctetString(contentBytes: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
      ])
    administrator = try Self.client(by: issuer, user: .admin, now: now)
  }

  /// A certificate for a user: the common name is its name, organizations are its groups.
  func client(for user: UserInfo, now: Date = Date()) throws -> Identity {
    try Self.client(by: issuer, user: user, now: now)
  }

  private static func client(by issuer: Issuer, user: UserInfo, now: Date) throws -> Identity {
    try issue(
      by: issuer,
      subject: try DistinguishedName {
        for group in user.groups { OrganizationName(group) }
        CommonName(user.name)
      }, usage: .clientAuth, now: now, names: [])
  }

  private static func issue(
    by issuer: Issuer, subject: DistinguishedName, usage: ExtendedKeyUsage.Usage, now: Date,
    names: [GeneralName]
  ) throws -> Identity {
    let key = P256.Signing.PrivateKey()
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(),
      publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: now.addingTimeInterval(-300),
      notValidAfter: now.addingTimeInterval(validity), issuer: issuer.name, subject: subject,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        try ExtendedKeyUsage([usage])
        if !names.isEmpty { SubjectAlternativeNames(names) }
      }, issuerPrivateKey: Certificate.PrivateKey(issuer.key))
    return Identity(certificate: try certificate.serializeAsPEM().pemString, key: key.pemRepresentation)
  }

  /// TLS that lets clients in with or without a certificate; one that is shown must be of this authority.
  var tls: TLSConfiguration {
    get throws {
      let chain = try NIOSSLCertificate.fromPEMBytes(Array(server.certificate.utf8))
      let key = try NIOSSLPrivateKey(bytes: Array(server.key.utf8), format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      configuration.trustRoots = .certificates(
        try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
      configuration.certificateVerification = .optionalVerification
      return configuration
    }
  }
}
