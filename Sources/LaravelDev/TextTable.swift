/// Columns as kubectl prints them: upper-case headings, three spaces between, nothing after the last.
struct TextTable {
  let headings: [String]
  var rows: [[String]] = []

  /// The lines of the table.
  var lines: [String] {
    let all = [headings.map { $0.uppercased() }] + rows
    let widths = headings.indices.map { column in
      all.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    return all.map { row in
      let cells = zip(row, widths).map { cell, width in cell.padded(to: width) }
      let line = cells.joined(separator: "   ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
