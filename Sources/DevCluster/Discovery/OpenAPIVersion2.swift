/// The OpenAPI v2 document, in the protobuf form that kubectl asks for (`gnostic`'s `openapi.v2.Document`).
///
/// It describes nothing: v3 has everything. kubectl only reads it for kinds that v3 does not know, and without it
/// says that the server is missing something instead of that the kind is.
enum OpenAPIVersion2 {
  static let contentType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

  static var document: [UInt8] {
    let info = field(1, Array("Kubernetes".utf8)) + field(2, Array(Discovery.gitVersion.utf8))
    return field(1, Array("2.0".utf8)) + field(2, info) + field(8, []) + field(9, [])
  }

  /// A length-delimited field; everything here is shorter than 128 bytes.
  private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [number << 3 | 2, UInt8(bytes.count)] + bytes
  }
}
