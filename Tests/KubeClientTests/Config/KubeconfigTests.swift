import Foundation
import Testing

@testable import KubeClient

struct KubeconfigTests {
  private let directory: TestDirectory
  private let authority: TestAuthority
  private let identity: TestAuthority.Identity

  init() throws {
    directory = try TestDirectory()
    authority = try TestAuthority()
    identity = try authority.issue("DNS:client")
  }

  private func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// A kubeconfig with one context of those cluster and user members.
  private func kubeconfig(cluster: String = "server: https://api:6443", user: String = "{}") -> String {
    func indented(_ text: String) -> String {
      text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    }
    return """
      apiVersion: v1
      kind: Config
      current-context: dev
      contexts:
      - name: dev
        context: {cluster: c, user: u, namespace: shop}
      clusters:
      - name: c
        cluster:
      \(indented(cluster))
      users:
      - name: u
        user:
      \(indented(user))
      """
  }

  private func load(_ text: String, context: String? = nil) throws -> ClientConfiguration {
    try ClientConfiguration.load(kubeconfig: directory.write("config", text), context: context)
  }

  private func failure(_ text: String, context: String? = nil) -> String {
    let error = #expect(throws: KubeError.self) { try load(text, context: context) }
    guard case .terminal(let message)? = error else { return "\(String(describing: error))" }
    #expect(!message.contains("\n"))
    return message.replacingOccurrences(of: directory.path, with: "DIR")
  }

  // MARK: Good ones

  @Test func `A context names server, namespace and user`() throws {
    let configuration = try load(kubeconfig(cluster: "server: https://api:6443/base/", user: "token: abc"))
    #expect(configuration.server == "https://api:6443/base")
    #expect(configuration.defaultNamespace == "shop")
    #expect(configuration.authentication == .token(Redacted("abc")))
    #expect(configuration.source == "context 'dev' of \(directory.path)/config")
    #expect(configuration.verifiesServer)
  }

  @Test func `Certificates may be in the file`() async throws {
    let configuration = try load(
      kubeconfig(
        cluster: "server: https://api\ncertificate-authority-data: \(base64(authority.certificate))",
        user: """
          client-certificate-data: \(base64(identity.certificate))
          client-key-data: \(base64(identity.key))
          """))
    let credentials = try await ConfiguredCredentials(configuration).credentials()
    #expect(credentials.connection.tls.certificateAuthorities == authority.certificate)
    #expect(credentials.connection.tls.clientCertificate == identity.certificate)
    #expect(credentials.connection.tls.clientKey?.value == identity.key)
    #expect(credentials.authorization == nil)
  }

  @Test func `Relative paths start at the kubeconfig's directory`() async throws {
    try directory.write("pki/ca.crt", text(authority.certificate))
    try directory.write("client.crt", text(identity.certificate))
    try directory.write("client.key", text(identity.key))
    let configuration = try load(
      kubeconfig(
        cluster: "server: https://api\ncertificate-authority: pki/ca.crt",
        user: "client-certificate: client.crt\nclient-key: \(directory.path)/client.key"))
    let tls = try await ConfiguredCredentials(configuration).credentials().connection.tls
    #expect(tls.certificateAuthorities == authority.certificate)
    #expect(tls.authoritiesSource == "\(directory.path)/pki/ca.crt")
    #expect(tls.clientKey?.value == identity.key)
  }

  @Test func `Data wins over a file`() throws {
    let configuration = try load(
      kubeconfig(
        cluster: """
          server: https://api
          certificate-authority: /missing
          certificate-authority-data: \(base64(authority.certificate))
          """))
    #expect(configuration.certificateAuthorities?.name.contains("certificate-authority-data") == true)
  }

  @Test func `Server name, proxy and missing verification are taken over`() throws {
    let configuration = try load(
      kubeconfig(
        cluster: """
          server: https://api
          insecure-skip-tls-verify: true
          tls-server-name: kubernetes.default
          proxy-url: socks5://proxy:1080
          """))
    #expect(!configuration.verifiesServer)
    #expect(configuration.serverName == "kubernetes.default")
    #expect(configuration.proxyURL == Redacted("socks5://proxy:1080"))
  }

  @Test func `Another context can be asked for`() throws {
    let text = """
      current-context: a
      contexts: [{name: a, context: {cluster: a}}, {name: b, context: {cluster: b}}]
      clusters: [{name: a, cluster: {server: "http://a"}}, {name: b, cluster: {server: "http://b:80"}}]
      """
    #expect(try load(text).server == "http://a")
    #expect(try load(text, context: "b").server == "http://b:80")
    #expect(try load(text).defaultNamespace == "default")
  }

  @Test func `JSON is a kubeconfig, too`() throws {
    let text = """
      {"kind":"Config","current-context":"a","contexts":[{"name":"a","context":{"cluster":"a"}}],
       "clusters":[{"name":"a","cluster":{"server":"https://[::1]:6443"}}],"users":null}
      """
    #expect(try load(text).server == "https://[::1]:6443")
  }

  @Test func `User and password become basic authentication`() async throws {
    let configuration = try load(kubeconfig(user: "username: me\npassword: pass:word"))
    let credentials = try await ConfiguredCredentials(configuration).credentials()
    #expect(credentials.authorization?.value == "Basic bWU6cGFzczp3b3Jk")
  }

  @Test func `Impersonation becomes header fields`() throws {
    let configuration = try load(
      kubeconfig(
        user: """
          as: jane
          as-groups: [devs, ops]
          as-user-extra: {"acme.com/x": [y]}
          """))
    #expect(
      configuration.impersonation
        == [
          "Impersonate-User": "jane", "Impersonate-Group": "devs", "Impersonate-Group": "ops",
          "Impersonate-Extra-acme.com%2Fx": "y",
        ])
  }

  @Test func `Of several files the first wins, and missing ones are skipped`() throws {
    let first = try directory.write(
      "one/first",
      """
      current-context: a
      clusters: [{name: c, cluster: {server: "http://first", certificate-authority: ca.crt}}]
      """)
    let second = try directory.write(
      "two/second",
      """
      current-context: b
      contexts: [{name: a, context: {cluster: c, user: u}}]
      clusters: [{name: c, cluster: {server: "http://second"}}]
      users: [{name: u, user: {tokenFile: token}}]
      """)
    try directory.write("one/ca.crt", text(authority.certificate))
    try directory.write("two/token", "t")
    let environment = ["KUBECONFIG": "\(directory.path)/missing:\(first)::\(second)"]
    let configuration = try ClientConfiguration.load(environment: environment)
    #expect(configuration.server == "http://first")
    #expect(configuration.certificateAuthorities == .file("\(directory.path)/one/ca.crt"))
    #expect(configuration.authentication == .tokenFile("\(directory.path)/two/token"))
  }

  @Test func `Without anything else the home directory's kubeconfig is used`() throws {
    try directory.write(".kube/config", kubeconfig())
    #expect(try ClientConfiguration.load(environment: ["HOME": directory.path]).server == "https://api:6443")
  }

  @Test func `An exec plugin is taken over with its environment and arguments`() throws {
    let configuration = try load(
      kubeconfig(
        cluster: """
          server: https://api
          tls-server-name: name
          certificate-authority-data: \(base64(authority.certificate))
          extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: x}}]
          """,
        user: """
          exec:
            apiVersion: client.authentication.k8s.io/v1
            command: bin/plugin
            args: [get, --token]
            env: [{name: A, value: b}]
            provideClusterInfo: true
            interactiveMode: IfAvailable
          """))
    guard case .exec(let plugin) = configuration.authentication else {
      Issue.record("no plugin")
      return
    }
    #expect(plugin.command == "\(directory.path)/bin/plugin")
    #expect(plugin.arguments == ["get", "--token"])
    #expect(plugin.environment == ["A": Redacted("b")])
    #expect(
      plugin.information == [
        "apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
        "spec": [
          "interactive": false,
          "cluster": [
            "server": "https://api", "tls-server-name": "name", "config": ["audience": "x"],
            "certificate-authority-data": JSONValue(base64(authority.certificate)),
          ],
        ],
      ])
  }

  // MARK: Broken ones

  private static let garbage: [(String, String)] = [
    ("", "kubeconfig DIR/config: it is empty"),
    ("# only a comment", "kubeconfig DIR/config: it is empty"),
    ("just text", "kubeconfig DIR/config: it must be a mapping"),
    ("- a\n- b", "kubeconfig DIR/config: it must be a mapping"),
    ("a: [", "kubeconfig DIR/config: invalid YAML: "),
    ("a: b: c", "kubeconfig DIR/config: invalid YAML: "),
    ("\tkind: Config", "kubeconfig DIR/config: invalid YAML: "),
    ("kind: Config\n---\nkind: Config", "kubeconfig DIR/config: it has more than one document"),
    ("kind: Pod", "kubeconfig DIR/config: kind is 'Pod', not Config"),
    ("apiVersion: v2", "kubeconfig DIR/config: apiVersion is 'v2', not v1"),
    ("kind: [Config]", "kubeconfig DIR/config: kind must be a string"),
    ("kind: Config", "kubeconfig DIR/config: current-context is not set"),
    (
      "contexts: [{name: b}, {name: a}]",
      "kubeconfig DIR/config: current-context is not set; it has the contexts a, b"
    ),
    ("current-context: x", "kubeconfig DIR/config: there is no context 'x'"),
    ("current-context: 5", "kubeconfig DIR/config: current-context must be a string"),
    ("contexts: {a: b}", "kubeconfig DIR/config: contexts must be a list"),
    ("clusters: [5]", "kubeconfig DIR/config: clusters[0]: it must be a mapping"),
    ("users: [{user: {}}]", "kubeconfig DIR/config: users[0]: name is missing"),
    (
      "current-context: x\ncontexts: [{name: x}]",
      "kubeconfig DIR/config: context 'x': cluster is missing"
    ),
    (
      "current-context: x\ncontexts: [{name: x, context: {cluster: y}}]",
      "kubeconfig DIR/config: context 'x': there is no cluster 'y'"
    ),
    (
      "current-context: x\ncontexts: [{name: x, context: {cluster: y}}]\nclusters: [{name: y}]",
      "kubeconfig DIR/config: cluster 'y': server is missing"
    ),
    (
      "current-context: x\ncontexts: [{name: x, context: {cluster: y}}]\nclusters: [{name: y, cluster: text}]",
      "kubeconfig DIR/config: cluster 'y': it must be a mapping"
    ),
    (
      "current-context: x\ncontexts: [{name: x, context: {cluster: y, user: z}}]\n"
        + "clusters: [{name: y, cluster: {server: 'http://a'}}]",
      "kubeconfig DIR/config: context 'x': there is no user 'z'"
    ),
    (
      "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
        + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
        + "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]",
      "kubeconfig DIR/config: invalid YAML: too many values"
    ),
    (String(repeating: "[", count: 5000), "kubeconfig DIR/config: invalid YAML: "),
  ]

  @Test(arguments: garbage)
  func `A broken kubeconfig is said to be broken in one line`(text: String, expected: String) {
    let message = failure(text)
    #expect(message.hasPrefix(expected), "\(message)")
  }

  private static let brokenClusters: [(String, String)] = [
    ("server: api:6443", "server 'api:6443' is no http or https URL"),
    ("server: ftp://api", "server 'ftp://api' is no http or https URL"),
    ("server: https://user:pass@api", "is no http or https URL"),
    ("server: https://api?x=y", "is no http or https URL"),
    ("server: 5", "server must be a string; quotes make one of it"),
    ("server: ''", "server is missing"),
    (
      "server: https://api\ninsecure-skip-tls-verify: maybe", "insecure-skip-tls-verify must be true or false"
    ),
    (
      "server: https://api\ncertificate-authority-data: '***'",
      "certificate-authority-data is not valid base64"
    ),
    (
      "server: https://api\ncertificate-authority-data: aGVsbG8=",
      "certificate-authority-data (kubeconfig DIR/config: cluster 'c') holds no certificate in PEM"
    ),
    (
      "server: https://api\ncertificate-authority: missing.crt",
      "context 'dev' of DIR/config: cannot read DIR/missing.crt: no such file or directory"
    ),
    ("server: https://api\ncertificate-authority: .", "cannot read DIR/.: it is no regular file"),
    (
      "server: https://api\ncertificate-authority: x\ninsecure-skip-tls-verify: true",
      "insecure-skip-tls-verify and certificate-authority exclude each other"
    ),
    ("server: https://api\nproxy-url: proxy:8080", "proxy-url is no http, https or socks5 URL"),
    ("server: https://api\ntls-server-name: {a: b}", "tls-server-name must be a string"),
  ]

  @Test(arguments: brokenClusters)
  func `A broken cluster is said to be broken in one line`(cluster: String, expected: String) {
    let message = failure(kubeconfig(cluster: cluster))
    #expect(message.contains(expected), "\(message)")
    #expect(message.contains("DIR/config"))
  }

  private static let brokenUsers: [(String, String)] = [
    ("token: 12345", "token must be a string; quotes make one of it"),
    ("token: ' '", "the token in kubeconfig DIR/config: user 'u' is empty"),
    ("token: \"SECRET\\nX-Evil: 1\"", "has characters that no token has"),
    ("token: \"SECRET\\0\"", "token must not contain NUL"),
    ("tokenFile: missing", "cannot read DIR/missing: no such file or directory"),
    ("client-certificate: a", "client-key is missing"),
    ("client-key-data: aGVsbG8=", "client-certificate is missing"),
    ("client-certificate-data: aGVsbG8=\nclient-key-data: aGVsbG8=", "holds no certificate in PEM"),
    (
      "client-certificate-data: '!'\nclient-key-data: aGVsbG8=", "client-certificate-data is not valid base64"
    ),
    ("token: SECRET\nusername: a", "token and username exclude each other"),
    ("password: SECRET", "username is missing"),
    ("username: 'a:b'", "username must not contain ':'"),
    ("auth-provider: {name: gcp}", "auth-provider is no longer supported"),
    ("as-groups: [a]", "as-groups needs as"),
    ("as: a\nas-groups: [1]", "as-groups must be a list of strings"),
    ("exec: plugin", "exec: it must be a mapping"),
    ("exec: {command: x}", "exec: apiVersion is missing"),
    (
      "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}",
      "exec: apiVersion must be one of"
    ),
    ("exec: {apiVersion: client.authentication.k8s.io/v1}", "exec: command is missing"),
    (
      "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}",
      "exec: interactiveMode is Always, but there is no terminal here"
    ),
    ("exec: {apiVersion: client.authentication.k8s.io/v1, command: x, args: a}", "exec: args must be a list"),
    (
      "exec: {apiVersion: client.authentication.k8s.io/v1, command: x, env: [{value: SECRET}]}",
      "exec: env[0]: name is missing"
    ),
  ]

  @Test(arguments: brokenUsers)
  func `A broken user is said to be broken in one line, without its secrets`(user: String, expected: String) {
    let message = failure(kubeconfig(user: user))
    #expect(message.contains(expected), "\(message)")
    #expect(message.contains("DIR/config"))
    #expect(!message.contains("SECRET"))
  }

  @Test func `A key of another certificate is refused`() throws {
    let other = try authority.issue("DNS:other")
    let message = failure(
      kubeconfig(
        user: """
          client-certificate-data: \(base64(identity.certificate))
          client-key-data: \(base64(other.key))
          """))
    #expect(message.contains("the key in client-key-data (kubeconfig DIR/config: user 'u') does not belong"))
  }

  @Test func `A key that needs a password is refused instead of asking for it`() throws {
    let key = """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAjgxWkTfIJGUAICCAAw
      DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEFqWAHbHGNFrLOqOFFrkBkMEgZA=
      -----END ENCRYPTED PRIVATE KEY-----
      """
    let message = failure(
      kubeconfig(
        user: """
          client-certificate-data: \(base64(identity.certificate))
          client-key-data: \(base64(Array(key.utf8)))
          """))
    #expect(message.contains("holds no private key in PEM without a password"))
  }

  @Test func `Random bytes never crash the reader`() throws {
    var generator = SystemRandomNumberGenerator()
    let good = Array(kubeconfig(user: "token: abc").utf8)
    for _ in 0..<300 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...20, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      _ = try? Kubeconfig(bytes, file: "x").configuration(context: nil)
    }
  }

  @Test func `A file that is not there, a directory and a pipe are said to be so`() throws {
    mkfifo("\(directory.path)/pipe", 0o600)
    for (name, reason) in [
      ("missing", "no such file or directory"), (".", "it is no regular file"),
      ("pipe", "it is no regular file"),
    ] {
      let path = "\(directory.path)/\(name)"
      #expect(throws: KubeError.terminal(message: "kubeconfig: cannot read \(path): \(reason)")) {
        try ClientConfiguration.load(kubeconfig: path)
      }
    }
  }

  @Test func `Nothing to load at all is said so`() {
    let message =
      "no kubeconfig found at \(directory.path)/.kube/config, and this process runs in no cluster"
    #expect(throws: KubeError.terminal(message: message)) {
      try ClientConfiguration.load(environment: ["HOME": directory.path])
    }
  }
}
