import KubeClient

/// The columns of a resource and how an object fills them.
struct TablePrinter: Sendable {
  typealias Cells = @Sendable (KubeObject, Double) -> [JSONValue]

  let columns: [TableColumn]
  private let cells: Cells

  init(resource: APIResource) {
    if let custom = resource.printerColumns {
      columns =
        [Self.name]
        + custom.map { column in
          TableColumn(
            name: column.name, type: column.type, format: column.format, priority: column.priority,
            description: column.description)
        }
      cells = { object, now in
        [.string(object.metadata.name)] + custom.map { Self.cell(of: $0, in: object, now: now) }
      }
    } else if let printer = KindColumns.printers[resource.type.storageResource] {
      columns = printer.columns.map { column in
        var column = column
        if column.name == "Name" { column.format = "name" }
        return column
      }
      cells = printer.cells
    } else {
      let age =
        resource.isCustom
        ? TableColumn(name: "Age", type: "date")
        : TableColumn(name: "Created At", type: "date")
      columns = [Self.name, age]
      let isCustom = resource.isCustom
      cells = { object, now in
        let created = object.metadata.creationTimestamp
        return [
          .string(object.metadata.name),
          .string(isCustom ? HumanDuration.since(created, now: now) : created),
        ]
      }
    }
  }

  func cells(of object: KubeObject, now: Double) -> [JSONValue] { cells(object, now) }

  private static let name = TableColumn(name: "Name", format: "name")

  /// A cell of a custom column: dates as ages, anything that is not there as nothing.
  private static func cell(
    of column: APIResource.PrinterColumn, in object: KubeObject, now: Double
  ) -> JSONValue {
    guard let values = column.path?.values(in: object.json), let value = values.first else { return .null }
    switch column.type {
    case "date": return .string(HumanDuration.since(value.string, now: now))
    case "integer": return value.int.map { JSONValue($0) } ?? .null
    case "number": return value.double.map { .double($0) } ?? .null
    case "boolean": return value.bool.map { .bool($0) } ?? .null
    default:
      if value.isNull { return .null }
      if values.count > 1 {
        return .string(values.map { $0.string ?? $0.description }.joined(separator: " "))
      }
      return .string(value.string ?? value.description)
    }
  }
}
