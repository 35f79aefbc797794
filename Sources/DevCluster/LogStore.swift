import Synchronization

/// What the containers of simulated pods have printed, as `pods/log` serves it.
public final class LogStore: Sendable {
  private struct Key: Hashable {
    let pod: String
    let container: String
  }

  /// A container's text is cut to its newest part beyond this many bytes.
  public static let maximumBytes = 64 * 1024

  private let texts = Mutex<[Key: String]>([:])

  /// A store without any text.
  public init() {}

  /// The text of a container of the pod with that uid; empty when it has printed nothing.
  public subscript(pod uid: String, container name: String) -> String {
    get { texts.withLock { $0[Key(pod: uid, container: name)] ?? "" } }
    set {
      let kept = Self.cut(newValue)
      texts.withLock { $0[Key(pod: uid, container: name)] = kept.isEmpty ? nil : kept }
    }
  }

  /// Adds one line to the text of a container.
  public func append(_ line: String, pod uid: String, container name: String) {
    texts.withLock { texts in
      let key = Key(pod: uid, container: name)
      texts[key] = Self.cut((texts[key] ?? "") + line + "\n")
    }
  }

  /// Forgets the texts of a pod.
  public func remove(pod uid: String) {
    texts.withLock { texts in texts = texts.filter { $0.key.pod != uid } }
  }

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > maximumBytes else { return text }
    let tail = text.utf8.suffix(maximumBytes)
    // The first line is cut in the middle: it is left out.
    let start = tail.firstIndex(of: UInt8(ascii: "\n")).map(tail.index(after:)) ?? tail.startIndex
    return String(Substring(tail[start...]))
  }
}
