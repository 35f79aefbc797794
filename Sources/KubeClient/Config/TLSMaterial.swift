/// The certificates and keys of a configuration, read again as they rotate. Pure: it is told the time and how to
/// read.
struct TLSMaterial: Sendable {
  private let configuration: ClientConfiguration
  private var authorities: Piece?
  private var certificate: Piece?
  private var key: Piece?
  private var current: TLSConfiguration?

  init(_ configuration: ClientConfiguration) {
    self.configuration = configuration
    authorities = configuration.certificateAuthorities.map { Piece($0) }
    certificate = configuration.clientCertificate.map { Piece($0) }
    key = configuration.clientKey.map { Piece($0) }
  }

  /// The certificates of the moment. A rotation that is not complete yet (a new certificate beside the old key)
  /// leaves the previous ones in use.
  /// - Throws: `terminal` when there never were usable ones.
  mutating func configuration(
    now: ContinuousClock.Instant, read: (String) throws(SmallFile.Failure) -> [UInt8]
  ) throws(KubeError) -> TLSConfiguration {
    do {
      let fresh = try assemble(now: now, read: read)
      if fresh != current { try check(fresh) }
      current = fresh
      return fresh
    } catch {
      guard let current else { throw error }
      return current
    }
  }

  private mutating func assemble(
    now: ContinuousClock.Instant, read: (String) throws(SmallFile.Failure) -> [UInt8]
  ) throws(KubeError) -> TLSConfiguration {
    do {
      return TLSConfiguration(
        certificateAuthorities: try authorities?.content(now: now, read: read),
        authoritiesSource: authorities?.name ?? "the system",
        clientCertificate: try certificate?.content(now: now, read: read),
        clientKey: try key?.content(now: now, read: read),
        serverName: configuration.serverName, verifiesServer: configuration.verifiesServer)
    } catch {
      throw .terminal(message: "\(configuration.source): \(error.message)")
    }
  }

  private func check(_ tls: TLSConfiguration) throws(KubeError) {
    if let bytes = tls.certificateAuthorities, PEM.certificateCount(bytes) == 0 {
      throw failure("\(authorities?.name ?? "") holds no certificate in PEM")
    }
    guard let bytes = tls.clientCertificate, let keyBytes = tls.clientKey?.value else { return }
    let (certificate, key) = (certificate?.name ?? "", key?.name ?? "")
    guard PEM.certificateCount(bytes) > 0 else { throw failure("\(certificate) holds no certificate in PEM") }
    guard PEM.hasKey(keyBytes) else { throw failure("\(key) holds no private key in PEM without a password") }
    guard PEM.matches(certificate: bytes, key: keyBytes) else {
      throw failure("the key in \(key) does not belong to the certificate in \(certificate)")
    }
  }

  private func failure(_ message: String) -> KubeError {
    .terminal(message: "\(configuration.source): \(message)")
  }

  /// One certificate or key, wherever it is.
  private struct Piece: Sendable {
    let name: String
    private var inline: [UInt8]?
    private var file: RotatingFile?

    init(_ material: ClientConfiguration.Material) {
      name = material.name
      switch material {
      case .inline(let bytes, _): inline = bytes.value
      case .file(let path): file = RotatingFile(path, interval: RotatingFile.certificateInterval)
      }
    }

    mutating func content(
      now: ContinuousClock.Instant, read: (String) throws(SmallFile.Failure) -> [UInt8]
    ) throws(SmallFile.Failure) -> [UInt8] {
      try file?.content(now: now, read: read) ?? inline ?? []
    }
  }
}
