/// From a value to the names of the objects that have it.
///
/// Names are kept as sorted arrays: most values have one to three objects, where an array takes a third of a
/// set's memory, and readers get one stable order.
struct KeyIndex<Value: Hashable & Sendable>: Sendable {
  private var names: [Value: [NamespacedName]] = [:]

  subscript(value: Value) -> [NamespacedName] { names[value] ?? [] }

  mutating func insert(_ name: NamespacedName, for value: Value) {
    var list = names.removeValue(forKey: value) ?? []
    let index = Self.position(of: name, in: list)
    if index == list.count || list[index] != name { list.insert(name, at: index) }
    names[value] = list
  }

  mutating func remove(_ name: NamespacedName, for value: Value) {
    guard var list = names.removeValue(forKey: value) else { return }
    let index = Self.position(of: name, in: list)
    if index < list.count, list[index] == name { list.remove(at: index) }
    if !list.isEmpty { names[value] = list }
  }

  private static func position(of name: NamespacedName, in list: [NamespacedName]) -> Int {
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < name { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
