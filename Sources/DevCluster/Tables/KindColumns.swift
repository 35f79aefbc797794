import KubeClient

/// What `kubectl get` shows of the built-in kinds (`pkg/printers/internalversion/printers.go`).
enum KindColumns {
  struct Printer: Sendable {
    let columns: [TableColumn]
    let cells: TablePrinter.Cells
  }

  /// By the name of the stored collection.
  static let printers: [String: Printer] = workloads.merging(network) { $1 }.merging(core) { $1 }
    .merging(others) { $1 }

  /// Columns in the notation `Name, Desired|integer, Node+1`: a type after `|`, the priority after `+`.
  static func printer(_ columns: String, _ cells: @escaping TablePrinter.Cells) -> Printer {
    Printer(
      columns: columns.split(separator: ", ").map { text in
        let parts = text.split(separator: "+")
        let named = (parts.first ?? "").split(separator: "|")
        return TableColumn(
          name: String(named.first ?? ""), type: named.count > 1 ? String(named[1]) : "string",
          priority: parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
      }, cells: cells)
  }

  // MARK: Pieces of cells

  static func name(_ object: KubeObject) -> JSONValue { .string(object.metadata.name) }

  static func age(_ object: KubeObject, _ now: Double) -> JSONValue {
    .string(HumanDuration.since(object.metadata.creationTimestamp, now: now))
  }

  static func text(_ value: JSONValue?, or fallback: String = "<none>") -> JSONValue {
    switch value {
    case .string(let text)? where !text.isEmpty: .string(text)
    case .int(let number)?: .string(String(number))
    case .bool(let flag)?: .string(String(flag))
    default: .string(fallback)
    }
  }

  static func number(_ value: JSONValue?) -> JSONValue { JSONValue(value?.int ?? 0) }

  static func fraction(_ part: JSONValue?, of whole: JSONValue?, default missing: Int = 0) -> JSONValue {
    .string("\(part?.int ?? 0)/\(whole?.int ?? missing)")
  }

  static func joined(_ texts: [String], or fallback: String = "<none>") -> JSONValue {
    .string(texts.isEmpty ? fallback : texts.joined(separator: ","))
  }

  /// Containers, images and selector, as `-o wide` shows them.
  static func wide(_ object: KubeObject, _ template: [String] = ["spec", "template", "spec"]) -> [JSONValue] {
    let containers = object.json[path: template + ["containers"]]?.items ?? []
    let selector = object["spec", "selector"].map { LabelSelector($0).text } ?? ""
    return [
      joined(containers.compactMap { $0["name"]?.string }),
      joined(containers.compactMap { $0["image"]?.string }),
      .string(selector.isEmpty ? "<none>" : selector),
    ]
  }
}
