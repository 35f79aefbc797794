import KubeClient

extension LaravelAppRules {
  /// Databases and roles that PostgreSQL and CloudNativePG make for themselves.
  private static let reservedDatabases: Set<String> = [
    "postgres", "template0", "template1", "app", "streaming_replica",
  ]
  private static let issuerAnnotations: Set<String> = [
    "cert-manager.io/cluster-issuer", "cert-manager.io/issuer",
  ]

  /// Checks storage, database, Redis and Ingress.
  mutating func checkServices(_ spec: LaravelAppSpec) {
    let storage = spec.effectiveStorage
    require(
      storage.effectiveMode == .shared || (storage.storageClassName ?? "").isEmpty,
      "spec.storage.storageClassName",
      "storageClassName works with mode Shared only: remove it or set mode to Shared")
    if let name = spec.database?.name {
      require(
        !Self.reservedDatabases.contains(name), "spec.database.name",
        "must not be a name that PostgreSQL or CloudNativePG uses itself: choose another one, such as shop")
    }
    if let numbers = spec.redis?.databases {
      require(
        numbers.default != numbers.cache, "spec.redis.databases.cache",
        "cache must differ from default, because cache:clear empties its whole number: choose two numbers")
    }
    let annotations = (spec.ingress?.annotations ?? [:]).keys
    require(
      Self.issuerAnnotations.isDisjoint(with: annotations), "spec.ingress.annotations",
      "must not name a cert-manager issuer: set ingress.tls.clusterIssuer or ingress.tls.issuer instead")
    require(
      !annotations.contains(where: Self.isOwnKey), "spec.ingress.annotations",
      "must not contain laravel-operator.dev/*: those are set by the operator")
    let tls = spec.ingress?.tls
    require(
      tls?.clusterIssuer == nil || tls?.issuer == nil, "spec.ingress.tls",
      "clusterIssuer and issuer exclude each other: remove one of them")
  }

  /// Checks a change of an app: what a PersistentVolumeClaim cannot follow is refused.
  static func errors(changing old: LaravelAppSpec, to new: LaravelAppSpec) -> [FieldError] {
    var rules = LaravelAppRules()
    let (old, new) = (old.effectiveStorage, new.effectiveStorage)
    guard old.effectiveMode == .shared, new.effectiveMode == .shared else { return [] }
    rules.require(
      (old.storageClassName ?? "") == (new.storageClassName ?? ""), "spec.storage.storageClassName",
      "storageClassName cannot be changed, because a volume cannot move between classes: put the old value back, or "
        + "delete the app and its PersistentVolumeClaim first")
    rules.require(
      old.effectiveAccessMode == new.effectiveAccessMode, "spec.storage.accessMode",
      "accessMode cannot be changed, because a PersistentVolumeClaim cannot: put the old value back, or delete the "
        + "app and its PersistentVolumeClaim first")
    if let before = Quantity(old.effectiveSize), let after = Quantity(new.effectiveSize) {
      rules.require(
        after >= before, "spec.storage.size",
        "size cannot shrink, because a volume cannot: put at least the old value back")
    }
    return rules.errors
  }
}
