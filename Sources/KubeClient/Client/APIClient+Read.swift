extension APIClient {
  static let metadataAccept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
  static let metadataListAccept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"

  /// The page size of client-go's pager.
  public static let pageSize = 500

  /// The object of that name.
  /// - Throws: `notFound` when there is none, or no such API.
  public func get(
    _ type: ResourceType, _ key: NamespacedName, metadataOnly: Bool = false
  ) async throws(KubeError) -> KubeObject {
    let target = try RequestTarget(type, namespace: key.namespace, name: key.name)
    var request = APIRequest("get", .get, type, target: target)
    if metadataOnly { request.accept = Self.metadataAccept }
    return KubeObject(try await json(request), as: type)
  }

  /// One page of the objects in a namespace, or in all of them.
  public func list(
    _ type: ResourceType, namespace: String? = nil, options: ListOptions = ListOptions()
  ) async throws(KubeError) -> KubeList {
    let target = try RequestTarget(type, namespace: namespace, query: options.query)
    var request = APIRequest("list", .get, type, target: target)
    if options.metadataOnly { request.accept = Self.metadataListAccept }
    let answer = try await json(request)
    guard let list = KubeList(answer, type: type) else {
      throw .terminal(message: "the answer to a list of \(type.groupResource) is no list")
    }
    return list
  }

  /// All objects in a namespace, or in all of them, read page by page in one consistent state.
  ///
  /// When the server forgets that state before the last page (410), everything is read again in one answer, as
  /// client-go's pager does.
  public func listAll(
    _ type: ResourceType, namespace: String? = nil, options: ListOptions = ListOptions()
  ) async throws(KubeError) -> KubeList {
    var options = options
    options.limit = options.limit ?? Self.pageSize
    var all = try await list(type, namespace: namespace, options: options)
    let firstPage = options
    while let token = all.continueToken {
      options.continueToken = token
      // A token stands for a version; the server refuses both together.
      options.resourceVersion = nil
      options.resourceVersionMatch = nil
      do throws(KubeError) {
        let page = try await list(type, namespace: namespace, options: options)
        guard page.continueToken != token else {
          throw KubeError.terminal(message: "the list of \(type.groupResource) never ends: a page repeats")
        }
        all.items += page.items
        all.continueToken = page.continueToken
        all.remaining = page.remaining
      } catch .expired {
        options = firstPage
        options.limit = nil
        return try await list(type, namespace: namespace, options: options)
      }
    }
    return all
  }

  /// Opens a watch; its events are read from the result.
  /// - Throws: `expired` when the version is too old, besides what every request can throw.
  public func watch(
    _ type: ResourceType, namespace: String? = nil, options: WatchOptions = WatchOptions()
  ) async throws(KubeError) -> WatchStream {
    let target = try RequestTarget(type, namespace: namespace, query: options.query)
    var request = APIRequest("watch", .get, type, target: target)
    if options.metadataOnly { request.accept = Self.metadataAccept }
    request.pool = .watch
    request.timeout = .seconds(options.timeoutSeconds) + WatchOptions.grace
    return try await answer(request) { response throws(TransportError) in
      WatchStream(body: response.body, type: type)
    }
  }

  /// The end of what a container has written.
  /// - Parameters:
  ///   - tailLines: at most so many lines from the end.
  ///   - limitBytes: at most so many bytes, cut by the server and again here.
  ///   - previous: of the container before its last restart.
  /// - Throws: `invalid` while the container has not started, besides what every request can throw.
  public func podLogs(
    _ pod: NamespacedName, container: String? = nil, tailLines: Int = 100, limitBytes: Int = 64 << 10,
    previous: Bool = false
  ) async throws(KubeError) -> String {
    let target = try RequestTarget(
      .pods, namespace: pod.namespace, name: pod.name, subresource: "log",
      query: [
        ("container", container), ("tailLines", String(tailLines)), ("limitBytes", String(limitBytes)),
        ("previous", previous ? "true" : nil),
      ])
    var request = APIRequest("get", .get, .pods, subresource: "log", target: target)
    request.accept = "*/*"
    let bytes = try await answer(request) { response throws(TransportError) in
      try await response.body.prefix(maximum: limitBytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
