import Foundation

/// Reads configuration files: regular ones of a sane size, or a reason in words.
enum SmallFile {
  /// Why a file cannot be used.
  struct Failure: Error, Sendable, Hashable {
    /// `cannot read /etc/ca.crt: no such file or directory`
    let message: String
  }

  /// Kubeconfigs of hundreds of clusters have a few MiB.
  static let maximumSize = 8 << 20

  static func read(_ path: String) throws(Failure) -> [UInt8] {
    // Without O_NONBLOCK, opening a named pipe would wait for somebody to write to it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw failure(path) }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw Failure(message: "cannot read \(path): it is no regular file")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      let count = Foundation.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path) }
      if count == 0 { return bytes }
      bytes += chunk.prefix(count)
      guard bytes.count <= maximumSize else {
        throw Failure(message: "cannot read \(path): it is larger than \(maximumSize) bytes")
      }
    }
  }

  private static func failure(_ path: String) -> Failure {
    Failure(message: "cannot read \(path): \(String(cString: strerror(errno)).lowercased())")
  }
}
