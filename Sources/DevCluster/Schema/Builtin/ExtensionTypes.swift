extension BuiltinSchemas {
  /// The fields of `apiextensions.k8s.io/v1`,
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let extensionTypes = #"""
    CustomResourceColumnDefinition: description string, format string, jsonPath! string, name! string,
      priority int32, type! string
    CustomResourceConversion: strategy! string ="None", webhook WebhookConversion
    CustomResourceDefinition: metadata ObjectMeta *, spec! CustomResourceDefinitionSpec *,
      status CustomResourceDefinitionStatus *
    CustomResourceDefinitionCondition: lastTransitionTime time, message string,
      observedGeneration int64, reason string, status! string, type! string
    CustomResourceDefinitionNames: categories []string, kind! string, listKind string, plural! string,
      shortNames []string, singular string
    CustomResourceDefinitionSpec: conversion CustomResourceConversion ={}, group! string,
      names! CustomResourceDefinitionNames *, preserveUnknownFields bool, scope! string,
      versions! []CustomResourceDefinitionVersion
    CustomResourceDefinitionStatus: acceptedNames CustomResourceDefinitionNames *,
      conditions []CustomResourceDefinitionCondition {type}, observedGeneration int64,
      storedVersions []string
    CustomResourceDefinitionVersion: additionalPrinterColumns []CustomResourceColumnDefinition,
      deprecated bool, deprecationWarning string, name! string, schema CustomResourceValidation,
      selectableFields []SelectableField, served! bool, storage! bool,
      subresources CustomResourceSubresources
    CustomResourceSubresourceScale: labelSelectorPath string, specReplicasPath! string,
      statusReplicasPath! string
    CustomResourceSubresourceStatus:
    CustomResourceSubresources: scale CustomResourceSubresourceScale,
      status CustomResourceSubresourceStatus
    CustomResourceValidation: openAPIV3Schema any
    SelectableField: jsonPath! string
    ServiceReference: name! string, namespace! string, path string, port int32
    WebhookClientConfig: caBundle bytes, service ServiceReference, url string
    WebhookConversion: clientConfig WebhookClientConfig, conversionReviewVersions! []string
    """#
}
