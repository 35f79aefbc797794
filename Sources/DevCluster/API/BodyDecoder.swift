import KubeClient

/// Reads the bodies of requests.
enum BodyDecoder {
  /// The bound of a request body, as the real API server has it.
  static let maximumBytes = 3 * 1024 * 1024

  private static let protobufType = "application/vnd.kubernetes.protobuf"

  /// The object in a body of JSON or YAML, or of protobuf for built-in kinds.
  /// - Throws: 400 when it is none of them, 415 for other media types.
  static func object(_ request: APIRequest, kind: String) throws(APIError) -> JSONValue {
    let mediaType = mediaType(request.contentType)
    if mediaType == protobufType { return try protobufObject(request) }
    guard ["", "application/json", "application/yaml", "application/x-yaml"].contains(mediaType) else {
      throw unsupported(["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"])
    }
    do {
      return mediaType.hasSuffix("yaml")
        ? try yaml(request.body)
        : try JSONValue(parsing: request.body)
    } catch {
      let text = String(decoding: request.body.prefix(1024), as: UTF8.self)
      throw .badRequest(
        "the object provided is unrecognized (must be of type \(kind)): couldn't get version/kind; "
          + "json parse error: \(reason(of: error, in: text)) (\(text))")
    }
  }

  /// The one document of a YAML text; `null`, which is no object, when there is none or more than one.
  private static func yaml(_ body: [UInt8]) throws(YAMLError) -> JSONValue {
    let documents = try JSONValue.documents(yaml: String(decoding: body, as: UTF8.self))
    guard let document = documents.first, documents.count == 1 else { return .null }
    return document
  }

  private static func protobufObject(_ request: APIRequest) throws(APIError) -> JSONValue {
    do {
      return try ProtobufDecoder.object(request.body) { version, kind in
        BuiltinSchemas.kind(version == "events.k8s.io/v1" ? "events.\(kind)" : kind)
      }
    } catch {
      throw .badRequest("the object provided is unrecognized: \(error)")
    }
  }

  /// The patch in a body: JSON, or YAML where apply allows it.
  static func patch(_ request: APIRequest) throws(APIError) -> JSONValue {
    do {
      return try JSONValue(parsing: request.body)
    } catch {
      if mediaType(request.contentType) == "application/apply-patch+yaml" {
        do {
          return try yaml(request.body)
        } catch {
          throw .badRequest("error decoding YAML: \(error)")
        }
      }
      let text = String(decoding: request.body.prefix(1024), as: UTF8.self)
      throw .badRequest("error decoding patch: \(reason(of: error, in: text))")
    }
  }

  /// A media type without its parameters.
  static func mediaType(_ header: String) -> String {
    header.prefix { $0 != ";" }.filter { $0 != " " }.lowercased()
  }

  /// 415 that lists what would be understood.
  static func unsupported(_ accepted: [String]) -> APIError {
    APIError(
      code: 415, reason: "UnsupportedMediaType",
      message: "the body of the request was in an unknown format - accepted media types include: "
        + accepted.joined(separator: ", "))
  }

  /// The words of Go's decoder for the commonest mistake, our own for the others.
  private static func reason(of error: any Error, in text: String) -> String {
    guard let error = error as? JSONParser.ParseError else { return "\(error)" }
    let bytes = Array(text.utf8)
    guard bytes.indices.contains(error.offset) else { return "unexpected end of JSON input" }
    let character = Character(UnicodeScalar(bytes[error.offset]))
    let before = bytes[..<error.offset].last { $0 != UInt8(ascii: " ") }
    let place =
      before == UInt8(ascii: "{")
      ? "looking for beginning of object key string" : "looking for beginning of value"
    return "invalid character '\(character)' \(place)"
  }
}
