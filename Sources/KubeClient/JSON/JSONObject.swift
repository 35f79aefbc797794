/// The members of a JSON object, sorted by key.
///
/// A sorted array instead of a `Dictionary`: about half the memory for the small objects that Kubernetes is
/// full of, no hashing while decoding, and one order for equal objects.
public struct JSONObject: Sendable, Hashable {
  /// One name and its value.
  public struct Member: Sendable, Hashable {
    /// The member's name.
    public let key: String
    /// The member's value.
    public var value: JSONValue

    /// A name and its value.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// Sorted by key, each key once.
  private var members: [Member]

  /// No members.
  public init() { members = [] }

  /// The given members in any order; the last of two equal keys wins, as in Go's decoder.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    self.init(unsorted: pairs.map { Member(key: $0.0, value: $0.1) })
  }

  /// The given members in any order; the last of two equal keys wins, as in Go's decoder.
  init(unsorted: [Member]) {
    if Self.isStrictlySorted(unsorted) {
      members = unsorted
      return
    }
    // The sort is stable only by this pairing with the position, and "last wins" needs it stable.
    let sorted = unsorted.enumerated()
      .sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
      .map(\.element)
    members = []
    members.reserveCapacity(sorted.count)
    for member in sorted {
      if members.last?.key == member.key { members.removeLast() }
      members.append(member)
    }
  }

  private static func isStrictlySorted(_ members: [Member]) -> Bool {
    zip(members, members.dropFirst()).allSatisfy { $0.key < $1.key }
  }

  /// The names, sorted.
  public var keys: [String] { members.map(\.key) }

  /// The value of that name; setting `nil` removes it.
  public subscript(key: String) -> JSONValue? {
    get {
      let index = firstIndex(notBefore: key)
      guard index < members.count, members[index].key == key else { return nil }
      return members[index].value
    }
    set {
      let index = firstIndex(notBefore: key)
      let found = index < members.count && members[index].key == key
      switch (newValue, found) {
      case (let value?, true): members[index].value = value
      case (let value?, false): members.insert(Member(key: key, value: value), at: index)
      case (nil, true): members.remove(at: index)
      case (nil, false): break
      }
    }
  }

  private func firstIndex(notBefore key: String) -> Int {
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      if members[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension JSONObject: RandomAccessCollection {
  /// The first position.
  public var startIndex: Int { members.startIndex }
  /// The position after the last.
  public var endIndex: Int { members.endIndex }
  /// The member at a position.
  public subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// The given members; the last of two equal keys wins.
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
