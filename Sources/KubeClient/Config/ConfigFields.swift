import Foundation

/// Reads the members of one mapping of a kubeconfig; what is wrong is said in one line with its place. Values are
/// never part of a message: they may be secrets.
struct ConfigFields: Sendable {
  /// `kubeconfig /root/.kube/config: user 'admin'`
  let place: String
  private let members: JSONObject
  private let directory: String

  /// - Parameter directory: put before relative paths, with its slash; empty for the working directory.
  init(_ value: JSONValue, place: String, directory: String) throws(KubeError) {
    guard let members = value.isNull ? JSONObject() : value.object else {
      throw .terminal(message: "\(place): it must be a mapping")
    }
    self.members = members
    self.place = place
    self.directory = directory
  }

  func failure(_ message: String) -> KubeError { .terminal(message: "\(place): \(message)") }

  func missing(_ name: String) -> KubeError { failure("\(name) is missing") }

  /// The names of the members.
  var names: [String] { members.keys }

  /// The value of that name, whatever it is.
  func value(_ name: String) -> JSONValue? {
    guard let value = members[name], !value.isNull else { return nil }
    return value
  }

  /// A text; an empty one counts as missing, as in Go.
  func string(_ name: String) throws(KubeError) -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.string else { throw failure("\(name) must be a string; quotes make one of it") }
    guard !text.unicodeScalars.contains(where: { $0.value == 0 }) else {
      throw failure("\(name) must not contain NUL")
    }
    return text.isEmpty ? nil : text
  }

  func bool(_ name: String) throws(KubeError) -> Bool? {
    guard let value = value(name) else { return nil }
    guard let bool = value.bool else { throw failure("\(name) must be true or false") }
    return bool
  }

  func list(_ name: String) throws(KubeError) -> [JSONValue] {
    guard let value = value(name) else { return [] }
    guard let items = value.array else { throw failure("\(name) must be a list") }
    return items
  }

  func strings(_ name: String) throws(KubeError) -> [String] {
    var result: [String] = []
    for item in try list(name) {
      guard let text = item.string else { throw failure("\(name) must be a list of strings") }
      result.append(text)
    }
    return result
  }

  func mapping(_ name: String) throws(KubeError) -> ConfigFields? {
    guard let value = value(name) else { return nil }
    return try ConfigFields(value, place: "\(place): \(name)", directory: directory)
  }

  /// A path; relative ones start at the kubeconfig's directory.
  func path(_ name: String) throws(KubeError) -> String? {
    guard let path = try string(name) else { return nil }
    return resolve(path)
  }

  func resolve(_ path: String) -> String {
    path.hasPrefix("/") ? path : directory + path
  }

  /// A certificate or key: base64 in `<name>-data`, which wins, or the path in `<name>`.
  func material(_ name: String) throws(KubeError) -> ClientConfiguration.Material? {
    let field = "\(name)-data"
    if let text = try string(field) {
      let compact = text.filter { !$0.isWhitespace }
      guard let data = Data(base64Encoded: compact) else { throw failure("\(field) is not valid base64") }
      return .inline(Redacted(Array(data)), name: "\(field) (\(place))")
    }
    return try path(name).map { .file($0) }
  }
}
