import Synchronization

@testable import KubeClient

/// Answers requests from a script, in order; a test checks that the script was used to its end.
final class FakeTransport: HTTPTransport {
  enum Step: Sendable {
    case answer(status: Int, headers: HTTPHeaders, chunks: [[UInt8]], end: TransportError?)
    case failure(TransportError)

    static func json(_ value: JSONValue, code status: Int = 200, headers: HTTPHeaders = [:]) -> Step {
      .answer(status: status, headers: headers, chunks: [value.serialized], end: nil)
    }

    static func text(
      _ text: String, code status: Int = 200, headers: HTTPHeaders = [:], end: TransportError? = nil
    ) -> Step {
      .answer(status: status, headers: headers, chunks: [Array(text.utf8)], end: end)
    }

    static func status(_ code: Int, _ reason: String = "", headers: HTTPHeaders = [:]) -> Step {
      .json(
        [
          "kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "refused",
          "reason": JSONValue(reason), "code": JSONValue(code),
        ], code: code, headers: headers)
    }
  }

  private struct State {
    var steps: [Step]
    var requests: [HTTPRequest] = []
  }

  private let state: Mutex<State>

  init(_ steps: [Step]) { state = Mutex(State(steps: steps)) }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }

  var remaining: Int { state.withLock { $0.steps.count } }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let step: Step? = state.withLock { state in
      state.requests.append(request)
      return state.steps.isEmpty ? nil : state.steps.removeFirst()
    }
    switch step {
    case nil: throw TransportError(.invalidRequest, "the script has ended")
    case .failure(let error): throw error
    case .answer(let status, let headers, let chunks, let end):
      let rest = Mutex(chunks[...])
      return HTTPResponse(
        status: status, headers: headers,
        body: HTTPBody(next: { () async throws(TransportError) in
          let chunk = rest.withLock { $0.popFirst() }
          if chunk == nil, let end { throw end }
          return chunk
        }))
    }
  }
}

/// A client on a scripted transport, with what it did besides.
struct FakeServer {
  let transport: FakeTransport
  let client: APIClient
  let waits = Waits()
  let records = Records()

  final class Waits: Sendable {
    private let values = Mutex<[Duration]>([])
    var all: [Duration] { values.withLock { $0 } }
    func append(_ value: Duration) { values.withLock { $0.append(value) } }
  }

  final class Records: RequestObserver {
    private let values = Mutex<[RequestRecord]>([])
    var all: [RequestRecord] { values.withLock { $0 } }
    func didFinish(_ record: RequestRecord) { values.withLock { $0.append(record) } }
  }

  init(_ steps: FakeTransport.Step..., credentials: any CredentialSource = FixedCredentials()) {
    transport = FakeTransport(steps)
    client = APIClient(
      server: "https://api:6443", transport: transport, credentials: credentials,
      userAgent: "laravel-operator/1.2.3", observer: records, sleep: { [waits] in waits.append($0) })
  }

  /// `GET /path?query` of every request.
  var lines: [String] {
    transport.requests.map { "\($0.method.rawValue) \($0.url.dropFirst("https://api:6443".count))" }
  }
}
