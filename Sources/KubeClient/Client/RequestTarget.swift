/// The path and query of a request: built from checked parts, so that no name can reach outside its place.
struct RequestTarget: Sendable, Hashable {
  /// Below the server's root, percent-encoded, with the query.
  let pathAndQuery: String

  /// A collection (`name` nil), an object or a subresource.
  /// - Throws: `invalid` when a name cannot be part of a path, or a namespace is missing or not wanted.
  init(
    _ type: ResourceType, namespace: String?, name: String? = nil, subresource: String? = nil,
    query: [(String, String?)] = []
  ) throws(KubeError) {
    if let name {
      try Self.check(name, "name of the \(type.kind)")
      guard !type.isNamespaced || namespace?.isEmpty == false else {
        throw Self.invalid("the \(type.kind) '\(name)' needs a namespace")
      }
    }
    if type.isNamespaced, let namespace, !namespace.isEmpty { try Self.check(namespace, "namespace") }
    let path = type.path(
      namespace: namespace.map(Self.encode), name: name.map(Self.encode),
      subresource: subresource.map(Self.encode))
    self.init(path: path, query: query)
  }

  /// A path that is no resource: `/version`.
  init(path: String, query: [(String, String?)] = []) {
    let pairs = query.compactMap { name, value in value.map { "\(name)=\(Self.encode($0))" } }
    pathAndQuery = pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
  }

  /// The rule of the API server: `ValidatePathSegmentName` (apimachinery, api/validation/path).
  private static func check(_ name: String, _ what: String) throws(KubeError) {
    guard !name.isEmpty else { throw invalid("the \(what) is empty") }
    guard name != ".", name != "..", !name.contains("/"), !name.contains("%"), name.utf8.count <= 253 else {
      throw invalid("the \(what) '\(name.prefix(80))' is no name of a Kubernetes object")
    }
  }

  private static func invalid(_ message: String) -> KubeError {
    .invalid(Status(code: 400, reason: "BadRequest", message: message))
  }

  /// Everything but the unreserved characters of RFC 3986 becomes `%XX`.
  static func encode(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.append(byte)
      default:
        result += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
