import Foundation

/// Keys to look at: each stands in it at most once, and those with a time come in when it is reached.
struct SimulatorQueue<Key: Hashable & Sendable>: Sendable {
  private struct Timer {
    let time: Date
    let key: Key
  }

  private var ready: [Key] = []
  /// The keys before this position have been taken.
  private var head = 0
  private var waiting: Set<Key> = []
  /// A binary heap, the earliest first; entries that `times` no longer agrees with are void.
  private var heap: [Timer] = []
  private var times: [Key: Date] = [:]

  /// How many keys can be taken at once.
  var readyCount: Int { waiting.count }

  /// The time of the earliest timer.
  var nextTime: Date? {
    mutating get {
      dropVoid()
      return heap.first?.time
    }
  }

  /// Adds a key, unless it is in it already.
  mutating func add(_ key: Key) {
    guard waiting.insert(key).inserted else { return }
    ready.append(key)
  }

  /// Adds a key at that time, or earlier if it has an earlier time already.
  mutating func add(_ key: Key, at time: Date) {
    if let known = times[key], known <= time { return }
    times[key] = time
    heap.append(Timer(time: time, key: key))
    siftUp(heap.count - 1)
  }

  /// Forgets a key.
  mutating func remove(_ key: Key) {
    times[key] = nil
    waiting.remove(key)
  }

  /// Takes the next key whose turn it is; `nil` when there is none at that time.
  mutating func next(at now: Date) -> Key? {
    dropVoid()
    while let first = heap.first, first.time <= now {
      times[first.key] = nil
      popHeap()
      add(first.key)
      dropVoid()
    }
    while head < ready.count {
      let key = ready[head]
      head += 1
      if head > 1024, head * 2 > ready.count {
        ready.removeFirst(head)
        head = 0
      }
      if waiting.remove(key) != nil { return key }
    }
    ready.removeAll(keepingCapacity: true)
    head = 0
    return nil
  }

  private mutating func dropVoid() {
    while let first = heap.first, times[first.key] != first.time { popHeap() }
  }

  private mutating func popHeap() {
    guard let last = heap.popLast(), !heap.isEmpty else { return }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].time < heap[least].time {
        least = child
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private mutating func siftUp(_ index: Int) {
    var child = index
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].time < heap[parent].time else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }
}
