extension ConfigFields {
  /// Puts what a kubeconfig's user says into the configuration.
  /// - Parameter cluster: the cluster's fields, which some plugins are told.
  func authenticate(
    _ configuration: inout ClientConfiguration, cluster: ConfigFields
  ) throws(KubeError) {
    configuration.clientCertificate = try material("client-certificate")
    configuration.clientKey = try material("client-key")
    switch (configuration.clientCertificate, configuration.clientKey) {
    case (nil, .some): throw missing("client-certificate")
    case (.some, nil): throw missing("client-key")
    default: break
    }
    let token = try string("token")
    let tokenFile = try path("tokenFile")
    let user = try string("username")
    let password = try string("password")
    if token != nil || tokenFile != nil, user != nil {
      throw failure("token and username exclude each other")
    }
    if user == nil, password != nil { throw missing("username") }
    if value("auth-provider") != nil {
      throw failure("auth-provider is no longer supported by Kubernetes; use an exec plugin")
    }
    if let tokenFile {
      configuration.authentication = .tokenFile(tokenFile)
    } else if let token {
      do {
        configuration.authentication = .token(try BearerToken(token.utf8, from: place).value)
      } catch {
        throw .terminal(message: error.message)
      }
    } else if let user {
      guard !user.contains(":") else { throw failure("username must not contain ':'") }
      configuration.authentication = .basic(user: user, password: Redacted(password ?? ""))
    } else if let exec = try mapping("exec") {
      configuration.authentication = .exec(try ExecPlugin(exec, cluster: cluster))
    }
    configuration.impersonation = try impersonation()
  }

  /// The header fields of `as`, `as-uid`, `as-groups` and `as-user-extra`.
  private func impersonation() throws(KubeError) -> HTTPHeaders {
    var headers = HTTPHeaders()
    guard let user = try string("as") else {
      for name in ["as-uid", "as-groups", "as-user-extra"] where value(name) != nil {
        throw failure("\(name) needs as")
      }
      return headers
    }
    headers["Impersonate-User"] = user
    if let uid = try string("as-uid") { headers["Impersonate-Uid"] = uid }
    for group in try strings("as-groups") { headers.append("Impersonate-Group", group) }
    if let extra = try mapping("as-user-extra") {
      for name in extra.names {
        for text in try extra.strings(name) {
          headers.append("Impersonate-Extra-\(RequestTarget.encode(name))", text)
        }
      }
    }
    return headers
  }
}
