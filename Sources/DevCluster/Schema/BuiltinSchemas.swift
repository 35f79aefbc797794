/// The schemas of the built-in kinds.
enum BuiltinSchemas {
  /// The schema of a kind by its name in the notation, such as `Deployment` or `events.Event`.
  static func kind(_ name: String) -> Schema? { kinds[name] }

  private static let sources = [
    metaTypes, podTypes, volumeTypes, coreTypes, workloadTypes, networkTypes, clusterTypes, extensionTypes,
    reviewTypes,
  ]

  /// The metadata of every kind.
  static let objectMeta: Schema = kinds["ObjectMeta"] ?? .any

  private static let kinds: [String: Schema] = {
    do {
      var notation = try SchemaNotation(sources)
      var result: [String: Schema] = [:]
      for name in notation.names {
        guard let schema = try notation.schema(name) else { continue }
        guard schema.fields.properties["metadata"] != nil else {
          result[name] = schema
          continue
        }
        // Kinds carry their identity; the notation leaves it out.
        result[name] = schema.changed { fields in
          var text = Schema.Fields()
          text.type = .string
          text.isBuiltin = true
          fields.properties["apiVersion"] = Schema(text)
          fields.properties["kind"] = Schema(text)
        }
      }
      return result
    } catch {
      preconditionFailure("the built-in schemas are wrong: \(error)")
    }
  }()
}
