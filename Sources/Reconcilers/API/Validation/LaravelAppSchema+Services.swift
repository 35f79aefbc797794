extension LaravelAppSchema {
  /// `spec.storage`
  static let storage = FieldSchema.object([
    "mode": .choice(StorageSpec.Mode.self),
    "size": .text(32, .size),
    "storageClassName": .text(0...253, .storageClass),
    "accessMode": .choice(StorageSpec.AccessMode.self),
    "mountPath": .text(2...255, .mountPath),
    "reclaimPolicy": .choice(ReclaimPolicy.self),
  ])

  /// `spec.database`
  static let database = FieldSchema.object([
    "cluster": .object(
      ["name": .text(253, .objectName("postgres")), "namespace": .text(63, .label("cnpg-core"))],
      required: ["name"]),
    "name": .text(63, .database),
    "reclaimPolicy": .choice(ReclaimPolicy.self),
    "extensions": .list(.text(63, .postgresExtension), count: 0...32, .value),
    "connectionLimit": .integer(1...100_000),
  ])

  /// `spec.redis`
  static let redis = FieldSchema.object([
    "server": .text(63, .label("default")),
    "durableQueues": .boolean,
    "databases": .object(
      ["default": .integer(0...65535), "cache": .integer(0...65535)], required: ["default", "cache"]),
    "reclaimPolicy": .choice(ReclaimPolicy.self),
  ])

  /// `spec.ingress`
  static let ingress = FieldSchema.object([
    "enabled": .boolean,
    "className": .text(253, .objectName("traefik")),
    "annotations": texts(upTo: 8192),
    "tls": .object([
      "enabled": .boolean,
      "clusterIssuer": .text(253, .objectName("letsencrypt")),
      "issuer": .text(253, .objectName("letsencrypt")),
      "secretName": .text(253, .objectName("shop-tls")),
    ]),
  ])
}
