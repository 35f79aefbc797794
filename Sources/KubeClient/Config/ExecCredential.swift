import Foundation

/// What an exec plugin has written: `ExecCredential`.
struct ExecCredential: Sendable, Hashable {
  let token: BearerToken?
  let certificate: [UInt8]?
  let key: Redacted<[UInt8]>?
  /// `nil` when it is good until the server refuses it.
  let expiration: Date?

  /// - Throws: `terminal` with what is wrong; nothing of the text is in the message.
  init(_ output: [UInt8], from plugin: ExecPlugin) throws(KubeError) {
    func failure(_ message: String) -> KubeError {
      .terminal(message: "\(plugin.place): the answer of \(plugin.command) \(message)")
    }
    let json: JSONValue
    do { json = try JSONValue(parsing: output) } catch { throw failure("is no JSON") }
    guard json["kind"] == "ExecCredential" else { throw failure("is no ExecCredential") }
    guard json["apiVersion"]?.string == plugin.apiVersion else {
      throw failure("has another apiVersion than \(plugin.apiVersion)")
    }
    guard let status = json["status"], status.object != nil else { throw failure("has no status") }
    let text = status["token"]?.string ?? ""
    let certificate = status["clientCertificateData"]?.string ?? ""
    let key = status["clientKeyData"]?.string ?? ""
    guard !text.isEmpty || !certificate.isEmpty else { throw failure("has neither token nor certificate") }
    guard certificate.isEmpty == key.isEmpty else {
      throw failure("has only one of clientCertificateData and clientKeyData")
    }
    if !certificate.isEmpty, !PEM.matches(certificate: Array(certificate.utf8), key: Array(key.utf8)) {
      throw failure("has a certificate and a key that do not belong together")
    }
    do {
      token = text.isEmpty ? nil : try BearerToken(text.utf8, from: "the answer of \(plugin.command)")
    } catch {
      throw .terminal(message: "\(plugin.place): \(error.message)")
    }
    self.certificate = certificate.isEmpty ? nil : Array(certificate.utf8)
    self.key = key.isEmpty ? nil : Redacted(Array(key.utf8))
    if let timestamp = status["expirationTimestamp"], !timestamp.isNull {
      guard let date = timestamp.string.flatMap(Self.date) else {
        throw failure("has an expirationTimestamp that is no RFC 3339 time")
      }
      expiration = date
    } else {
      expiration = nil
    }
  }

  private static func date(_ text: String) -> Date? {
    (try? Date(text, strategy: .iso8601))
      ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
  }
}
