import Foundation

/// The credentials that a configuration describes, kept fresh: files are read again, plugins asked again.
public actor ConfiguredCredentials: CredentialSource {
  /// The world outside; tests have one of their own.
  struct World: Sendable {
    var now: @Sendable () -> ContinuousClock.Instant = { .now }
    var date: @Sendable () -> Date = { Date() }
    var read: @Sendable (String) throws(SmallFile.Failure) -> [UInt8] = SmallFile.read
    var run: @Sendable (ExecPlugin) async throws(KubeError) -> [UInt8] = {
      plugin async throws(KubeError) in try await plugin.run()
    }
  }

  private let configuration: ClientConfiguration
  private let world: World
  private var tls: TLSMaterial
  private var tokenFile: RotatingFile?
  private var execCredential: ExecCredential?
  private var execution: Task<Result<ExecCredential, KubeError>, Never>?

  /// The credentials of a configuration; nothing is read before they are asked for.
  public init(_ configuration: ClientConfiguration) { self.init(configuration, world: World()) }

  init(_ configuration: ClientConfiguration, world: World) {
    self.configuration = configuration
    self.world = world
    tls = TLSMaterial(configuration)
    if case .tokenFile(let path) = configuration.authentication {
      tokenFile = RotatingFile(path, interval: RotatingFile.tokenInterval)
    }
  }

  /// The credentials to use now.
  /// - Throws: `terminal` when a file or plugin has never given any.
  public func credentials() async throws(KubeError) -> Credentials {
    var credentials = Credentials()
    credentials.connection.proxyURL = configuration.proxyURL
    credentials.connection.tls = try tls.configuration(now: world.now(), read: world.read)
    switch configuration.authentication {
    case .none: break
    case .token(let token): credentials.authorization = Redacted("Bearer \(token.value)")
    case .tokenFile(let path): credentials.authorization = try readToken(path)
    case .basic(let user, let password):
      let pair = Data("\(user):\(password.value)".utf8).base64EncodedString()
      credentials.authorization = Redacted("Basic \(pair)")
    case .exec(let plugin): apply(try await credential(of: plugin), to: &credentials)
    }
    return credentials
  }

  /// Forgets the token or plugin's credential that the server has refused, unless there is a newer one already.
  public func reject(_ credentials: Credentials) async {
    switch configuration.authentication {
    case .tokenFile: tokenFile?.expire()
    case .exec:
      guard let current = execCredential else { return }
      var compared = credentials
      apply(current, to: &compared)
      if compared == credentials { execCredential = nil }
    case .none, .token, .basic: break
    }
  }

  private func readToken(_ path: String) throws(KubeError) -> Redacted<String>? {
    do throws(SmallFile.Failure) {
      // Inside the reading, so that a file that is just being written counts as unreadable and the old token stays.
      let bytes = try tokenFile?.content(now: world.now()) { [world] path throws(SmallFile.Failure) in
        let bytes = try world.read(path)
        _ = try BearerToken(bytes, from: path)
        return bytes
      }
      return try bytes.map { bytes throws(SmallFile.Failure) in
        Redacted(try BearerToken(bytes, from: path).authorization)
      }
    } catch {
      throw .terminal(message: "\(configuration.source): \(error.message)")
    }
  }

  private func apply(_ credential: ExecCredential, to credentials: inout Credentials) {
    credentials.authorization = credential.token.map { Redacted($0.authorization) }
    if let certificate = credential.certificate {
      credentials.connection.tls.clientCertificate = certificate
      credentials.connection.tls.clientKey = credential.key
    }
  }

  /// The plugin's credential: the one it gave last until that expires, or a new one. One run serves all who wait.
  private func credential(of plugin: ExecPlugin) async throws(KubeError) -> ExecCredential {
    if let credential = execCredential {
      guard let expiration = credential.expiration, expiration <= world.date() else { return credential }
    }
    let execution = self.execution ?? start(plugin)
    return try await execution.value.get()
  }

  private func start(_ plugin: ExecPlugin) -> Task<Result<ExecCredential, KubeError>, Never> {
    let task = Task { [world] in
      let result: Result<ExecCredential, KubeError>
      do throws(KubeError) {
        result = .success(try ExecCredential(try await world.run(plugin), from: plugin))
      } catch {
        result = .failure(error)
      }
      self.finish(result)
      return result
    }
    execution = task
    return task
  }

  private func finish(_ result: Result<ExecCredential, KubeError>) {
    execution = nil
    if case .success(let credential) = result { execCredential = credential }
  }
}
