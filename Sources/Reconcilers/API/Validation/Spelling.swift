/// Guesses what a mistyped name was meant to be.
enum Spelling {
  /// Two slips of the finger; more is another word.
  private static let maximumDistance = 2

  /// The candidate that is at most two edits away, however it is capitalized; the first by alphabet of the closest.
  static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
    let wanted = Array(word.lowercased().unicodeScalars)
    return
      candidates
      .map { (distance: distance(wanted, Array($0.lowercased().unicodeScalars)), name: $0) }
      .filter { $0.distance <= maximumDistance && $0.distance < wanted.count }
      .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    if abs(left.count - right.count) > maximumDistance { return .max }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, first) in left.enumerated() {
      var current = [row + 1]
      for (column, second) in right.enumerated() {
        var best = min(
          last[column + 1] + 1, current[column] + 1, last[column] + (first == second ? 0 : 1))
        if row > 0, column > 0, first == right[column - 1], second == left[row - 1] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
