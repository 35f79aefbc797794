import Testing

@testable import KubeClient

@Suite("YAML")
struct YAMLTests {
  @Test("reads documents with the types that kubectl gives scalars")
  func documents() throws {
    let text = """
      a: 1
      b: [yes, "1", 1.5, ~, 2026-01-01, 0x10]
      ---
      ---
      {c: {d: e}}
      """
    #expect(
      try JSONValue.documents(yaml: text) == [
        ["a": 1, "b": [true, "1", 1.5, .null, "2026-01-01", 16]], ["c": ["d": "e"]],
      ])
  }

  @Test(
    "refuses what is no YAML in one line with the place",
    arguments: [
      ("a: [", "line"), ("a: 1\na: 2", "twice"), ("{[1]: 2}", "key"), ("a: *b", "undefined alias"),
      ("\t- a", "line"),
      (String(repeating: "[", count: 300) + String(repeating: "]", count: 300), "nested too deeply"),
    ])
  func refusals(text: String, fragment: String) {
    let error = #expect(throws: YAMLError.self) { try JSONValue.documents(yaml: text) }
    #expect(error?.description.contains(fragment) == true, "\(error?.description ?? "none")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test("refuses a short text that stands for a huge tree")
  func aliases() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let alias = "*a\(level - 1)"
      text += "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    let error = #expect(throws: YAMLError.self) { try JSONValue.documents(yaml: text) }
    #expect(error?.description.contains("too many values") == true)
  }
}
