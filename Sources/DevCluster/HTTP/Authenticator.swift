import KubeClient
import NIOSSL
import SwiftASN1
import Synchronization
import X509

/// Tells who sends a request: by client certificate, or by bearer token.
final class Authenticator: Sendable {
  /// Users by their tokens.
  private let tokens: [String: UserInfo]
  /// Whether requests without credentials are let in as administrator: plain HTTP has no certificates.
  private let trustsEveryone: Bool
  /// Certificates that have been read: every request shows one.
  private let users = Mutex<[NIOSSLCertificate: UserInfo]>([:])
  private static let maximumUsers = 256

  init(tokens: [String: UserInfo], trustsEveryone: Bool) {
    self.tokens = tokens
    self.trustsEveryone = trustsEveryone
  }

  /// Paths that anybody may read.
  private static let publicPaths: Set<String> = ["/healthz", "/livez", "/readyz", "/version"]

  /// The user of a request.
  /// - Throws: 401 when the credentials are missing or unknown.
  func user(path: String, authorization: String?, certificate: NIOSSLCertificate?) throws(APIError)
    -> UserInfo
  {
    if let authorization {
      guard authorization.lowercased().hasPrefix("bearer "),
        let user = tokens[String(authorization.dropFirst("bearer ".count)).filter { $0 != " " }]
      else { throw Self.unauthorized }
      return user
    }
    if let certificate, let user = knownUser(of: certificate) { return user }
    if trustsEveryone { return .admin }
    if Self.publicPaths.contains(path) {
      return UserInfo(name: "system:anonymous", groups: ["system:unauthenticated"])
    }
    throw Self.unauthorized
  }

  static let unauthorized = APIError(code: 401, reason: "Unauthorized", message: "Unauthorized")

  private func knownUser(of certificate: NIOSSLCertificate) -> UserInfo? {
    if let user = users.withLock({ $0[certificate] }) { return user }
    guard let user = Self.user(of: certificate) else { return nil }
    users.withLock { users in
      if users.count >= Self.maximumUsers { users = [:] }
      users[certificate] = user
    }
    return user
  }

  /// TLS has verified the certificate; its subject names the user and the groups.
  private static func user(of certificate: NIOSSLCertificate) -> UserInfo? {
    guard let bytes = try? certificate.toDERBytes(),
      let parsed = try? Certificate(derEncoded: bytes)
    else { return nil }
    var names: [String] = []
    var groups: [String] = []
    for attribute in parsed.subject.flatMap({ $0 }) {
      guard let text = String(attribute.value) else { continue }
      if attribute.type == .RDNAttributeType.commonName { names.append(text) }
      if attribute.type == .RDNAttributeType.organizationName { groups.append(text) }
    }
    return names.first.map { UserInfo(name: $0, groups: groups) }
  }
}
