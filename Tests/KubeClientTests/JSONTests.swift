import Testing

@testable import KubeClient

@Suite("JSON")
struct JSONTests {
  @Test("parses and writes every kind of value, members sorted")
  func roundTrip() throws {
    let text = #" {"b":[1,-2.5,true,false,null,"x\n\u00e9\ud83d\ude00"],"a":{"z":"","y":12345678901}} "#
    let value = try JSONValue(parsing: text)
    #expect(value["a", "y"]?.int == 12_345_678_901)
    #expect(value["b"]?[5]?.string == "x\né😀")
    #expect(value.description == #"{"a":{"y":12345678901,"z":""},"b":[1,-2.5,true,false,null,"x\né😀"]}"#)
    #expect(try JSONValue(parsing: value.description) == value)
  }

  @Test("the last of two equal keys wins")
  func duplicateKeys() throws {
    #expect(try JSONValue(parsing: #"{"b":1,"a":2,"b":3}"#) == ["a": 2, "b": 3])
  }

  @Test(
    "refuses what is no JSON, with the place",
    arguments: [
      "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "01", "1.", "\"\u{1}\"", "\"\\x\"", "nul", "1 2", "\"",
      "\"\\u12\"",
      "-", "1e", "[", "{\"a\":}", String(repeating: "[", count: 5000),
    ])
  func refusesBadText(text: String) {
    #expect(throws: JSONParser.ParseError.self) { try JSONValue(parsing: text) }
  }

  @Test("refuses invalid UTF-8 and does not crash on any truncation")
  func truncations() {
    #expect(throws: JSONParser.ParseError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    let bytes = Array(#"{"metadata":{"labels":{"a":"\ud83d\ude00é"}},"n":[1.5e3,true]}"#.utf8)
    for count in 0..<bytes.count {
      #expect(throws: JSONParser.ParseError.self) { try JSONValue(parsing: bytes.prefix(count)) }
    }
  }

  @Test("drops managedFields of metadata and of nothing else")
  func managedFields() throws {
    var parser = JSONParser(dropManagedFields: true)
    let text = #"{"items":[{"metadata":{"managedFields":[{"a":1}],"name":"x"},"spec":{"managedFields":1}}]}"#
    #expect(
      try parser.parse(text.utf8) == ["items": [["metadata": ["name": "x"], "spec": ["managedFields": 1]]]])
  }

  @Test("sets and removes below a path")
  func paths() {
    var value: JSONValue = [:]
    value["a", "b", "c"] = 1
    #expect(value == ["a": ["b": ["c": 1]]])
    value["a", "b", "c"] = nil
    value["x", "y"] = nil
    #expect(value == ["a": ["b": [:]]])
  }

  @Test("decodes into Codable types and back")
  func codable() throws {
    struct Sample: Codable, Equatable {
      var name: String
      var template: JSONValue
    }
    let sample = Sample(name: "x", template: ["spec": ["list": [1, "a", true, .null, 2.5]]])
    #expect(try JSONValue(encoding: sample).decode(Sample.self) == sample)
  }
}
