import Foundation
import KubeClient

/// Reads objects of built-in kinds from Kubernetes' protobuf form, in which kubectl sends what it creates from
/// its own types (`kubectl create`, `kubectl auth can-i`).
///
/// Field numbers are in the schemas. Answers are JSON: every client accepts that too.
struct ProtobufDecoder {
  /// Why bytes are no such object.
  struct DecodeError: Error, CustomStringConvertible {
    let description: String
  }

  /// What every message begins with (`k8s.io/apimachinery/pkg/runtime/serializer/protobuf`).
  private static let magic: [UInt8] = [0x6B, 0x38, 0x73, 0x00]

  /// The object in a message; its kind is that of the envelope.
  static func object(_ bytes: [UInt8], schema: (String, String) -> Schema?) throws(DecodeError) -> JSONValue {
    guard bytes.starts(with: magic) else { throw DecodeError(description: "no Kubernetes protobuf message") }
    var kind = ""
    var apiVersion = ""
    var raw: ArraySlice<UInt8> = []
    var envelope = Reader(bytes[magic.count...])
    while let field = try envelope.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let type)):
        var reader = Reader(type)
        while let member = try reader.next() {
          guard case .bytes(let text) = member.value else { continue }
          if member.number == 1 { apiVersion = String(decoding: text, as: UTF8.self) }
          if member.number == 2 { kind = String(decoding: text, as: UTF8.self) }
        }
      case (2, .bytes(let object)): raw = object
      default: break
      }
    }
    guard let schema = schema(apiVersion, kind) else {
      throw DecodeError(description: "no kind \"\(kind)\" is registered for version \"\(apiVersion)\"")
    }
    var result = try message(raw, schema, depth: 0)
    result["apiVersion"] = JSONValue(apiVersion)
    result["kind"] = JSONValue(kind)
    return .object(result)
  }

  // MARK: Messages

  private static func message(
    _ bytes: ArraySlice<UInt8>, _ schema: Schema, depth: Int, inlined prefix: [Int] = []
  ) throws(DecodeError) -> JSONObject {
    guard depth < 64 else { throw DecodeError(description: "messages are nested too deeply") }
    var result = JSONObject()
    var reader = Reader(bytes)
    while let field = try reader.next() {
      let path = prefix + [field.number]
      if let name = schema.fields.memberNumbers[path], let property = schema.fields.properties[name] {
        try add(field.value, name, property, to: &result, depth: depth)
      } else if case .bytes(let bytes) = field.value,
        schema.fields.memberNumbers.keys.contains(where: { $0.count > path.count && $0.starts(with: path) })
      {
        for member in try message(bytes, schema, depth: depth + 1, inlined: path) {
          result[member.key] = member.value
        }
      }
    }
    return result
  }

  private static func add(
    _ value: Value, _ name: String, _ schema: Schema, to result: inout JSONObject, depth: Int
  ) throws(DecodeError) {
    let fields = schema.fields
    if fields.type == .array, let items = fields.items {
      var list = result[name]?.items ?? []
      list.append(try single(value, items, depth: depth))
      result[name] = .array(list)
    } else if fields.properties.isEmpty, let memberSchema = fields.additionalProperties {
      guard case .bytes(let bytes) = value else { return }
      var reader = Reader(bytes)
      var key = ""
      var member: JSONValue = ""
      while let field = try reader.next() {
        if field.number == 1, case .bytes(let text) = field.value {
          key = String(decoding: text, as: UTF8.self)
        }
        if field.number == 2 { member = try single(field.value, memberSchema, depth: depth) }
      }
      var map = result[name] ?? [:]
      map[key] = member
      result[name] = map
    } else {
      let decoded = try single(value, schema, depth: depth)
      // What is no pointer in Go is always written, also when it is empty.
      if decoded == "" || decoded == .null { return }
      if decoded == 0 || decoded == false, alwaysWritten.contains(name) { return }
      result[name] = decoded
    }
  }

  /// Numbers and flags of the types that kubectl creates which are no pointers, so that 0 means nothing.
  private static let alwaysWritten: Set<String> = [
    "failureThreshold", "generation", "healthCheckNodePort", "hostIPC", "hostNetwork", "hostPID", "hostPort",
    "initialDelaySeconds", "minReadySeconds", "nodePort", "paused", "periodSeconds",
    "publishNotReadyAddresses",
    "readOnly", "stdin", "stdinOnce", "successThreshold", "timeoutSeconds", "tty", "unschedulable",
  ]

  private static func single(_ value: Value, _ schema: Schema, depth: Int) throws(DecodeError) -> JSONValue {
    let fields = schema.fields
    switch value {
    case .varint(let number):
      return fields.type == .boolean ? .bool(number != 0) : .int(Int64(bitPattern: number))
    case .fixed: return .null
    case .bytes(let bytes):
      if fields.isIntOrString {
        return fields.format == "quantity" ? try first(bytes) : try intOrString(bytes)
      }
      switch fields.type {
      case .string:
        if fields.format == "byte" { return JSONValue(Data(bytes).base64EncodedString()) }
        if fields.format.hasPrefix("date-time") {
          return try time(bytes, isMicro: fields.format.hasSuffix("micro"))
        }
        return .string(String(decoding: bytes, as: UTF8.self))
      case .object: return .object(try message(bytes, schema, depth: depth + 1))
      default: return .null
      }
    }
  }

  /// The text of a message with one string: a Quantity.
  private static func first(_ bytes: ArraySlice<UInt8>) throws(DecodeError) -> JSONValue {
    var reader = Reader(bytes)
    while let field = try reader.next() {
      if field.number == 1, case .bytes(let text) = field.value {
        return .string(String(decoding: text, as: UTF8.self))
      }
    }
    return "0"
  }

  private static func intOrString(_ bytes: ArraySlice<UInt8>) throws(DecodeError) -> JSONValue {
    var reader = Reader(bytes)
    var isString = false
    var number: Int64 = 0
    var text = ""
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .varint(let type)): isString = type == 1
      case (2, .varint(let value)): number = Int64(Int32(truncatingIfNeeded: value))
      case (3, .bytes(let bytes)): text = String(decoding: bytes, as: UTF8.self)
      default: break
      }
    }
    return isString ? .string(text) : .int(number)
  }

  private static func time(_ bytes: ArraySlice<UInt8>, isMicro: Bool) throws(DecodeError) -> JSONValue {
    var reader = Reader(bytes)
    var (seconds, nanoseconds): (Int64, Int64) = (0, 0)
    while let field = try reader.next() {
      guard case .varint(let value) = field.value else { continue }
      if field.number == 1 { seconds = Int64(bitPattern: value) }
      if field.number == 2 { nanoseconds = Int64(bitPattern: value) }
    }
    if seconds == 0, nanoseconds == 0 { return .null }
    let text = Timestamp.text(Date(timeIntervalSince1970: Double(seconds)))
    guard isMicro else { return .string(text) }
    let digits = String(nanoseconds / 1000)
    let fraction = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    return .string(text.dropLast() + ".\(fraction)Z")
  }
}

extension ProtobufDecoder {
  fileprivate enum Value {
    case varint(UInt64)
    case fixed
    case bytes(ArraySlice<UInt8>)
  }

  /// Reads the fields of one message; every length is checked against what is there.
  fileprivate struct Reader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    mutating func next() throws(DecodeError) -> (number: Int, value: Value)? {
      if rest.isEmpty { return nil }
      let tag = try varint()
      guard let number = Int(exactly: tag >> 3) else { throw DecodeError(description: "bad field number") }
      switch tag & 7 {
      case 0: return (number, .varint(try varint()))
      case 1: return (number, try skip(8))
      case 2:
        guard let length = Int(exactly: try varint()), length <= rest.count else {
          throw DecodeError(description: "a field is longer than its message")
        }
        defer { rest = rest.dropFirst(length) }
        return (number, .bytes(rest.prefix(length)))
      case 5: return (number, try skip(4))
      default: throw DecodeError(description: "unknown wire type \(tag & 7)")
      }
    }

    private mutating func skip(_ count: Int) throws(DecodeError) -> Value {
      guard rest.count >= count else { throw DecodeError(description: "the message ends too early") }
      rest = rest.dropFirst(count)
      return .fixed
    }

    private mutating func varint() throws(DecodeError) -> UInt64 {
      var result: UInt64 = 0
      var shift: UInt64 = 0
      while let byte = rest.popFirst() {
        result |= UInt64(byte & 0x7F) << shift
        if byte & 0x80 == 0 { return result }
        shift += 7
        if shift > 63 { break }
      }
      throw DecodeError(description: "the message ends in a number")
    }
  }
}
