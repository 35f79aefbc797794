/// Questions about the bytes of a text that the formats of the API are made of. Only ASCII ever matches.
enum TextScan {
  /// Whether every byte is of that class or one of those characters; true for no bytes at all.
  static func consists(
    _ text: Substring, of letters: (UInt8) -> Bool, or others: StaticString = ""
  ) -> Bool {
    text.utf8.allSatisfy { letters($0) || contains(others, $0) }
  }

  /// Whether the text is made of those letters, and of joints that are neither first nor last.
  static func isJoined(_ text: Substring, letters: (UInt8) -> Bool, joints: StaticString) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last, letters(first), letters(last) else {
      return false
    }
    return consists(text, of: letters, or: joints)
  }

  private static func contains(_ text: StaticString, _ byte: UInt8) -> Bool {
    text.withUTF8Buffer { $0.contains(byte) }
  }
}

extension UInt8 {
  /// `0` to `9`
  var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  /// `a` to `z`
  var isASCIILowercase: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
  /// `A` to `Z` and `a` to `z`
  var isASCIILetter: Bool { isASCIILowercase || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
  /// A letter or digit.
  var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }
}
