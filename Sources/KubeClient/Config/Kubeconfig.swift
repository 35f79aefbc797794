import Foundation

/// One kubeconfig, or several merged as kubectl merges them: of entries with one name, and of single values, the
/// first file's wins.
struct Kubeconfig: Sendable {
  /// A named cluster, user or context and the file it is in, which relative paths start from.
  struct Entry: Sendable {
    let value: JSONValue
    let file: String
  }

  private(set) var clusters: [String: Entry] = [:]
  private(set) var users: [String: Entry] = [:]
  private(set) var contexts: [String: Entry] = [:]
  private(set) var currentContext: String?
  private var files: [String] = []

  /// The file that the user has named: it must be there.
  init(explicitPath path: String) throws(KubeError) {
    let bytes: [UInt8]
    do { bytes = try SmallFile.read(path) } catch {
      throw .terminal(message: "kubeconfig: \(error.message)")
    }
    try merge(bytes, file: path)
  }

  /// The files of `KUBECONFIG`: those that are missing are skipped, as kubectl does.
  init(searchPaths paths: [String]) throws(KubeError) {
    for path in paths where access(path, F_OK) == 0 {
      let other = try Kubeconfig(explicitPath: path)
      clusters.merge(other.clusters) { mine, _ in mine }
      users.merge(other.users) { mine, _ in mine }
      contexts.merge(other.contexts) { mine, _ in mine }
      currentContext = currentContext ?? other.currentContext
      files += other.files
    }
    guard !files.isEmpty else {
      throw KubeError.terminal(
        message:
          "no kubeconfig found at \(paths.joined(separator: ", ")), and this process runs in no cluster")
    }
  }

  /// A kubeconfig of those bytes.
  init(_ bytes: [UInt8], file: String) throws(KubeError) { try merge(bytes, file: file) }

  /// Where it comes from, for messages.
  var place: String { files.joined(separator: ":") }

  private mutating func merge(_ bytes: [UInt8], file: String) throws(KubeError) {
    let place = "kubeconfig \(file)"
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .terminal(message: "\(place): it is no UTF-8 text")
    }
    let documents: [JSONValue]
    do { documents = try JSONValue.documents(yaml: text) } catch {
      throw .terminal(message: "\(place): \(error)")
    }
    guard let root = documents.first else { throw .terminal(message: "\(place): it is empty") }
    guard documents.count == 1 else { throw .terminal(message: "\(place): it has more than one document") }
    let fields = try ConfigFields(root, place: place, directory: "")
    if let kind = try fields.string("kind"), kind != "Config" {
      throw .terminal(message: "\(place): kind is '\(kind.prefix(80))', not Config")
    }
    if let version = try fields.string("apiVersion"), version != "v1" {
      throw .terminal(message: "\(place): apiVersion is '\(version.prefix(80))', not v1")
    }
    currentContext = try fields.string("current-context")
    clusters = try entries(fields, "clusters", "cluster", file)
    users = try entries(fields, "users", "user", file)
    contexts = try entries(fields, "contexts", "context", file)
    files = [file]
  }

  /// The members of one of the three lists, by name.
  private func entries(
    _ root: ConfigFields, _ list: String, _ member: String, _ file: String
  ) throws(KubeError) -> [String: Entry] {
    var result: [String: Entry] = [:]
    for (index, item) in try root.list(list).enumerated() {
      let fields = try ConfigFields(item, place: "\(root.place): \(list)[\(index)]", directory: "")
      guard let name = try fields.string("name") else { throw fields.missing("name") }
      // The first of two with one name, as in kubectl.
      if result[name] == nil {
        result[name] = Entry(value: item[member] ?? .object(JSONObject()), file: file)
      }
    }
    return result
  }
}

extension Kubeconfig {
  /// What a context says.
  /// - Parameter name: `nil` for the current one.
  func configuration(context name: String?) throws(KubeError) -> ClientConfiguration {
    guard let name = name ?? currentContext else {
      let names = contexts.keys.sorted().joined(separator: ", ")
      throw .terminal(
        message: "kubeconfig \(place): current-context is not set"
          + (names.isEmpty ? "" : "; it has the contexts \(names)"))
    }
    let context = try fields(contexts, name, "context", askedBy: nil)
    guard let clusterName = try context.string("cluster") else { throw context.missing("cluster") }
    let cluster = try fields(clusters, clusterName, "cluster", askedBy: context.place)
    guard let server = try cluster.string("server") else { throw cluster.missing("server") }

    var configuration = try ClientConfiguration(server: server, source: cluster.place)
    configuration.source = "context '\(name)' of \(place)"
    if let namespace = try context.string("namespace") { configuration.defaultNamespace = namespace }
    configuration.certificateAuthorities = try cluster.material("certificate-authority")
    configuration.serverName = try cluster.string("tls-server-name")
    configuration.verifiesServer = try !(cluster.bool("insecure-skip-tls-verify") ?? false)
    if !configuration.verifiesServer, configuration.certificateAuthorities != nil {
      throw cluster.failure("insecure-skip-tls-verify and certificate-authority exclude each other")
    }
    if let proxy = try cluster.string("proxy-url") {
      guard ["http://", "https://", "socks5://"].contains(where: proxy.hasPrefix) else {
        throw cluster.failure("proxy-url is no http, https or socks5 URL")
      }
      configuration.proxyURL = Redacted(proxy)
    }
    // A context without a user is anonymous.
    if let userName = try context.string("user") {
      let user = try fields(users, userName, "user", askedBy: context.place)
      try user.authenticate(&configuration, cluster: cluster)
    }
    try configuration.check()
    return configuration
  }

  private func fields(
    _ entries: [String: Entry], _ name: String, _ kind: String, askedBy: String?
  ) throws(KubeError) -> ConfigFields {
    guard let entry = entries[name] else {
      throw .terminal(
        message: "\(askedBy ?? "kubeconfig \(place)"): there is no \(kind) '\(name.prefix(80))'")
    }
    return try ConfigFields(
      entry.value, place: "kubeconfig \(entry.file): \(kind) '\(name)'",
      directory: Self.directory(of: entry.file))
  }

  /// What relative paths in that file start from. Not Foundation's `deletingLastPathComponent`, which traps on
  /// names of one character.
  private static func directory(of file: String) -> String {
    file.lastIndex(of: "/").map { String(file[..<$0]) + "/" } ?? ""
  }
}
