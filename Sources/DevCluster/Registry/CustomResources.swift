import KubeClient

/// What a CustomResourceDefinition adds to the API.
enum CustomResources {
  /// The resources of a definition, one per served version.
  static func resources(of definition: KubeObject) -> [APIResource] {
    let spec = definition.spec
    guard let group = spec["group"]?.string, let kind = spec["names", "kind"]?.string,
      let plural = spec["names", "plural"]?.string
    else { return [] }
    let versions = spec["versions"]?.items ?? []
    let storage = versions.first { $0["storage"]?.bool == true }?["name"]?.string
    return versions.filter { $0["served"]?.bool == true }.compactMap { version in
      guard let name = version["name"]?.string else { return nil }
      let type = ResourceType(
        group: group, version: name, kind: kind, plural: plural,
        isNamespaced: spec["scope"]?.string != "Cluster")
      let schema = version["schema", "openAPIV3Schema"].map(SchemaParser.resource) ?? .any
      var resource = APIResource(type, schema: schema)
      resource.isCustom = true
      // The order in which the real server lists them.
      resource.verbs = [
        "delete", "deletecollection", "get", "list", "patch", "create", "update", "watch",
      ]
      resource.singular = spec["names", "singular"]?.string ?? kind.lowercased()
      resource.listKind = spec["names", "listKind"]?.string ?? "\(kind)List"
      resource.shortNames = strings(spec["names", "shortNames"])
      resource.categories = strings(spec["names", "categories"])
      resource.storageVersion = storage ?? name
      resource.hasStatus = version["subresources", "status"] != nil
      resource.scale = scale(version["subresources", "scale"])
      resource.printerColumns = columns(version["additionalPrinterColumns"])
      resource.isDeprecated = version["deprecated"]?.bool ?? false
      resource.deprecationWarning = version["deprecationWarning"]?.string
      resource.selectableFields = (version["selectableFields"]?.items ?? []).compactMap {
        $0["jsonPath"]?.string.map { String($0.drop { $0 == "." }) }
      }
      return resource
    }
  }

  private static func strings(_ json: JSONValue?) -> [String] { (json?.items ?? []).compactMap(\.string) }

  private static func scale(_ json: JSONValue?) -> APIResource.Scale? {
    guard let json, let spec = json["specReplicasPath"]?.string,
      let status = json["statusReplicasPath"]?.string
    else { return nil }
    return APIResource.Scale(
      specReplicasPath: fields(spec), statusReplicasPath: fields(status),
      labelSelectorPath: json["labelSelectorPath"]?.string.map(fields))
  }

  private static func fields(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }

  private static func columns(_ json: JSONValue?) -> [APIResource.PrinterColumn]? {
    guard let items = json?.array, !items.isEmpty else { return nil }
    return items.map { item in
      let path = item["jsonPath"]?.string ?? ""
      return APIResource.PrinterColumn(
        name: item["name"]?.string ?? "", type: item["type"]?.string ?? "string",
        format: item["format"]?.string ?? "",
        description: item["description"]?.string
          ?? "Custom resource definition column (in JSONPath format): \(path)",
        priority: item["priority"]?.int ?? 0, path: JSONPath(path), pathText: path)
    }
  }
}
