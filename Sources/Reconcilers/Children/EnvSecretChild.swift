import Foundation
import KubeClient

/// The generated Secret that every pod reads its environment from.
public enum EnvSecretChild {
  private static let keyName = "APP_KEY"

  /// Where the Secret of an app is.
  public static func key(of app: LaravelApp) -> NamespacedName {
    NamespacedName(namespace: app.namespace, name: WorkloadIdentity.environment.objectName(in: app))
  }

  /// The key in a live Secret; `nil` when it holds none that can be read.
  public static func appKey(in secret: KubeObject) -> String? {
    guard let text = secret["data", keyName]?.string, let data = Data(base64Encoded: text), !data.isEmpty
    else {
      return nil
    }
    return String(bytes: data, encoding: .utf8)
  }

  /// The Secret with that key, which is found or made by the caller: never here, never twice.
  public static func desired(_ app: LaravelApp, appKey: String) -> DesiredChild {
    let isOwned = app.spec.secretReclaimPolicy == .delete
    let key = key(of: app)
    var object = KubeObject(
      .secrets, name: key.name, namespace: key.namespace, labels: AppLabels.labels(of: app, .environment))
    if !isOwned { object.metadata.annotations = AppAnnotations.unowned }
    var variables = GeneratedEnvironment.variables(of: app)
    variables[keyName] = appKey
    object["type"] = "Opaque"
    object["data"] = JSONValue(variables.mapValues { Data($0.utf8).base64EncodedString() })
    return DesiredChild(
      type: .secrets, object: object, component: .environment, part: .secrets, isOwned: isOwned)
  }
}
