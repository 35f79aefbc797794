import Foundation

extension ClientConfiguration {
  /// Where Kubernetes mounts a pod's service account.
  public static let serviceAccountDirectory = "/var/run/secrets/kubernetes.io/serviceaccount"

  /// The configuration to use, looked for as controller-runtime does: the given file, `KUBECONFIG`, the cluster
  /// this process runs in, `~/.kube/config`.
  /// - Parameter context: instead of the kubeconfig's current one.
  /// - Throws: `terminal` with one line that names file and field.
  public static func load(
    kubeconfig: String? = nil, context: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(KubeError) -> ClientConfiguration {
    if let kubeconfig {
      return try Kubeconfig(explicitPath: kubeconfig).configuration(context: context)
    }
    if let list = environment["KUBECONFIG"], !list.isEmpty {
      let paths = list.split(separator: ":").map(String.init)
      return try Kubeconfig(searchPaths: paths).configuration(context: context)
    }
    if context == nil, environment["KUBERNETES_SERVICE_HOST"]?.isEmpty == false {
      return try inCluster(environment: environment)
    }
    let home = environment["HOME"] ?? NSHomeDirectory()
    return try Kubeconfig(searchPaths: ["\(home)/.kube/config"]).configuration(context: context)
  }

  /// The configuration of a pod: its service account and the service `kubernetes`.
  /// - Throws: `terminal` when the process runs in no pod or the pod has no token.
  public static func inCluster(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    directory: String = ClientConfiguration.serviceAccountDirectory
  ) throws(KubeError) -> ClientConfiguration {
    let source = "the service account of this pod"
    guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
      let port = environment["KUBERNETES_SERVICE_PORT"], !port.isEmpty
    else {
      throw .terminal(
        message:
          "this process runs in no cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set")
    }
    let bracketed = host.contains(":") ? "[\(host)]" : host
    var configuration = try ClientConfiguration(server: "https://\(bracketed):\(port)", source: source)
    configuration.authentication = .tokenFile("\(directory)/token")
    configuration.certificateAuthorities = .file("\(directory)/ca.crt")
    // Missing only when somebody mounts the token by hand.
    if let bytes = try? SmallFile.read("\(directory)/namespace") {
      let name = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      if !name.isEmpty { configuration.defaultNamespace = name }
    }
    try configuration.check()
    return configuration
  }

  /// Reads every file and certificate once, so that what is wrong shows itself at the start.
  func check() throws(KubeError) {
    var tls = TLSMaterial(self)
    _ = try tls.configuration(now: .now, read: SmallFile.read)
    if case .tokenFile(let path) = authentication {
      do throws(SmallFile.Failure) {
        _ = try BearerToken(SmallFile.read(path), from: path)
      } catch {
        throw .terminal(message: "\(source): \(error.message)")
      }
    }
  }
}
