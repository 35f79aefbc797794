/// Finds the events in the bytes of a watch, wherever these were split.
///
/// Frames are found by counting brackets, as Go's decoder does: a newline between events is usual but not promised.
/// Pure: bytes in, events out.
public struct WatchFrameDecoder: Sendable {
  /// 1.5 MiB is etcd's limit of a request; an object as JSON can be a few times larger.
  public static let defaultMaximumEventSize = 16 << 20

  private let type: ResourceType
  private let maximumEventSize: Int
  private var parser = JSONParser(dropManagedFields: true)
  private var buffer: [UInt8] = []
  /// What was looked at already; the bytes before `start` were given out.
  private var position = 0
  private var start = 0
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  /// A decoder of events about objects of that kind.
  public init(type: ResourceType, maximumEventSize: Int = WatchFrameDecoder.defaultMaximumEventSize) {
    self.type = type
    self.maximumEventSize = maximumEventSize
  }

  /// Takes the next bytes of the stream.
  public mutating func append(_ bytes: [UInt8]) {
    if start == buffer.count {
      buffer = bytes
      position -= start
      start = 0
    } else {
      // Moving the rest to the front once per chunk keeps the buffer as small as one event and one chunk.
      if start > 0 {
        buffer.removeFirst(start)
        position -= start
        start = 0
      }
      buffer += bytes
    }
  }

  /// The next whole event; `nil` when more bytes are needed.
  /// - Throws: `terminal` when the bytes are no event or an event is too large; the stream is of no use then.
  public mutating func next() throws(KubeError) -> WatchEvent? {
    guard let frame = try nextFrame() else { return nil }
    let json: JSONValue
    do {
      json = try parser.parse(buffer[frame])
    } catch {
      throw .terminal(message: "the watch of \(type.groupResource) sent an unreadable event: \(error)")
    }
    return try event(json)
  }

  /// Checks the end of the stream.
  /// - Throws: `transient` when it ended in the middle of an event.
  public func finish() throws(KubeError) {
    guard depth == 0 else {
      throw .transient(message: "the watch of \(type.groupResource) ended in the middle of an event")
    }
  }

  private mutating func nextFrame() throws(KubeError) -> Range<Int>? {
    let end = buffer.withUnsafeBufferPointer { bytes -> FrameEnd in
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if isInString {
          if isEscaped {
            isEscaped = false
          } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
          } else if byte == UInt8(ascii: "\"") {
            isInString = false
          }
          continue
        }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          guard depth > 0 || byte == UInt8(ascii: "{") else { return .garbage(byte) }
          depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          guard depth > 0 else { return .garbage(byte) }
          depth -= 1
          if depth == 0 { return .found }
        case UInt8(ascii: "\"") where depth > 0: isInString = true
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
          if depth == 0 { start = position }
        default:
          if depth == 0 { return .garbage(byte) }
        }
      }
      return .missing
    }
    guard position - start <= maximumEventSize else {
      throw .terminal(
        message: "the watch of \(type.groupResource) sent an event of more than \(maximumEventSize) bytes")
    }
    switch end {
    case .missing: return nil
    case .found:
      defer { start = position }
      return start..<position
    case .garbage(let byte):
      throw .terminal(
        message: "the watch of \(type.groupResource) sent no event but a text that starts with byte \(byte)")
    }
  }

  private enum FrameEnd {
    case found
    case missing
    case garbage(UInt8)
  }

  private func event(_ json: JSONValue) throws(KubeError) -> WatchEvent {
    let name = json["type"]?.string ?? ""
    guard let object = json["object"], object.object != nil else {
      throw .terminal(message: "the watch of \(type.groupResource) sent an event without an object")
    }
    switch name {
    case "ADDED": return .added(KubeObject(object, as: type))
    case "MODIFIED": return .modified(KubeObject(object, as: type))
    case "DELETED": return .deleted(KubeObject(object, as: type))
    case "BOOKMARK":
      let metadata = ObjectMeta(object["metadata"] ?? .null)
      return .bookmark(
        resourceVersion: metadata.resourceVersion,
        isInitialEventsEnd: metadata.annotations["k8s.io/initial-events-end"] == "true")
    case "ERROR": return .error(Status(object, httpCode: 500))
    default:
      throw .terminal(
        message: "the watch of \(type.groupResource) sent an event of the unknown type '\(name.prefix(40))'")
    }
  }
}
