import KubeClient

/// One in-process watch: read it with `for await`.
public struct ObjectWatch: AsyncSequence, Sendable {
  let start: Iterator

  /// A reader; each begins where the watch was asked to begin.
  public func makeAsyncIterator() -> Iterator { start }

  /// The reading end of a watch.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    let store: ObjectStore
    let type: ResourceType
    let namespace: String?
    var pending: ArraySlice<WatchEvent>
    var position: UInt64
    var isFinished = false

    /// The next event; `nil` when the task is cancelled, the store closes or after `.error`.
    public mutating func next() async -> WatchEvent? {
      let id = store.makeWaiterID()
      while true {
        if Task.isCancelled { return nil }
        if let event = pending.popFirst() { return event }
        if isFinished { return nil }
        switch store.news(type.storageResource, after: position) {
        case .closed: return nil
        case .forgotten(let oldest):
          isFinished = true
          return .error(APIError.tooOld(position, oldest: oldest).status)
        case .events(let events, _):
          if let last = events.last {
            position = last.version
            pending = events.compactMap(watchEvent)[...]
          } else {
            await store.waitForNews(type.storageResource, after: position, id: id)
          }
        }
      }
    }

    private func watchEvent(_ event: StoreEvent) -> WatchEvent? {
      if let namespace, event.key.namespace != namespace { return nil }
      let object = ObjectConversion.convert(event.object, to: type)
      return switch event.change {
      case .created: .added(object)
      case .updated: .modified(object)
      case .deleted: .deleted(object)
      }
    }
  }
}
