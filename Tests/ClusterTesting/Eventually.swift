/// Waits until a condition holds, looking often; gives up after the deadline.
/// - Returns: whether it held in time.
public func eventually(
  within limit: Duration = .seconds(20), every pause: Duration = .milliseconds(10),
  _ condition: @Sendable () async throws -> Bool
) async rethrows -> Bool {
  let deadline = ContinuousClock.now + limit
  while ContinuousClock.now < deadline {
    if try await condition() { return true }
    try? await Task.sleep(for: pause)
  }
  return try await condition()
}
