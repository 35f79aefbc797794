import Foundation

/// The kubeconfig that lets clients in, with everything in it.
enum Kubeconfig {
  /// The YAML of a configuration with one context.
  /// - Parameter certificates: `nil` for a server without TLS.
  static func yaml(url: String, certificates: ClusterCertificates?, token: String?) -> String {
    var cluster = "    server: \(url)\n"
    var user = ""
    if let certificates {
      cluster += "    certificate-authority-data: \(base64(certificates.authority))\n"
      user += "    client-certificate-data: \(base64(certificates.administrator.certificate))\n"
      user += "    client-key-data: \(base64(certificates.administrator.key))\n"
    } else if let token {
      user += "    token: \(token)\n"
    }
    return """
      apiVersion: v1
      kind: Config
      current-context: laravel-dev
      clusters:
      - name: laravel-dev
        cluster:
      \(cluster)users:
      - name: laravel-dev-admin
        user:\(user.isEmpty ? " {}\n" : "\n\(user)")contexts:
      - name: laravel-dev
        context:
          cluster: laravel-dev
          user: laravel-dev-admin
          namespace: default

      """
  }

  private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
