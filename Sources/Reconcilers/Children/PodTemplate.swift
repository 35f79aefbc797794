import KubeClient

/// The pod template of a workload: one image and one environment for all of them, within the restricted pod
/// security standard.
enum PodTemplate {
  /// The name of the container that runs the app: what a `podTemplate` of the user refers to.
  static let containerName = "app"
  /// The name of the init container that makes the directories of an empty volume.
  static let initContainerName = "prepare-storage"

  /// The template, with the user's `podTemplate` merged over it.
  static func json(_ workload: Workload, of app: LaravelApp, facts: Facts) -> JSONValue {
    let labels = AppLabels.labels(of: app, workload.identity)
    var template: JSONValue = ["metadata": ["labels": JSONValue(labels)], "spec": spec(workload, of: app)]
    if let digest = facts.environmentDigest {
      template["metadata", "annotations", AppAnnotations.environmentHash] = JSONValue(digest)
    }
    guard let override = workload.override else { return template }
    template = normalized(StrategicMerge.merge(override, over: template))
    // The selector is immutable and the informers select by these: the user's labels come beside them.
    for (key, value) in labels { template["metadata", "labels", key] = JSONValue(value) }
    return template
  }

  private static func spec(_ workload: Workload, of app: LaravelApp) -> JSONValue {
    let volumes = AppVolumes(app)
    var spec = JSONValue.object([
      "automountServiceAccountToken": false,
      "containers": [container(workload, of: app, volumes: volumes)],
      "enableServiceLinks": false,
      "imagePullSecrets": app.spec.imagePullSecrets.nonEmpty?.json { ["name": JSONValue($0.name)] },
      "initContainers": [initContainer(workload, of: app, volumes: volumes)],
      "restartPolicy": workload.restartPolicy.map { JSONValue($0) },
      "securityContext": PodSecurity.pod(app.spec.securityContext),
      "serviceAccountName": app.spec.serviceAccountName.map { JSONValue($0) },
      "terminationGracePeriodSeconds": JSONValue(workload.gracePeriod),
      "tolerations": Placement.tolerations,
      "volumes": volumes.volumes,
    ])
    if volumes.bindToOneNode {
      spec["affinity"] = Placement.together(app)
    } else if workload.isReplicated {
      spec["topologySpreadConstraints"] = Placement.spread(AppLabels.selector(of: app, workload.identity))
    }
    return spec
  }

  private static func container(_ workload: Workload, of app: LaravelApp, volumes: AppVolumes) -> JSONValue {
    var container = JSONValue.object([
      "name": JSONValue(containerName),
      "image": JSONValue(app.spec.image),
      "imagePullPolicy": app.spec.imagePullPolicy.map { JSONValue($0.rawValue) },
      "command": workload.command.nonEmpty.map { JSONValue($0) },
      "args": workload.args.nonEmpty.map { JSONValue($0) },
      // A command names `artisan` relative to the application; an image's own entrypoint knows its place.
      "workingDir": workload.command.nonEmpty.map { _ in JSONValue(volumes.mountPath) },
      "envFrom": ContainerEnvironment.sources(of: app),
      "env": ContainerEnvironment.variables(of: app),
      "lifecycle": workload.lifecycle,
      "resources": ContainerResources.json(workload.resources),
      "securityContext": PodSecurity.container,
      "volumeMounts": volumes.mounts,
    ])
    if let port = workload.port {
      container["ports"] = [["containerPort": JSONValue(port), "name": "http", "protocol": "TCP"]]
    }
    for (key, value) in workload.probes { container[key] = value }
    return container
  }

  /// Runs the app's own image, so nothing else has to be pulled or trusted.
  private static func initContainer(_ workload: Workload, of app: LaravelApp, volumes: AppVolumes)
    -> JSONValue
  {
    JSONValue.object([
      "name": JSONValue(initContainerName),
      "image": JSONValue(app.spec.image),
      "imagePullPolicy": app.spec.imagePullPolicy.map { JSONValue($0.rawValue) },
      "command": JSONValue(["mkdir", "-p"] + volumes.directories),
      // The same as the app's: a pod needs the larger of the two, so this costs nothing and fits every quota.
      "resources": ContainerResources.json(workload.resources),
      "securityContext": PodSecurity.container,
      "volumeMounts": [volumes.storageMount],
    ])
  }

  /// Writes the quantities that a user's `podTemplate` brings in their canonical form.
  private static func normalized(_ template: JSONValue) -> JSONValue {
    var template = template
    for list in ["containers", "initContainers"] {
      guard let containers = template["spec", list]?.array else { continue }
      template["spec", list] = .array(
        containers.map { container in
          var container = container
          for kind in ["requests", "limits"] {
            guard let amounts = container["resources", kind]?.object else { continue }
            container["resources", kind] = .object(
              JSONObject(amounts.map { ($0.key, ContainerResources.canonical($0.value)) }))
          }
          return container
        })
    }
    if let volumes = template["spec", "volumes"]?.array {
      template["spec", "volumes"] = .array(
        volumes.map { volume in
          var volume = volume
          if let limit = volume["emptyDir", "sizeLimit"] {
            volume["emptyDir", "sizeLimit"] = ContainerResources.canonical(limit)
          }
          return volume
        })
    }
    return template
  }
}

extension Optional where Wrapped: Collection {
  /// The collection if there is anything in it: empty lists are left out of manifests.
  var nonEmpty: Wrapped? { flatMap { $0.isEmpty ? nil : $0 } }
}

extension Sequence {
  /// A JSON array of the elements.
  func json(_ transform: (Element) -> JSONValue) -> JSONValue { .array(map(transform)) }
}
