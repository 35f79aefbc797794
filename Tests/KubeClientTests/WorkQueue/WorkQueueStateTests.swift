import Testing

@testable import KubeClient

@Suite("WorkQueueState")
struct WorkQueueStateTests {
  let start = ContinuousClock.now
  var queue = WorkQueueState<String>()

  @Test("hands out keys in the order they came, each once")
  mutating func order() {
    for key in ["a", "b", "a", "c"] { queue.add(key, now: start) }
    #expect(queue.depth == 3)
    #expect(queue.adds == 3)
    #expect((0..<4).map { _ in queue.next(now: start)?.key } == ["a", "b", "c", nil])
  }

  @Test("a key added while a worker has it is handed out once more after done, not before")
  mutating func addedWhileRunning() {
    queue.add("a", trigger: "first", now: start)
    #expect(queue.next(now: start)?.trigger == "first")
    queue.add("a", trigger: "second", now: start)
    queue.add("a", trigger: "third", now: start)
    #expect(queue.next(now: start) == nil)
    #expect(queue.depth == 0)
    #expect(queue.done("a", now: start + .seconds(3)) == .seconds(3))
    #expect(queue.next(now: start + .seconds(5))?.trigger == "second")
    #expect(queue.done("a", now: start + .seconds(5)) == .zero)
    #expect(queue.next(now: start + .seconds(5)) == nil)
    #expect(queue.adds == 2)
  }

  @Test("of two delays the earlier wins, in either order")
  mutating func earliestWins() {
    queue.add("a", after: .seconds(10), now: start)
    queue.add("a", after: .seconds(2), now: start)
    queue.add("b", after: .seconds(3), now: start)
    queue.add("b", after: .seconds(30), now: start)
    #expect(queue.nextDue == start + .seconds(2))
    #expect(queue.next(now: start + .seconds(1)) == nil)
    #expect(queue.next(now: start + .seconds(2))?.key == "a")
    #expect(queue.next(now: start + .seconds(3))?.key == "b")
    queue.done("a", now: start + .seconds(3))
    queue.done("b", now: start + .seconds(3))
    #expect(queue.next(now: start + .seconds(60)) == nil)
    #expect(queue.nextDue == nil)
  }

  @Test("an immediate add overtakes a delayed one, which is then no second run")
  mutating func immediateOvertakesDelayed() {
    queue.add("a", after: .seconds(10), trigger: "resync", now: start)
    queue.add("a", trigger: "change", now: start)
    let item = queue.next(now: start)
    #expect(item?.trigger == "change")
    queue.done("a", now: start)
    #expect(queue.next(now: start + .seconds(20)) == nil)
  }

  @Test("a delay that ends while a worker has the key leads to one more run after done")
  mutating func delayEndsWhileRunning() {
    queue.add("a", now: start)
    _ = queue.next(now: start)
    queue.add("a", after: .seconds(1), now: start)
    #expect(queue.next(now: start + .seconds(2)) == nil)
    queue.done("a", now: start + .seconds(3))
    let item = queue.next(now: start + .seconds(4))
    #expect(item?.key == "a")
    #expect(item?.waited == .seconds(1))
  }

  @Test("live changes go before first lists, and a live add raises a waiting key")
  mutating func priorities() {
    for key in ["old1", "old2", "old3"] { queue.add(key, priority: .low, now: start) }
    queue.add("new", priority: .live, now: start)
    queue.add("old3", priority: .live, now: start)
    queue.add("old3", priority: .low, now: start)
    #expect(queue.depth == 4)
    #expect((0..<5).map { _ in queue.next(now: start)?.key } == ["new", "old3", "old1", "old2", nil])
    #expect(queue.depth == 0)
  }

  @Test("a stream of live changes does not starve the rest")
  mutating func noStarvation() {
    queue.add("patient", priority: .low, now: start)
    var handedOut: [String] = []
    for index in 0..<20 {
      queue.add("live\(index)", now: start)
      if let item = queue.next(now: start) { handedOut.append(item.key) }
    }
    #expect(handedOut.firstIndex(of: "patient") == WorkQueueState<String>.liveBurst)
  }

  @Test("a requeued key keeps the priority it was handed out with")
  mutating func requeueKeepsPriority() {
    queue.add("a", priority: .low, now: start)
    _ = queue.next(now: start)
    queue.addRateLimited("a", now: start)
    queue.done("a", now: start)
    #expect(queue.next(now: start + .seconds(1))?.priority == .low)
  }

  @Test("failures double the delay from 5 ms to 5 minutes until they are forgotten")
  mutating func backoff() {
    let delays = (0..<20).map { _ in queue.addRateLimited("a", now: start) }
    #expect(
      Array(delays.prefix(4)) == [.milliseconds(5), .milliseconds(10), .milliseconds(20), .milliseconds(40)])
    #expect(delays[15] == .milliseconds(5 * 32768))
    #expect(delays[16] == .seconds(300))
    #expect(delays[19] == .seconds(300))
    #expect(queue.next(now: start + .milliseconds(5))?.failures == 20)
    queue.forget("a")
    #expect(queue.failing == 0)
    #expect(queue.addRateLimited("a", now: start) == .milliseconds(5))
    #expect(queue.addRateLimited("b", atLeast: .seconds(7), now: start) == .seconds(7))
  }

  @Test("shutting down with drain hands out what is ready or was added while running, not what is delayed")
  mutating func drain() {
    for key in ["a", "b"] { queue.add(key, now: start) }
    queue.add("later", after: .seconds(1), now: start)
    _ = queue.next(now: start)
    queue.add("a", now: start)
    queue.shutDown(drain: true)
    queue.add("c", now: start)
    queue.addRateLimited("d", now: start)
    #expect(queue.next(now: start + .seconds(9))?.key == "b")
    #expect(queue.next(now: start) == nil)
    #expect(!queue.isFinished)
    queue.done("a", now: start)
    #expect(queue.next(now: start)?.key == "a")
    queue.done("a", now: start)
    #expect(!queue.isDrained)
    queue.done("b", now: start)
    #expect(queue.isFinished && queue.isDrained)
  }

  @Test("shutting down without drain drops what waits and is drained when the workers are done")
  mutating func close() {
    for key in ["a", "b"] { queue.add(key, now: start) }
    _ = queue.next(now: start)
    queue.shutDown(drain: false)
    #expect(queue.next(now: start) == nil)
    #expect(queue.isFinished)
    #expect(!queue.isDrained)
    queue.done("a", now: start)
    #expect(queue.isDrained)
  }

  @Test("measures work that is under way")
  mutating func unfinishedWork() {
    queue.add("a", now: start)
    queue.add("b", now: start)
    _ = queue.next(now: start)
    _ = queue.next(now: start + .seconds(2))
    let work = queue.unfinishedWork(now: start + .seconds(5))
    #expect(work.total == .seconds(8))
    #expect(work.longest == .seconds(5))
  }
}
