import KubeClient

/// The labels by which everything of an app is found.
///
/// `app.kubernetes.io/instance` is left alone: Argo CD tracks its own objects by it.
public enum AppLabels {
  /// Kubernetes' recommended label for the application's name.
  public static let name = "app.kubernetes.io/name"
  /// Kubernetes' recommended label for the part of the application.
  public static let component = "app.kubernetes.io/component"
  /// Kubernetes' recommended label for the tool that manages the object.
  public static let managedBy = "app.kubernetes.io/managed-by"
  /// The value of `managedBy`: the informers' selector.
  public static let manager = "laravel-operator"
  /// The LaravelApp that the object belongs to.
  public static let app = "laravel-operator.dev/app"
  /// The worker pool that the object belongs to.
  public static let pool = "laravel-operator.dev/pool"
  /// The process that the object belongs to.
  public static let process = "laravel-operator.dev/process"

  /// The labels of one child.
  static func labels(of app: LaravelApp, _ part: WorkloadIdentity) -> [String: String] {
    var labels = selector(of: app, part)
    labels[name] = app.name
    labels[managedBy] = manager
    return labels
  }

  /// The labels by which Deployments, Services and PodDisruptionBudgets find their pods: immutable in a
  /// Deployment, so no more than tells the workloads of one namespace apart.
  static func selector(of app: LaravelApp, _ part: WorkloadIdentity) -> [String: String] {
    var labels = [Self.app: app.name, component: part.component.rawValue]
    switch part {
    case .worker(let pool): labels[Self.pool] = pool
    case .process(let name): labels[process] = name
    case .web, .scheduler, .storage, .environment: break
    }
    return labels
  }
}

/// Which one of an app's parts: a component, and its name where there can be several.
enum WorkloadIdentity: Sendable, Hashable {
  case web
  case worker(String)
  case scheduler
  case process(String)
  case storage
  case environment

  /// The component.
  var component: Component {
    switch self {
    case .web: .web
    case .worker: .worker
    case .scheduler: .scheduler
    case .process: .process
    case .storage: .storage
    case .environment: .environment
    }
  }

  /// The name of the object of that part: web has the app's own, so that the Service is called like the app.
  func objectName(in app: LaravelApp) -> String {
    switch self {
    case .web: "\(app.name)-web"
    case .worker(let pool): "\(app.name)-worker-\(pool)"
    case .scheduler: "\(app.name)-scheduler"
    case .process(let name): "\(app.name)-\(name)"
    case .storage: "\(app.name)-storage"
    case .environment: "\(app.name)-env"
    }
  }
}
