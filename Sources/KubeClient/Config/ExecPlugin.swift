import Foundation

/// A program that gives out credentials: `users[].user.exec` of a kubeconfig.
///
/// Contract: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
public struct ExecPlugin: Sendable, Hashable {
  /// `client.authentication.k8s.io/v1` or `.../v1beta1`
  public let apiVersion: String
  /// A name to look for in `PATH`, or a path.
  public let command: String
  /// Its arguments.
  public let arguments: [String]
  /// Set in addition to the environment of this process.
  public let environment: [String: Redacted<String>]
  /// Shown when the program is not there.
  public let installHint: String?
  /// What the program is told about the cluster, if it asks for that.
  public let cluster: JSONValue?
  /// Where it is configured, for messages.
  public let place: String

  static let apiVersions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]

  init(_ fields: ConfigFields, cluster: ConfigFields) throws(KubeError) {
    guard let apiVersion = try fields.string("apiVersion") else { throw fields.missing("apiVersion") }
    guard Self.apiVersions.contains(apiVersion) else {
      throw fields.failure("apiVersion must be one of \(Self.apiVersions.joined(separator: ", "))")
    }
    guard let command = try fields.string("command") else { throw fields.missing("command") }
    if try fields.string("interactiveMode") == "Always" {
      throw fields.failure("interactiveMode is Always, but there is no terminal here")
    }
    var environment: [String: Redacted<String>] = [:]
    for (index, item) in try fields.list("env").enumerated() {
      let variable = try ConfigFields(item, place: "\(fields.place): env[\(index)]", directory: "")
      guard let name = try variable.string("name") else { throw variable.missing("name") }
      guard !name.contains("=") else { throw variable.failure("name must not contain '='") }
      environment[name] = Redacted(try variable.string("value") ?? "")
    }
    self.apiVersion = apiVersion
    // A bare name is looked for in PATH; anything else is a path beside the kubeconfig.
    self.command = command.contains("/") ? fields.resolve(command) : command
    self.environment = environment
    arguments = try fields.strings("args")
    installHint = try fields.string("installHint")
    let wantsCluster = try fields.bool("provideClusterInfo") ?? false
    self.cluster = wantsCluster ? try Self.information(cluster) : JSONValue?.none
    place = fields.place
  }

  /// `spec.cluster` of an ExecCredential.
  private static func information(_ cluster: ConfigFields) throws(KubeError) -> JSONValue {
    var information = JSONValue.object(JSONObject())
    for name in ["server", "tls-server-name", "proxy-url"] {
      if let text = try cluster.string(name) { information[name] = JSONValue(text) }
    }
    if try cluster.bool("insecure-skip-tls-verify") == true { information["insecure-skip-tls-verify"] = true }
    if let data = try cluster.string("certificate-authority-data") {
      information["certificate-authority-data"] = JSONValue(data.filter { !$0.isWhitespace })
    } else if let path = try cluster.path("certificate-authority"), let bytes = try? SmallFile.read(path) {
      information["certificate-authority-data"] = JSONValue(Data(bytes).base64EncodedString())
    }
    for item in try cluster.list("extensions") where item["name"] == "client.authentication.k8s.io/exec" {
      information["config"] = item["extension"]
    }
    return information
  }

  /// The value of `KUBERNETES_EXEC_INFO`.
  var information: JSONValue {
    var spec: JSONValue = ["interactive": false]
    if let cluster { spec["cluster"] = cluster }
    return ["apiVersion": JSONValue(apiVersion), "kind": "ExecCredential", "spec": spec]
  }
}
