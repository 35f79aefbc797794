import Foundation
import KubeClient

/// What the query of a write asks for: `CreateOptions`, `UpdateOptions` and `PatchOptions`.
struct WriteOptions: Sendable {
  /// What happens with fields that the schema does not know.
  enum FieldValidation: String, Sendable {
    case ignore = "Ignore"
    case warn = "Warn"
    case strict = "Strict"
  }

  var isDryRun: Bool
  var fieldValidation: FieldValidation
  var fieldManager: String
  var force: Bool

  init(_ request: APIRequest, optionsKind: String) throws(APIError) {
    let query = request.query
    switch query["dryRun"] {
    case nil, "": isDryRun = false
    case "All": isDryRun = true
    case let other?:
      throw .invalid(
        kind: optionsKind, group: "meta.k8s.io", name: "",
        [.notSupported("dryRun", [.string(other)], allowed: ["\"All\""])])
    }
    switch query["fieldValidation"] {
    case nil, "": fieldValidation = .warn
    case let text?:
      guard let value = FieldValidation(rawValue: text) else {
        throw .invalid(
          kind: optionsKind, group: "meta.k8s.io", name: "",
          [
            .notSupported(
              "fieldValidation", .string(text), allowed: ["\"\"", "\"Ignore\"", "\"Strict\"", "\"Warn\""])
          ])
      }
      fieldValidation = value
    }
    fieldManager = query["fieldManager"] ?? ""
    force = query.flag("force")
  }

  /// The name of whoever writes: what the request says, else the program's name.
  func manager(of request: APIRequest) -> String {
    if !fieldManager.isEmpty { return fieldManager }
    let program = request.userAgent.prefix { $0 != "/" }
    return program.isEmpty ? "unknown" : String(program)
  }
}

/// What the query of a list or watch asks for: `ListOptions`.
struct ListOptions: Sendable {
  var labels: LabelSelector
  var fields: FieldSelector
  var limit: Int
  var continueToken: String?
  var resourceVersion: String
  var resourceVersionMatch: String
  var isWatch: Bool
  var allowsBookmarks: Bool
  var sendsInitialEvents: Bool?
  var timeoutSeconds: Int?

  init(_ request: APIRequest, resource: APIResource) throws(APIError) {
    let query = request.query
    labels = try LabelSelector(parsing: query["labelSelector"] ?? "")
    fields = try FieldSelector(parsing: query["fieldSelector"] ?? "", for: resource)
    limit = try Self.integer(query["limit"]) ?? 0
    continueToken = query["continue"].flatMap { $0.isEmpty ? nil : $0 }
    resourceVersion = query["resourceVersion"] ?? ""
    resourceVersionMatch = query["resourceVersionMatch"] ?? ""
    isWatch = query.flag("watch")
    allowsBookmarks = query.flag("allowWatchBookmarks")
    sendsInitialEvents = query["sendInitialEvents"].map { $0 != "false" }
    timeoutSeconds = try Self.integer(query["timeoutSeconds"])
    try checkMatch()
  }

  private static func integer(_ text: String?) throws(APIError) -> Int? {
    guard let text, !text.isEmpty else { return nil }
    guard let number = Int(text) else {
      throw .badRequest("strconv.ParseInt: parsing \(JSONValue(text)): invalid syntax")
    }
    return number
  }

  private func checkMatch() throws(APIError) {
    func forbidden(_ field: String, _ reason: String) -> APIError {
      .invalid(kind: "ListOptions", group: "meta.k8s.io", name: "", [.forbidden(field, reason)])
    }
    if isWatch {
      if sendsInitialEvents != nil, resourceVersionMatch != "NotOlderThan" {
        throw forbidden(
          "resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
      }
      if sendsInitialEvents == nil, !resourceVersionMatch.isEmpty {
        throw forbidden(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")
      }
      return
    }
    if sendsInitialEvents != nil {
      throw forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list")
    }
    guard !resourceVersionMatch.isEmpty else { return }
    if resourceVersion.isEmpty {
      throw forbidden(
        "resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided")
    }
    if continueToken != nil {
      throw forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided")
    }
    guard ["Exact", "NotOlderThan"].contains(resourceVersionMatch) else {
      throw .invalid(
        kind: "ListOptions", group: "meta.k8s.io", name: "",
        [
          .notSupported(
            "resourceVersionMatch", .string(resourceVersionMatch),
            allowed: ["\"Exact\"", "\"NotOlderThan\""])
        ])
    }
    if resourceVersionMatch == "Exact", resourceVersion == "0" {
      throw forbidden(
        "resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")
    }
  }

  /// The version that the query names; `nil` when it names none.
  /// - Throws: 400 when it is no number.
  func version() throws(APIError) -> UInt64? {
    if resourceVersion.isEmpty { return nil }
    guard let version = UInt64(resourceVersion) else {
      let reason =
        "resourceVersion: Invalid value: \(JSONValue(resourceVersion)): strconv.ParseUint: parsing "
        + "\(JSONValue(resourceVersion)): invalid syntax"
      // A watch fails deep in the storage, which knows no client errors.
      throw isWatch ? APIError(code: 500, reason: "", message: reason) : .badRequest(reason)
    }
    return version
  }

  func selects(_ object: KubeObject) -> Bool { labels.matches(object) && fields.matches(object) }
}

/// Where a list goes on.
enum ContinueToken {
  static func make(version: UInt64, after key: NamespacedName) -> String {
    let token: JSONValue = [
      "v": "meta.k8s.io/v1", "rv": JSONValue(Int(version)), "start": JSONValue(key.description),
    ]
    return Data(token.serialized).base64EncodedString()
  }

  /// The version of the list and the key of the last object that was sent.
  static func read(_ text: String) throws(APIError) -> (version: UInt64, after: String) {
    guard let data = Data(base64Encoded: text) else {
      let valid = text.utf8.prefix { UInt8(ascii: "0") <= $0 }.count / 4 * 4
      throw .badRequest(
        "invalid continue token: continue key is not valid: illegal base64 data at input byte \(valid)")
    }
    guard let token = try? JSONValue(parsing: data), let version = token["rv"]?.int,
      let start = token["start"]?.string, version >= 0
    else { throw .badRequest("continue key is not valid: \(text)") }
    return (UInt64(version), start)
  }
}
