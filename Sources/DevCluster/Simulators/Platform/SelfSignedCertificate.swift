import Crypto
import Foundation
import SwiftASN1
import X509

/// Certificates that sign themselves: what simulated issuers hand out.
enum SelfSignedCertificate {
  /// A certificate for DNS names with a new key; `nil` when a name cannot stand in a certificate.
  static let source: CertificateSimulator.Source = { names, start, end in
    let key = P256.Signing.PrivateKey()
    guard let subject = try? DistinguishedName(builder: { CommonName(names.first ?? "simulated") }),
      let certificate = try? Certificate(
        version: .v3, serialNumber: Certificate.SerialNumber(),
        publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: start, notValidAfter: end,
        issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
        extensions: try Certificate.Extensions {
          Critical(BasicConstraints.notCertificateAuthority)
          SubjectAlternativeNames(names.map { .dnsName($0) })
        }, issuerPrivateKey: Certificate.PrivateKey(key)),
      let pem = try? certificate.serializeAsPEM().pemString
    else { return nil }
    return CertificateSimulator.KeyPair(certificate: pem, key: key.pemRepresentation)
  }
}
