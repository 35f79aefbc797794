/// The fields of `LaravelApp.spec`.
enum LaravelAppSchema {
  /// The spec.
  static let spec = FieldSchema.object(
    [
      "image": .text(512, .image),
      "imagePullPolicy": .choice(ImagePullPolicy.self),
      "imagePullSecrets": .list(
        .object(["name": .text(253, .objectName("registry"))], required: ["name"]), count: 0...16,
        .member("name")),
      "environment": .text(63, .environment),
      "hosts": .list(.text(253, .host), count: 0...64, .value),
      "platform": .text(63, .label("default")),
      "env": .list(variable, count: 0...256, .member("name")),
      "envFrom": .list(variableSource, count: 0...32, .position),
      "serviceAccountName": .text(253, .objectName("shop")),
      "securityContext": .object([
        "runAsUser": .integer(1...2_147_483_647), "runAsGroup": .integer(0...2_147_483_647),
        "fsGroup": .integer(1...2_147_483_647),
      ]),
      "web": web,
      "workers": .list(worker, count: 0...32, .member("name")),
      "scheduler": scheduler,
      "processes": .list(process, count: 0...32, .member("name")),
      "storage": storage,
      "database": database,
      "redis": redis,
      "migrations": .object([
        "enabled": .boolean, "command": .command(atLeast: 1), "timeout": .duration,
      ]),
      "ingress": ingress,
      "rollout": .object(["onFailure": .choice(RolloutSpec.OnFailure.self), "progressDeadline": .duration]),
      "reclaimPolicy": .choice(ReclaimPolicy.self),
      "maintenance": .boolean,
      "suspend": .boolean,
    ], required: ["image"])

  private static let variable = FieldSchema.object(
    [
      "name": .text(253, .variable),
      "value": .text(0...32768, nil),
      "valueFrom": .object([
        "secretKeyRef": keySelector,
        "configMapKeyRef": keySelector,
        "fieldRef": .object(
          ["apiVersion": .text(1...32, nil), "fieldPath": .text(1...253, nil)], required: ["fieldPath"]),
        "resourceFieldRef": .object(
          [
            "containerName": .text(63, .label("app")), "resource": .text(253, .resourceField),
            "divisor": .quantity,
          ], required: ["resource"]),
      ]),
    ], required: ["name"])

  private static let keySelector = FieldSchema.object(
    ["name": .text(253, .objectName("shop-mail")), "key": .text(253, .dataKey), "optional": .boolean],
    required: ["name", "key"])

  private static let variableSource = FieldSchema.object([
    "prefix": .text(0...64, .variablePrefix),
    "secretRef": sourceReference,
    "configMapRef": sourceReference,
  ])

  private static let sourceReference = FieldSchema.object(
    ["name": .text(253, .objectName("app-env")), "optional": .boolean], required: ["name"])
}
