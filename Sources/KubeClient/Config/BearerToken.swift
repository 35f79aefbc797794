/// A token as it may stand in an `Authorization` header.
struct BearerToken: Sendable, Hashable {
  let value: Redacted<String>

  /// The token in those bytes, without the blanks and line breaks around it.
  /// - Throws: when there is none or it has characters that no header can carry; the message names the place.
  init(_ bytes: some Sequence<UInt8>, from place: String) throws(SmallFile.Failure) {
    let text = String(decoding: Array(bytes), as: UTF8.self)
    var token = text[...]
    while let first = token.unicodeScalars.first, first.properties.isWhitespace {
      token = Substring(token.unicodeScalars.dropFirst())
    }
    while let last = token.unicodeScalars.last, last.properties.isWhitespace {
      token = Substring(token.unicodeScalars.dropLast())
    }
    guard !token.isEmpty else { throw SmallFile.Failure(message: "the token in \(place) is empty") }
    guard token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw SmallFile.Failure(message: "the token in \(place) has characters that no token has")
    }
    value = Redacted(String(token))
  }

  /// `Bearer ...`
  var authorization: String { "Bearer \(value.value)" }
}
