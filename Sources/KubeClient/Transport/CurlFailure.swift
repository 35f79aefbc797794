import CCurl
import COpenSSL
import Foundation

/// Puts a failure of libcurl into one line that names the server and what to do, and into the right kind.
struct CurlFailure {
  let error: TransportError

  init(_ code: CURLcode, of transfer: CurlTransfer) {
    let place = transfer.url.hostAndPort
    let detail =
      transfer.errorMessage.isEmpty ? String(cString: curl_easy_strerror(code)) : transfer.errorMessage

    error =
      switch code {
      case CURLE_URL_MALFORMAT, CURLE_OUT_OF_MEMORY, CURLE_BAD_FUNCTION_ARGUMENT:
        TransportError(.invalidRequest, "cannot send a request to \(place): \(detail)")
      case CURLE_COULDNT_RESOLVE_HOST:
        TransportError(.unreachable, "cannot find the server \(transfer.url.host): the name has no address")
      case CURLE_COULDNT_RESOLVE_PROXY:
        TransportError(.unreachable, "cannot find the proxy for \(place): its name has no address")
      case CURLE_COULDNT_CONNECT:
        TransportError(
          .unreachable, "cannot connect to \(place): \(Self.systemError(transfer) ?? detail)")
      case CURLE_PROXY: TransportError(.unreachable, "the proxy does not connect to \(place): \(detail)")
      case CURLE_OPERATION_TIMEDOUT: TransportError(.timedOut, "\(place) took too long: \(detail)")
      case CURLE_PEER_FAILED_VERIFICATION: TransportError(.untrusted, Self.untrusted(transfer, detail))
      case CURLE_SSL_CACERT_BADFILE:
        TransportError(
          .untrusted,
          "the certificate authorities of \(transfer.settings.tls.authoritiesSource) cannot be read")
      case CURLE_SSL_CERTPROBLEM:
        TransportError(.invalidRequest, "the client certificate for \(place) cannot be used: \(detail)")
      // A key that does not fit the signature ends the handshake before libcurl calls it a verification.
      case CURLE_SSL_CONNECT_ERROR where detail.contains("EVP lib"):
        TransportError(.untrusted, Self.untrusted(transfer, detail))
      case CURLE_SSL_CONNECT_ERROR: Self.handshake(place, detail)
      case CURLE_GOT_NOTHING:
        TransportError(.connectionLost, "\(place) closed the connection without an answer")
      case CURLE_ABORTED_BY_CALLBACK:
        TransportError(.connectionLost, "the connection to \(place) broke before the answer")
      case CURLE_PARTIAL_FILE: TransportError(.connectionLost, "\(place) closed the connection in the answer")
      case CURLE_RECV_ERROR where detail.contains("alert"): Self.handshake(place, detail)
      case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
        TransportError(.connectionLost, "the connection to \(place) broke: \(detail)")
      case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
        TransportError(.invalidResponse, "\(place) does not speak HTTP: \(detail)")
      default: TransportError(.connectionLost, "the exchange with \(place) failed: \(detail)")
      }
  }

  private static func systemError(_ transfer: CurlTransfer) -> String? {
    var number = 0
    guard let easy = transfer.easy, ccurl_easy_get_long(easy, CURLINFO_OS_ERRNO, &number) == CURLE_OK,
      number != 0
    else { return nil }
    return String(cString: strerror(Int32(truncatingIfNeeded: number))).lowercased()
  }

  private static func untrusted(_ transfer: CurlTransfer, _ detail: String) -> String {
    let tls = transfer.settings.tls
    let server = "the certificate of \(transfer.url.hostAndPort)"
    var result = 0
    if let easy = transfer.easy { _ = ccurl_easy_get_long(easy, CURLINFO_SSL_VERIFYRESULT, &result) }
    switch Int32(truncatingIfNeeded: result) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return "\(server) has expired"
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "\(server) is not valid yet; is the clock of this machine right?"
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
      X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
      X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return "\(server) is not signed by an authority of \(tls.authoritiesSource)"
    case _ where detail.contains("EVP lib"):
      return "\(server) is not signed by an authority of \(tls.authoritiesSource)"
    // libcurl compares the name itself, after OpenSSL was content with the signatures.
    case _ where detail.contains("subject name"):
      return
        "\(server) is not for the name '\(tls.serverName ?? transfer.url.host)'; tls-server-name can name another"
    default: return "\(server) is not trusted: \(detail)"
    }
  }

  private static func handshake(_ place: String, _ detail: String) -> TransportError {
    if detail.contains("wrong version number") {
      return TransportError(
        .untrusted, "\(place) does not speak TLS; is the URL http:// instead of https://?")
    }
    if detail.contains("alert") {
      return TransportError(
        .untrusted, "\(place) refuses the TLS connection or the client certificate: \(detail)")
    }
    // What OpenSSL itself finds wrong does not get better by trying again, unlike a connection that breaks.
    let isProtocolError = detail.contains("error:") && !detail.contains("unexpected eof")
    return TransportError(
      isProtocolError ? .untrusted : .connectionLost, "the TLS handshake with \(place) failed: \(detail)")
  }
}
