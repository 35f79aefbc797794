/// The head of an answer, line by line as libcurl hands it over. Pure.
///
/// Informational answers (1xx) before the final one are skipped, trailers behind the body too.
struct HTTPHeadParser: Sendable {
  /// A finished head.
  struct Head: Sendable, Hashable {
    let status: Int
    let headers: HTTPHeaders
  }

  /// Go's default for a server is 1 MiB; the API server's heads have less than 2 KiB.
  static let maximumSize = 64 << 10
  static let maximumFields = 256

  private var status: Int?
  private var headers = HTTPHeaders()
  private var size = 0
  private(set) var isFinished = false

  /// Takes a line with its line break.
  /// - Returns: the head, with the line that ends it.
  /// - Throws: `invalidResponse` or `tooLarge`; the answer is of no use then.
  mutating func receive(_ line: some Collection<UInt8>) throws(TransportError) -> Head? {
    if isFinished { return nil }
    size += line.count
    guard size <= Self.maximumSize, headers.fields.count < Self.maximumFields else {
      throw TransportError(.tooLarge, "the head of the answer is too large")
    }
    let text = String(decoding: line, as: UTF8.self).trimmingLineBreak
    if text.isEmpty {
      guard let status else { throw TransportError(.invalidResponse, "the answer has no status line") }
      if (100..<200).contains(status) {
        self.status = nil
        headers = HTTPHeaders()
        return nil
      }
      isFinished = true
      return Head(status: status, headers: headers)
    }
    guard status != nil else {
      status = try Self.status(text)
      return nil
    }
    // libcurl passes on lines without a colon; they say nothing.
    if let colon = text.firstIndex(of: ":") {
      headers.append(
        String(text[..<colon]), text[text.index(after: colon)...].trimmingBlanks)
    }
    return nil
  }

  /// `HTTP/1.1 200 OK`, `HTTP/2 200`
  private static func status(_ line: String) throws(TransportError) -> Int {
    let parts = line.split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, parts[0].hasPrefix("HTTP/"), let status = Int(parts[1]),
      (100..<600).contains(status)
    else { throw TransportError(.invalidResponse, "the answer has no valid status line") }
    return status
  }
}

extension String {
  /// Without CR and LF at the end; they are one `Character` together.
  fileprivate var trimmingLineBreak: String {
    var text = self[...]
    while let last = text.last, last == "\r\n" || last == "\n" || last == "\r" { text.removeLast() }
    return String(text)
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    var text = drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
