import CCurl

/// Sets options of an easy handle and remembers whether one was refused.
final class CurlOptions {
  private let easy: UnsafeMutableRawPointer
  /// Whether libcurl refused an option: out of memory, or built without a feature.
  private(set) var hasFailed = false

  init(_ easy: UnsafeMutableRawPointer) { self.easy = easy }

  private func check(_ code: CURLcode) { if code != CURLE_OK { hasFailed = true } }

  func set(_ option: CURLoption, _ value: Int) { check(ccurl_easy_set_long(easy, option, value)) }

  func set(_ option: CURLoption, offset value: Int) {
    check(ccurl_easy_set_offset(easy, option, curl_off_t(value)))
  }

  func set(_ option: CURLoption, _ value: String?) { check(ccurl_easy_set_string(easy, option, value)) }

  func set(_ option: CURLoption, pointer value: UnsafeMutableRawPointer?) {
    check(ccurl_easy_set_pointer(easy, option, value))
  }

  func set(_ option: CURLoption, list value: UnsafeMutablePointer<curl_slist>?) {
    check(ccurl_easy_set_list(easy, option, value))
  }

  func set(_ option: CURLoption, blob value: [UInt8]) {
    value.withUnsafeBytes { check(ccurl_easy_set_blob(easy, option, $0.baseAddress, $0.count)) }
  }

  func set(_ option: CURLoption, _ function: @escaping curl_write_callback) {
    check(ccurl_easy_set_data_function(easy, option, function))
  }

  func setSocketFunction(_ function: @escaping curl_sockopt_callback) {
    check(ccurl_easy_set_sockopt_function(easy, function))
  }

  func setPrerequestFunction(_ function: @escaping curl_prereq_callback) {
    check(ccurl_easy_set_prerequest_function(easy, function))
  }
}
