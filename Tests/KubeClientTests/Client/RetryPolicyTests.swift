import Testing

@testable import KubeClient

struct RetryPolicyTests {
  @Test func `Throttling is waited for ten times`() {
    var policy = RetryPolicy(isRepeatable: false)
    for _ in 0..<10 {
      #expect(policy.decide(.answered(code: 429, retryAfterSeconds: 2)) == .retry(after: .seconds(2)))
    }
    #expect(policy.decide(.answered(code: 429, retryAfterSeconds: 2)) == .giveUp)
  }

  @Test(arguments: [
    (429, nil), (500, nil), (503, nil), (503, 61), (429, -1), (409, 1), (404, 1), (403, 1), (301, 1),
  ])
  func `Other refusals are the caller's`(code: Int, seconds: Int?) {
    var policy = RetryPolicy(isRepeatable: true)
    #expect(policy.decide(.answered(code: code, retryAfterSeconds: seconds)) == .giveUp)
  }

  @Test(arguments: [500, 502, 503, 504])
  func `A server error with Retry-After is tried again`(code: Int) {
    var policy = RetryPolicy(isRepeatable: false)
    #expect(policy.decide(.answered(code: code, retryAfterSeconds: 0)) == .retry(after: .zero))
  }

  @Test func `A lost connection is tried again twice, if the request is repeatable`() {
    var policy = RetryPolicy(isRepeatable: true)
    #expect(policy.decide(.connectionLost) == .retry(after: .milliseconds(100)))
    #expect(policy.decide(.connectionLost) == .retry(after: .milliseconds(200)))
    #expect(policy.decide(.connectionLost) == .giveUp)
    var once = RetryPolicy(isRepeatable: false)
    #expect(once.decide(.connectionLost) == .giveUp)
  }

  @Test func `Credentials are refreshed once`() {
    var policy = RetryPolicy(isRepeatable: false)
    #expect(policy.decide(.answered(code: 401, retryAfterSeconds: nil)) == .refreshCredentials)
    #expect(policy.decide(.answered(code: 401, retryAfterSeconds: nil)) == .giveUp)
  }
}
