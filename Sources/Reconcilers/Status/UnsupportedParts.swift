/// The parts that this release does not provide: said plainly, so that nobody waits for them.
enum UnsupportedParts {
  /// The judgments of what the spec asks for in vain.
  static func judgments(_ spec: LaravelAppSpec) -> [Judgment] {
    var judgments: [Judgment] = []
    if spec.database != nil {
      judgments.append(
        .fault(
          .database,
          Trouble(
            reason: "NotSupported",
            message: "databases are not provisioned by this release: remove spec.database and pass the DB_* "
              + "variables of your own through spec.envFrom")))
    }
    if spec.redis != nil {
      judgments.append(
        .fault(
          .redis,
          Trouble(
            reason: "NotSupported",
            message:
              "Redis is not provisioned by this release: remove spec.redis and pass the REDIS_* variables "
              + "of your own through spec.envFrom")))
    }
    if let migrations = spec.migrations, migrations.isEnabled {
      judgments.append(
        .unknown(
          .migrations, reason: "NotSupported",
          message: "migrations are not run by this release: run php artisan migrate --force by hand"))
    }
    return judgments
  }
}
