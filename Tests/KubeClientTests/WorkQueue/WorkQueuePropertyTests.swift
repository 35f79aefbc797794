import Testing

@testable import KubeClient

/// Random sequences in virtual time, against a model that says what has to hold.
///
/// A failing case prints its seed; it is replayed by putting that seed into `arguments`.
@Suite("WorkQueueState, random sequences")
struct WorkQueuePropertyTests {
  @Test(
    "never two workers on one key, no lost add, nothing early, nothing late, no deadlock",
    arguments: 0..<300 as Range<UInt64>)
  func invariants(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var model = Model(workers: Int.random(in: 1...5, using: &random))
    for _ in 0..<400 { model.step(using: &random) }
    model.finish(drain: Bool.random(using: &random), seed: seed)
    #expect(model.violations.isEmpty, "seed \(seed)")
  }

  private struct Model {
    let workers: Int
    var queue = WorkQueueState<Int>()
    var now = ContinuousClock.now
    var running: Set<Int> = []
    /// When each key that was added and not handed out since has to be handed out.
    var owed: [Int: ContinuousClock.Instant] = [:]
    var violations: [String] = []

    init(workers: Int) { self.workers = workers }

    mutating func step(using random: inout SplitMix64) {
      let key = Int.random(in: 0..<12, using: &random)
      let priority: WorkPriority? = [nil, .low, .live].randomElement(using: &random) ?? nil
      switch Int.random(in: 0..<10, using: &random) {
      case 0, 1, 2:
        queue.add(key, priority: priority, now: now)
        owe(key, at: now)
      case 3, 4:
        let delay = Duration.milliseconds(Int.random(in: -5...2000, using: &random))
        queue.add(key, after: delay, priority: priority, now: now)
        owe(key, at: now + max(.zero, delay))
      case 5:
        owe(key, at: now + queue.addRateLimited(key, now: now))
      case 6:
        queue.forget(key)
      case 7, 8:
        takeOrFinish(using: &random)
      default:
        now += .milliseconds(Int.random(in: 0...500, using: &random))
      }
    }

    private mutating func owe(_ key: Int, at due: ContinuousClock.Instant) {
      owed[key] = owed[key].map { min($0, due) } ?? due
    }

    private mutating func takeOrFinish(using random: inout SplitMix64) {
      if running.count < workers { take() }
      if running.count == workers, let key = running.sorted().randomElement(using: &random) { give(key) }
    }

    private mutating func give(_ key: Int) {
      running.remove(key)
      if queue.done(key, now: now) == nil { violations.append("done(\(key)) was not known as running") }
    }

    private mutating func take() {
      guard let item = queue.next(now: now) else {
        let late = owed.filter { $0.value <= now && !running.contains($0.key) }
        if !late.isEmpty { violations.append("nothing handed out though \(late.keys.sorted()) are due") }
        return
      }
      if !running.insert(item.key).inserted { violations.append("\(item.key) is with two workers") }
      guard let due = owed.removeValue(forKey: item.key) else {
        violations.append("\(item.key) was handed out without an add")
        return
      }
      if due > now { violations.append("\(item.key) was handed out early") }
    }

    /// Lets the workers finish everything, then shuts down: all that is owed must have been handed out.
    mutating func finish(drain: Bool, seed: UInt64) {
      let ready = owed.filter { $0.value <= now }.count
      if drain {
        queue.promote(now: now)
        queue.shutDown(drain: true)
        owed = owed.filter { $0.value <= now }
      }
      var rounds = 0
      while !(owed.isEmpty && running.isEmpty), rounds < 10_000 {
        rounds += 1
        take()
        for key in running { give(key) }
        if !drain { now += .seconds(1) }
      }
      if !owed.isEmpty { violations.append("never handed out: \(owed.keys.sorted()) of \(ready) ready") }
      if !drain { queue.shutDown(drain: false) }
      if !queue.isDrained { violations.append("not drained at the end") }
      if queue.depth != 0 { violations.append("depth \(queue.depth) at the end") }
    }
  }
}
