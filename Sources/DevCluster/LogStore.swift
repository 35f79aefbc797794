import Synchronization

/// What the containers of simulated pods have printed, as `pods/log` serves it.
public final class LogStore: Sendable {
  /// A container's text is cut to its newest part beyond this many bytes.
  public static let maximumBytes = 64 * 1024

  /// By the pod's uid and the container's name.
  private let texts = Mutex<[String: [String: String]]>([:])

  /// A store without any text.
  public init() {}

  /// The text of a container of the pod with that uid; empty when it has printed nothing.
  public subscript(pod uid: String, container name: String) -> String {
    get { texts.withLock { $0[uid]?[name] ?? "" } }
    set {
      let kept = Self.cut(newValue)
      texts.withLock { $0[uid, default: [:]][name] = kept.isEmpty ? nil : kept }
    }
  }

  /// Adds one line to the text of a container.
  public func append(_ line: String, pod uid: String, container name: String) {
    texts.withLock { texts in
      texts[uid, default: [:]][name, default: ""] += line + "\n"
      if let text = texts[uid]?[name], text.utf8.count > Self.maximumBytes {
        texts[uid]?[name] = Self.cut(text)
      }
    }
  }

  /// Forgets the texts of a pod.
  public func remove(pod uid: String) {
    texts.withLock { _ = $0.removeValue(forKey: uid) }
  }

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > maximumBytes else { return text }
    let tail = text.utf8.suffix(maximumBytes)
    // The first line is cut in the middle: it is left out.
    let start = tail.firstIndex(of: UInt8(ascii: "\n")).map(tail.index(after:)) ?? tail.startIndex
    return String(Substring(tail[start...]))
  }
}
