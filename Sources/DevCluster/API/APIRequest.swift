import Foundation
import KubeClient

/// Who sends a request.
public struct UserInfo: Sendable, Hashable {
  /// The name: a certificate's common name, or what a token stands for.
  public var name: String
  /// The groups, such as `system:masters`.
  public var groups: [String]

  /// A user.
  public init(name: String, groups: [String] = []) {
    self.name = name
    self.groups = groups
  }

  /// May do everything.
  public static let admin = UserInfo(name: "kubernetes-admin", groups: ["system:masters"])
}

/// One request, whatever has carried it.
struct APIRequest: Sendable {
  var method: String
  /// The path, decoded, without the query.
  var path: String
  var query: Query
  var accept = ""
  var contentType = ""
  var userAgent = ""
  var user = UserInfo.admin
  var body: [UInt8] = []

  init(_ method: String, _ path: String, query: String = "") {
    self.method = method
    self.path = path
    self.query = Query(query)
  }

  /// The parameters of a query; of equal names the first counts.
  struct Query: Sendable, Hashable {
    private var values: [String: String] = [:]

    init(_ text: String) {
      for part in text.split(separator: "&") {
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = Self.decoded(pair[0])
        if values[name] == nil { values[name] = pair.count > 1 ? Self.decoded(pair[1]) : "" }
      }
    }

    /// The value of that name; `nil` when it is missing, empty when it is.
    subscript(name: String) -> String? { values[name] }

    /// Whether a flag is set: `true`, `1` or without a value.
    func flag(_ name: String) -> Bool {
      guard let value = values[name] else { return false }
      return value != "false" && value != "0"
    }

    private static func decoded(_ text: Substring) -> String {
      let spaced = String(text).replacing("+", with: " ")
      return spaced.removingPercentEncoding ?? spaced
    }
  }
}
