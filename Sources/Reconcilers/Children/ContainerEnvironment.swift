import KubeClient

/// The environment of every container. Of equal keys the last source wins, and `env` wins over all sources: so
/// the user's word stands over what the operator generates.
enum ContainerEnvironment {
  /// `envFrom`: the generated Secret first.
  static func sources(of app: LaravelApp) -> JSONValue {
    let generated: JSONValue = [
      "secretRef": ["name": JSONValue(WorkloadIdentity.environment.objectName(in: app))]
    ]
    return .array([generated] + (app.spec.envFrom ?? []).map(source))
  }

  private static func source(_ source: EnvFromSource) -> JSONValue {
    JSONValue.object([
      "prefix": source.prefix.nonEmpty.map { JSONValue($0) },
      "secretRef": source.secretRef.map(reference),
      "configMapRef": source.configMapRef.map(reference),
    ])
  }

  private static func reference(_ reference: EnvFromSource.SourceReference) -> JSONValue {
    JSONValue.object([
      "name": JSONValue(reference.name), "optional": reference.optional.map { JSONValue($0) },
    ])
  }

  /// `env`; `nil` when there is none.
  static func variables(of app: LaravelApp) -> JSONValue? {
    app.spec.env.nonEmpty?.json { variable in
      JSONValue.object([
        "name": JSONValue(variable.name),
        "value": variable.value.nonEmpty.map { JSONValue($0) },
        "valueFrom": variable.valueFrom.map(source),
      ])
    }
  }

  private static func source(_ source: EnvVarSource) -> JSONValue {
    JSONValue.object([
      "secretKeyRef": source.secretKeyRef.map(selector),
      "configMapKeyRef": source.configMapKeyRef.map(selector),
      "fieldRef": source.fieldRef.map { field in
        JSONValue.object([
          "apiVersion": field.apiVersion.map { JSONValue($0) }, "fieldPath": JSONValue(field.fieldPath),
        ])
      },
      "resourceFieldRef": source.resourceFieldRef.map { field in
        JSONValue.object([
          "containerName": field.containerName.map { JSONValue($0) },
          "resource": JSONValue(field.resource), "divisor": field.divisor.map(ContainerResources.canonical),
        ])
      },
    ])
  }

  private static func selector(_ selector: EnvVarSource.KeySelector) -> JSONValue {
    JSONValue.object([
      "name": JSONValue(selector.name), "key": JSONValue(selector.key),
      "optional": selector.optional.map { JSONValue($0) },
    ])
  }
}
