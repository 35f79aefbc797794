/// Where a server listens, written as controller-runtime's flags are: `:8080`, `127.0.0.1:8081`, `[::1]:8081`;
/// `0` turns the server off.
public struct BindAddress: Sendable, Hashable {
  /// The address to bind; `0.0.0.0` when the text names none.
  public let host: String
  /// The port; 0 lets the system choose.
  public let port: Int

  /// An address to bind.
  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// What a flag's text says.
  public enum Parsed: Sendable, Hashable {
    /// `0`: no server.
    case off
    /// Listen there.
    case address(BindAddress)
  }

  /// What a flag's text says; `nil` when it is no address.
  public static func parse(_ text: String) -> Parsed? {
    if text == "0" { return .off }
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65535).contains(port)
    else { return nil }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    return .address(BindAddress(host: host.isEmpty ? "0.0.0.0" : host, port: port))
  }
}
