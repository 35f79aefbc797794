import Foundation
import KubeClient

/// Answers requests: the whole API of the cluster, without the transport that carries it.
final class APIServer: Sendable {
  let store: ObjectStore
  let registry: ResourceRegistry
  let logs: LogStore
  let requests: RequestCounter
  let definitions: CustomResourceController
  /// The address that discovery shows, such as `127.0.0.1:6443`.
  let address: String

  init(
    store: ObjectStore, logs: LogStore = LogStore(), requests: RequestCounter = RequestCounter(),
    address: String = "127.0.0.1:6443"
  ) {
    self.store = store
    self.logs = logs
    self.requests = requests
    self.address = address
    registry = ResourceRegistry()
    definitions = CustomResourceController(store: store, registry: registry)
  }

  /// The answer to a request; a refusal is an answer too.
  func respond(to request: APIRequest) -> APIResponse {
    do throws(APIError) {
      return try answer(request)
    } catch {
      return APIResponse(error)
    }
  }

  /// What a handler needs to know of the request's target.
  struct Target {
    let resource: APIResource
    let namespace: String?
    let name: String?
    let subresource: String?

    var type: ResourceType { resource.type }

    /// The name in the path.
    func requireName() throws(APIError) -> String {
      guard let name else { throw APIServer.methodNotAllowed }
      return name
    }
  }

  static let methodNotAllowed = APIError(
    code: 405, reason: "MethodNotAllowed",
    message: "the server does not allow this method on the requested resource", details: [:])

  private static let noSuchResource = APIError(
    code: 404, reason: "NotFound", message: "the server could not find the requested resource", details: [:])

  private func answer(_ request: APIRequest) throws(APIError) -> APIResponse {
    if let response = try Discovery(registry: registry, address: address).respond(to: request) {
      return response
    }
    if let response = try AccessReviews.respond(to: request) { return response }
    guard let path = RequestTarget(path: request.path),
      let resource = registry.resource(group: path.group, version: path.version, plural: path.plural)
    else {
      // Within a group that is served, what is missing is a resource; elsewhere it is a page.
      let isGroupServed = RequestTarget(path: request.path).map { path in
        registry.resources.contains { $0.type.group == path.group && $0.type.version == path.version }
      }
      if isGroupServed == true { throw Self.noSuchResource }
      return Self.pageNotFound
    }
    guard path.namespace == nil || resource.type.isNamespaced else { return Self.pageNotFound }
    if path.name != nil, resource.type.isNamespaced, path.namespace == nil { return Self.pageNotFound }
    let target = Target(
      resource: resource, namespace: path.namespace, name: path.name, subresource: path.subresource)
    var response = try route(request, target)
    if resource.isDeprecated {
      response.warnings.append(
        resource.deprecationWarning ?? "\(resource.type.apiVersion) \(resource.type.kind) is deprecated")
    }
    return response
  }

  private static let pageNotFound = APIResponse(status: 404, text: "404 page not found\n")

  private func route(_ request: APIRequest, _ target: Target) throws(APIError) -> APIResponse {
    let verb = Self.verb(of: request, hasName: target.name != nil)
    let suffix = target.subresource.map { "/\($0)" } ?? ""
    requests.count(
      verb: verb, resource: target.type.groupResource + suffix, userAgent: request.userAgent)
    switch target.subresource {
    case nil: break
    case "status"? where target.resource.hasStatus: return try routeObject(request, target, scope: .status)
    case "scale"?:
      guard let scale = target.resource.scale else { throw Self.noSuchResource }
      return try respondToScale(request, target, scale)
    case "log"? where target.resource.hasLog: return try log(request, target)
    case "eviction"? where target.type.storageResource == "pods": return try evict(request, target)
    case "finalize"? where target.type.storageResource == "namespaces": return try finalize(request, target)
    default: throw Self.noSuchResource
    }
    return try routeObject(request, target, scope: .object)
  }

  private func routeObject(
    _ request: APIRequest, _ target: Target, scope: WritePipeline.Scope
  ) throws(APIError) -> APIResponse {
    switch (request.method, target.name) {
    case ("GET", nil), ("HEAD", nil): return try list(request, target)
    case ("GET", _?), ("HEAD", _?): return try get(request, target)
    case ("POST", nil): return try create(request, target)
    case ("PUT", _?): return try update(request, target, scope: scope)
    case ("PATCH", _?): return try patch(request, target, scope: scope)
    case ("DELETE", _?) where scope == .object: return try delete(request, target)
    case ("DELETE", nil): return try deleteCollection(request, target)
    default: throw Self.methodNotAllowed
    }
  }

  /// The verb of a request, as authorization names it; apply is told from other patches.
  static func verb(of request: APIRequest, hasName: Bool) -> String {
    switch request.method {
    case "GET", "HEAD":
      if request.query.flag("watch") { return "watch" }
      return hasName ? "get" : "list"
    case "POST": return "create"
    case "PUT": return "update"
    case "PATCH":
      return BodyDecoder.mediaType(request.contentType).hasPrefix("application/apply-patch")
        ? "apply" : "patch"
    case "DELETE": return hasName ? "delete" : "deletecollection"
    default: return request.method.lowercased()
    }
  }

  /// An answer with one object in the form that the client wants.
  func response(
    _ object: KubeObject, _ request: APIRequest, _ resource: APIResource, status: Int = 200,
    warnings: [String] = []
  ) throws(APIError) -> APIResponse {
    let view = try ObjectView(accept: request.accept, query: request.query)
    var response = APIResponse(
      status: status, json: view.show(object, resource: resource, now: store.now().timeIntervalSince1970))
    response.warnings = warnings
    return response
  }
}
