extension BuiltinSchemas {
  /// The fields of the types that all groups share (`meta/v1`),
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let metaTypes = #"""
    Condition: lastTransitionTime@4! time, message@6! string, observedGeneration@3 int64,
      reason@5! string, status@2! string, type@1! string
    FieldSelectorRequirement: key@1! string, operator@2! string, values@3 []string
    LabelSelector #: matchExpressions@2 []LabelSelectorRequirement, matchLabels@1 map string
    LabelSelectorRequirement: key@1! string, operator@2! string, values@3 []string
    ManagedFieldsEntry: apiVersion@3 string, fieldsType@6 string, fieldsV1@7 any, manager@1 string,
      operation@2 string, subresource@8 string, time@4 time
    ObjectMeta: annotations@12 map string, creationTimestamp@8 time,
      deletionGracePeriodSeconds@10 int64, deletionTimestamp@9 time, finalizers@14 []string {} ~,
      generateName@2 string, generation@7 int64, labels@11 map string,
      managedFields@17 []ManagedFieldsEntry, name@1 string, namespace@3 string,
      ownerReferences@13 []OwnerReference {uid} ~uid, resourceVersion@6 string, selfLink@4 string,
      uid@5 string
    OwnerReference #: apiVersion@5! string, blockOwnerDeletion@7 bool, controller@6 bool,
      kind@1! string, name@3! string, uid@4! string
    """#
}
