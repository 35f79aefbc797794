/// Looks into values for properties that are not set.
enum Reflected {
  /// The paths of all properties that are `nil`, or lists and maps without anything in them.
  static func absent(in value: Any, at path: String) -> [String] {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      guard let wrapped = mirror.children.first?.value else { return [path] }
      return absent(in: wrapped, at: path)
    case .struct:
      // Free-form JSON is an enum, so this sees only our own types.
      return mirror.children.flatMap { absent(in: $0.value, at: "\(path).\($0.label ?? "?")") }
    case .collection:
      // What any one item uses counts: items of one list may exclude each other.
      let items = mirror.children.map { Set(absent(in: $0.value, at: path + "[]")) }
      guard let first = items.first else { return [path] }
      return items.dropFirst().reduce(first) { $0.intersection($1) }.sorted()
    case .dictionary:
      return mirror.children.isEmpty ? [path] : []
    default:
      return []
    }
  }
}
