/// Waits until a condition holds, looking often; gives up after the deadline.
/// - Returns: whether it held in time.
func eventually(
  within limit: Duration = .seconds(20), _ condition: @Sendable () async -> Bool
) async -> Bool {
  let deadline = ContinuousClock.now + limit
  while ContinuousClock.now < deadline {
    if await condition() { return true }
    try? await Task.sleep(for: .milliseconds(2))
  }
  return await condition()
}
