extension BuiltinSchemas {
  /// The fields of questions about rights, evictions and deletions,
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let reviewTypes = #"""
    DeleteOptions: dryRun@5 []string, gracePeriodSeconds@1 int64,
      ignoreStoreReadErrorWithClusterBreakingPotential@6 bool, orphanDependents@3 bool,
      preconditions@2 Preconditions, propagationPolicy@4 string
    Eviction: deleteOptions@2 DeleteOptions, metadata@1 ObjectMeta *
    FieldSelectorAttributes: rawSelector@1 string, requirements@2 []FieldSelectorRequirement
    LabelSelectorAttributes: rawSelector@1 string, requirements@2 []LabelSelectorRequirement
    NonResourceAttributes: path@1 string, verb@2 string
    NonResourceRule: nonResourceURLs@2 []string, verbs@1! []string
    Preconditions: resourceVersion@2 string, uid@1 string
    ResourceAttributes: fieldSelector@8 FieldSelectorAttributes, group@3 string,
      labelSelector@9 LabelSelectorAttributes, name@7 string, namespace@1 string, resource@5 string,
      subresource@6 string, verb@2 string, version@4 string
    ResourceRule: apiGroups@2 []string, resourceNames@4 []string, resources@3 []string,
      verbs@1! []string
    SelfSubjectAccessReview: metadata@1 ObjectMeta *, spec@2! SelfSubjectAccessReviewSpec *,
      status@3 SubjectAccessReviewStatus *
    SelfSubjectAccessReviewSpec: nonResourceAttributes@2 NonResourceAttributes,
      resourceAttributes@1 ResourceAttributes
    SelfSubjectReview: metadata@1 ObjectMeta *, status@2 SelfSubjectReviewStatus *
    SelfSubjectReviewStatus: userInfo@1 UserInfo *
    SelfSubjectRulesReview: metadata@1 ObjectMeta *, spec@2! SelfSubjectRulesReviewSpec *,
      status@3 SubjectRulesReviewStatus *
    SelfSubjectRulesReviewSpec: namespace@1 string
    SubjectAccessReview: metadata@1 ObjectMeta *, spec@2! SubjectAccessReviewSpec *,
      status@3 SubjectAccessReviewStatus *
    SubjectAccessReviewSpec: extra@5 map []string, groups@4 []string,
      nonResourceAttributes@2 NonResourceAttributes, resourceAttributes@1 ResourceAttributes,
      uid@6 string, user@3 string
    SubjectAccessReviewStatus: allowed@1! bool, denied@4 bool, evaluationError@3 string, reason@2 string
    SubjectRulesReviewStatus: evaluationError@4 string, incomplete@3! bool,
      nonResourceRules@2! []NonResourceRule, resourceRules@1! []ResourceRule
    UserInfo: extra@4 map []string, groups@3 []string, uid@2 string, username@1 string
    """#
}
