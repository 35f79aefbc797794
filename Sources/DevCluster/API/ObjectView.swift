import KubeClient

/// The form in which a client wants objects: as they are, as rows of a table, or only their metadata.
enum ObjectView: Sendable, Hashable {
  /// What a table shows of each object beside its cells.
  enum RowObject: String, Sendable {
    case none = "None"
    case metadata = "Metadata"
    case object = "Object"
  }

  case full
  case table(RowObject, version: String)
  case metadata(version: String)

  /// The first form of an Accept header that can be served.
  /// - Throws: 406 when there is none.
  init(accept: String, query: APIRequest.Query) throws(APIError) {
    self = .full
    let clauses = accept.split(separator: ",")
    if clauses.isEmpty { return }
    for clause in clauses {
      let parts = clause.split(separator: ";").map { $0.filter { $0 != " " } }
      guard let type = parts.first,
        ["application/json", "application/*", "*/*", "application/yaml"].contains(type)
      else { continue }
      var parameters: [String: String] = [:]
      for part in parts.dropFirst() {
        let pair = part.split(separator: "=", maxSplits: 1)
        if pair.count == 2 { parameters[String(pair[0])] = String(pair[1]) }
      }
      let version = parameters["v"] ?? "v1"
      switch parameters["as"] {
      case nil: return
      case "Table" where parameters["g"] == "meta.k8s.io":
        let object = query["includeObject"].flatMap(RowObject.init(rawValue:)) ?? .metadata
        self = .table(object, version: version)
        return
      case "PartialObjectMetadata", "PartialObjectMetadataList":
        self = .metadata(version: version)
        return
      default: continue
      }
    }
    throw APIError(
      code: 406, reason: "NotAcceptable",
      message: "406: Not Acceptable\n\nAvailable representations: application/json", details: [:])
  }

  /// One object in this form.
  func show(_ object: KubeObject, resource: APIResource, now: Double) -> JSONValue {
    switch self {
    case .full: return object.json
    case .metadata(let version): return Self.partial(object, version: version)
    case .table: return table([object], resource: resource, now: now, metadata: single(object))
    }
  }

  /// A list of objects in this form.
  func show(
    list objects: [KubeObject], resource: APIResource, metadata: JSONValue, now: Double
  ) -> JSONValue {
    switch self {
    case .full:
      return [
        "kind": JSONValue(resource.listKind), "apiVersion": JSONValue(resource.type.apiVersion),
        "metadata": metadata,
        "items": .array(
          objects.map { object in
            guard !resource.isCustom else { return object.json }
            // Items of built-in lists are known by their list.
            var json = object.json
            json["kind"] = nil
            json["apiVersion"] = nil
            return json
          }),
      ]
    case .metadata(let version):
      return [
        "kind": "PartialObjectMetadataList", "apiVersion": JSONValue("meta.k8s.io/\(version)"),
        "metadata": metadata, "items": .array(objects.map { Self.partial($0, version: version) }),
      ]
    case .table: return table(objects, resource: resource, now: now, metadata: metadata)
    }
  }

  /// A table of objects; `columns` is left out of all but the first event of a watch.
  func table(
    _ objects: [KubeObject], resource: APIResource, now: Double, metadata: JSONValue, withColumns: Bool = true
  ) -> JSONValue {
    guard case .table(let rowObject, let version) = self else { return .null }
    let printer = TablePrinter(resource: resource)
    let rows = objects.map { object -> JSONValue in
      var row: JSONValue = ["cells": .array(printer.cells(of: object, now: now))]
      switch rowObject {
      case .none: row["object"] = .null
      case .metadata: row["object"] = Self.partial(object, version: version)
      case .object: row["object"] = object.json
      }
      return row
    }
    return [
      "kind": "Table", "apiVersion": JSONValue("meta.k8s.io/\(version)"), "metadata": metadata,
      "columnDefinitions": withColumns ? .array(printer.columns.map(\.json)) : .null,
      "rows": .array(rows),
    ]
  }

  private func single(_ object: KubeObject) -> JSONValue {
    ["resourceVersion": object["metadata", "resourceVersion"] ?? ""]
  }

  private static func partial(_ object: KubeObject, version: String) -> JSONValue {
    [
      "kind": "PartialObjectMetadata", "apiVersion": JSONValue("meta.k8s.io/\(version)"),
      "metadata": object["metadata"] ?? [:],
    ]
  }
}
