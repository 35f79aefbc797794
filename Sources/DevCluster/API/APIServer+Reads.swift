import Foundation
import KubeClient

extension APIServer {
  func get(_ request: APIRequest, _ target: Target) throws(APIError) -> APIResponse {
    let name = try target.requireName()
    if request.query.flag("watch") { return try list(request, target) }
    guard let object = store.get(target.type, namespace: target.namespace, name: name) else {
      throw .notFound(target.type, name: name)
    }
    return try response(object, request, target.resource)
  }

  func list(_ request: APIRequest, _ target: Target) throws(APIError) -> APIResponse {
    var options = try ListOptions(request, resource: target.resource)
    if let name = target.name {
      options.fields.requirements.append(
        FieldSelector.Requirement(path: "metadata.name", value: name, isNegated: false))
    }
    let view = try ObjectView(accept: request.accept, query: request.query)
    if options.isWatch { return try watch(target, options, view) }

    var version = try options.version()
    var start: String?
    if let token = options.continueToken {
      let position = try ContinueToken.read(token)
      version = position.version
      start = position.after
    }
    let isExact = options.continueToken != nil || options.resourceVersionMatch == "Exact"
    if let version, version > store.version { throw Self.tooLarge(version, current: store.version) }
    let (all, listed) = try snapshot(target, at: isExact ? version : nil, isContinued: start != nil)
    var selected =
      all.lazy.map { ObjectConversion.convert($0, to: target.type) }
      .filter { options.selects($0) }.map { $0 } as [KubeObject]
    if let start { selected = selected.filter { $0.key.description > start } }

    var metadata: JSONValue = ["resourceVersion": JSONValue(String(listed))]
    if options.limit > 0, selected.count > options.limit, let last = selected.prefix(options.limit).last {
      metadata["continue"] = JSONValue(ContinueToken.make(version: listed, after: last.key))
      // The number left is only known without a selector.
      if options.labels.requirements.isEmpty, options.fields.requirements.isEmpty {
        metadata["remainingItemCount"] = JSONValue(selected.count - options.limit)
      }
      selected = Array(selected.prefix(options.limit))
    }
    return APIResponse(
      json: view.show(
        list: selected, resource: target.resource, metadata: metadata,
        now: store.now().timeIntervalSince1970))
  }

  private func snapshot(
    _ target: Target, at version: UInt64?, isContinued: Bool
  ) throws(APIError) -> (objects: [KubeObject], version: UInt64) {
    do {
      return try store.snapshot(target.type.storageResource, namespace: target.namespace, at: version)
    } catch  where isContinued {
      throw .expired(
        "The provided continue parameter is too old to display a consistent list result. You can start a new list "
          + "without the continue parameter.")
    }
  }

  private static func tooLarge(_ version: UInt64, current: UInt64) -> APIError {
    APIError(
      code: 504, reason: "Timeout",
      message: "Timeout: Too large resource version: \(version), current: \(current)",
      details: [
        "causes": [["reason": "ResourceVersionTooLarge", "message": "Too large resource version"]],
        "retryAfterSeconds": 1,
      ])
  }

  private func watch(
    _ target: Target, _ options: ListOptions, _ view: ObjectView
  ) throws(APIError) -> APIResponse {
    let requested = try options.version()
    var initial: [KubeObject] = []
    var position = requested ?? 0
    let sendsInitial = options.sendsInitialEvents ?? ((requested ?? 0) == 0)
    if sendsInitial {
      let (objects, version) = try store.snapshot(target.type.storageResource, namespace: target.namespace)
      initial = objects.map { ObjectConversion.convert($0, to: target.type) }.filter(options.selects)
      position = version
    } else if position == 0 {
      position = store.version
    }
    let session = WatchSession(
      store: store, resource: target.resource, namespace: target.namespace, options: options, view: view,
      initial: initial, after: position,
      endsInitialEvents: options.sendsInitialEvents == true && options.allowsBookmarks)
    return APIResponse(watch: session, contentType: "application/json")
  }

  /// What a container has printed.
  func log(_ request: APIRequest, _ target: Target) throws(APIError) -> APIResponse {
    guard request.method == "GET" else { throw Self.methodNotAllowed }
    let name = try target.requireName()
    guard let pod = store.get(.pods, namespace: target.namespace, name: name) else {
      throw .notFound(.pods, name: name)
    }
    let containers = ["containers", "initContainers"].flatMap { pod["spec", $0]?.items ?? [] }
      .compactMap { $0["name"]?.string }
    let container = try container(request, of: pod, containers: containers)
    var text = logs[pod: pod.metadata.uid, container: container][...]
    try Self.checkStarted(
      container, of: pod, hasPrinted: !text.isEmpty, wantsPrevious: request.query.flag("previous"))
    if let lines = request.query["tailLines"].flatMap(Int.init) { text = Self.tail(text, lines: lines) }
    if let bytes = request.query["limitBytes"].flatMap(Int.init), text.utf8.count > bytes {
      text = Substring(text.utf8.prefix(max(0, bytes)))
    }
    return APIResponse(text: String(text))
  }

  /// A container that has never run has no log, and one that never restarted no previous one.
  private static func checkStarted(
    _ container: String, of pod: KubeObject, hasPrinted: Bool, wantsPrevious: Bool
  ) throws(APIError) {
    let statuses = ["containerStatuses", "initContainerStatuses"].flatMap { pod["status", $0]?.items ?? [] }
    let status = statuses.first { $0["name"]?.string == container }
    let restarts = status?["restartCount"]?.int ?? 0
    if wantsPrevious, restarts == 0 {
      throw .badRequest(
        "previous terminated container \"\(container)\" in pod \"\(pod.metadata.name)\" not found")
    }
    if let reason = status?["state", "waiting", "reason"]?.string, restarts == 0, !hasPrinted {
      let detail =
        ["ErrImagePull", "ImagePullBackOff"].contains(reason) ? "trying and failing to pull image" : reason
      throw .badRequest(
        "container \"\(container)\" in pod \"\(pod.metadata.name)\" is waiting to start: \(detail)")
    }
  }

  private func container(
    _ request: APIRequest, of pod: KubeObject, containers: [String]
  ) throws(APIError) -> String {
    if let wanted = request.query["container"], !wanted.isEmpty {
      guard containers.contains(wanted) else {
        throw .badRequest("container \(wanted) is not valid for pod \(pod.metadata.name)")
      }
      return wanted
    }
    guard let first = containers.first, (pod["spec", "containers"]?.items ?? []).count <= 1 else {
      throw .badRequest(
        "a container name must be specified for pod \(pod.metadata.name), choose one of: "
          + "[\(containers.joined(separator: " "))]")
    }
    return first
  }

  private static func tail(_ text: Substring, lines: Int) -> Substring {
    guard lines > 0 else { return "" }
    var rest = lines
    var start = text.endIndex
    if text.last == "\n" { start = text.index(before: start) }
    while start > text.startIndex {
      let before = text.index(before: start)
      if text[before] == "\n" {
        rest -= 1
        if rest == 0 { break }
      }
      start = before
    }
    return text[start...]
  }
}
