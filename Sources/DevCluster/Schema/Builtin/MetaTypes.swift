extension BuiltinSchemas {
  /// The fields of the types that all groups share (`meta/v1`),
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let metaTypes = #"""
    Condition: lastTransitionTime! time, message! string, observedGeneration int64, reason! string,
      status! string, type! string
    LabelSelector #: matchExpressions []LabelSelectorRequirement, matchLabels map string
    LabelSelectorRequirement: key! string, operator! string, values []string
    ManagedFieldsEntry: apiVersion string, fieldsType string, fieldsV1 any, manager string,
      operation string, subresource string, time time
    ObjectMeta: annotations map string, creationTimestamp time, deletionGracePeriodSeconds int64,
      deletionTimestamp time, finalizers []string {} ~, generateName string, generation int64,
      labels map string, managedFields []ManagedFieldsEntry, name string, namespace string,
      ownerReferences []OwnerReference {uid} ~uid, resourceVersion string, selfLink string, uid string
    OwnerReference #: apiVersion! string, blockOwnerDeletion bool, controller bool, kind! string,
      name! string, uid! string
    """#
}
