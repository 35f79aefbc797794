import KubeClient

/// The directories that a Laravel app writes to, on an otherwise read-only root filesystem.
struct AppVolumes {
  /// The application's directory in the image.
  let mountPath: String
  /// Whether all pods have to run on one node, because the volume can be mounted on one only.
  let bindToOneNode: Bool
  private let claim: String?

  /// The volumes of an app's pods.
  init(_ app: LaravelApp) {
    let storage = app.spec.effectiveStorage
    let isShared = storage.effectiveMode == .shared
    mountPath = storage.effectiveMountPath
    claim = isShared ? WorkloadIdentity.storage.objectName(in: app) : nil
    bindToOneNode = isShared && storage.effectiveAccessMode == .readWriteOnce
  }

  /// The pod's volumes.
  ///
  /// `bootstrap/cache` is each pod's own: shared, it would feed the old release's pods the new one's config. The
  /// last two are for PHP's uploads and sockets and for the pid files of web servers.
  var volumes: JSONValue {
    let storage: JSONValue =
      claim.map { ["name": "storage", "persistentVolumeClaim": ["claimName": JSONValue($0)]] }
      ?? ["name": "storage", "emptyDir": [:]]
    return [
      storage, ["name": "bootstrap-cache", "emptyDir": [:]], ["name": "tmp", "emptyDir": [:]],
      ["name": "run", "emptyDir": [:]],
    ]
  }

  /// The mounts of the app's container.
  var mounts: JSONValue {
    [
      storageMount,
      ["name": "bootstrap-cache", "mountPath": JSONValue("\(mountPath)/bootstrap/cache")],
      ["name": "tmp", "mountPath": "/tmp"],
      ["name": "run", "mountPath": "/run"],
    ]
  }

  /// The mount of the volume for `storage/`.
  var storageMount: JSONValue { ["name": "storage", "mountPath": JSONValue("\(mountPath)/storage")] }

  /// What Laravel expects below `storage/` and does not make by itself.
  var directories: [String] {
    [
      "app/public", "app/private", "framework/cache/data", "framework/sessions", "framework/views", "logs",
    ].map { "\(mountPath)/storage/\($0)" }
  }
}
