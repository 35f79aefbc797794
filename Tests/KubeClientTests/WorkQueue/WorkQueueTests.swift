import ClusterTesting
import Synchronization
import Testing

@testable import KubeClient

@Suite("WorkQueue", .timeLimit(.minutes(1)))
struct WorkQueueTests {
  @Test("a waiting worker gets a key that is added later")
  func waitsForAdd() async {
    let queue = WorkQueue<String>(name: "test")
    async let key = queue.get()
    queue.add("a")
    #expect(await key == "a")
    queue.done("a")
  }

  @Test("delayed keys come in the order of their times, by one timer")
  func delays() async {
    let queue = WorkQueue<String>(name: "test")
    let start = ContinuousClock.now
    queue.add("late", after: .milliseconds(60))
    queue.add("early", after: .milliseconds(20))
    #expect(await queue.get() == "early")
    #expect(ContinuousClock.now - start >= .milliseconds(20))
    #expect(await queue.get() == "late")
    #expect(ContinuousClock.now - start >= .milliseconds(60))
  }

  @Test("a cancelled worker gets nothing, and the key goes to another one")
  func cancellation() async {
    let queue = WorkQueue<String>(name: "test")
    let cancelled = Task { await queue.get() }
    cancelled.cancel()
    #expect(await cancelled.value == nil)
    queue.add("a")
    #expect(await queue.get() == "a")
  }

  @Test("shutting down frees all waiting workers")
  func shutDownFreesWorkers() async {
    let queue = WorkQueue<String>(name: "test")
    await withTaskGroup(of: String?.self) { group in
      for _ in 0..<8 { group.addTask { await queue.get() } }
      queue.shutDown(drain: true)
      for await key in group { #expect(key == nil) }
    }
    await queue.waitUntilDrained()
  }

  @Test("under load no key is with two workers, no add is lost, and the drain ends")
  func load() async {
    let queue = WorkQueue<Int>(name: "test")
    let ledger = Ledger()
    await withDiscardingTaskGroup { group in
      for _ in 0..<6 {
        group.addTask {
          while let key = await queue.get() {
            let version = ledger.begin(key)
            await Task.yield()
            ledger.end(key, version: version)
            queue.done(key)
          }
        }
      }
      await withDiscardingTaskGroup { adders in
        for adder in 0..<4 {
          adders.addTask {
            for round in 1...500 {
              let key = (round * 7 + adder) % 40
              ledger.add(key)
              if round % 5 == 0 { queue.add(key, after: .milliseconds(1)) } else { queue.add(key) }
              if round % 50 == 0 { await Task.yield() }
            }
          }
        }
      }
      #expect(await eventually { ledger.isSettled })
      queue.shutDown(drain: true)
      await queue.waitUntilDrained()
    }
    #expect(ledger.overlaps == 0)
    #expect(queue.depth == 0)
  }

  /// Counts adds per key, and the count that the last run of the key saw.
  private final class Ledger: Sendable {
    private struct Entries {
      var added: [Int: Int] = [:]
      var seen: [Int: Int] = [:]
      var running: Set<Int> = []
      var overlaps = 0
    }
    private let entries = Mutex(Entries())

    var overlaps: Int { entries.withLock { $0.overlaps } }
    /// Every key was seen with the number of its last add, or an add was lost.
    var isSettled: Bool { entries.withLock { $0.added == $0.seen } }

    func add(_ key: Int) { entries.withLock { $0.added[key, default: 0] += 1 } }

    func begin(_ key: Int) -> Int? {
      entries.withLock { entries in
        if !entries.running.insert(key).inserted { entries.overlaps += 1 }
        return entries.added[key]
      }
    }

    func end(_ key: Int, version: Int?) {
      entries.withLock { entries in
        entries.seen[key] = version
        entries.running.remove(key)
      }
    }
  }
}
