import CCurl
import Foundation

/// libcurl's state for the whole process.
enum CurlGlobal {
  /// Whether libcurl is there. `static let` runs once, whichever thread comes first.
  static let isReady: Bool = {
    // A peer that closes while OpenSSL writes must be an error, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
  }()
}
