extension BuiltinSchemas {
  /// The fields of policy, autoscaling, coordination, events, RBAC, storage and scheduling,
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let clusterTypes = #"""
    AggregationRule: clusterRoleSelectors@1 []LabelSelector
    ClusterRole: aggregationRule@3 AggregationRule, metadata@1 ObjectMeta *, rules@2 []PolicyRule
    ClusterRoleBinding: metadata@1 ObjectMeta *, roleRef@3! RoleRef *, subjects@2 []Subject
    ContainerResourceMetricSource: container@3! string, name@1! string, target@2! MetricTarget *
    ContainerResourceMetricStatus: container@3! string, current@2! MetricValueStatus *, name@1! string
    CrossVersionObjectReference: apiVersion@3 string, kind@1! string, name@2! string
    ExternalMetricSource: metric@1! MetricIdentifier *, target@2! MetricTarget *
    ExternalMetricStatus: current@2! MetricValueStatus *, metric@1! MetricIdentifier *
    HPAScalingPolicy: periodSeconds@3! int32, type@1! string, value@2! int32
    HPAScalingRules: policies@2 []HPAScalingPolicy, selectPolicy@1 string,
      stabilizationWindowSeconds@3 int32, tolerance@4 quantity
    HorizontalPodAutoscaler: metadata@1 ObjectMeta *, spec@2! HorizontalPodAutoscalerSpec *,
      status@3 HorizontalPodAutoscalerStatus *
    HorizontalPodAutoscalerBehavior: scaleDown@2 HPAScalingRules, scaleUp@1 HPAScalingRules
    HorizontalPodAutoscalerCondition: lastTransitionTime@3 time, message@5 string, reason@4 string,
      status@2! string, type@1! string
    HorizontalPodAutoscalerSpec: behavior@5 HorizontalPodAutoscalerBehavior, maxReplicas@3! int32,
      metrics@4 []MetricSpec, minReplicas@2 int32 =1, scaleTargetRef@1! CrossVersionObjectReference *
    HorizontalPodAutoscalerStatus: conditions@6 []HorizontalPodAutoscalerCondition {type} ~type,
      currentMetrics@5 []MetricStatus, currentReplicas@3 int32, desiredReplicas@4! int32,
      lastScaleTime@2 time, observedGeneration@1 int64
    Lease: metadata@1 ObjectMeta *, spec@2 LeaseSpec *
    LeaseSpec: acquireTime@3 microtime, holderIdentity@1 string, leaseDurationSeconds@2 int32,
      leaseTransitions@5 int32, preferredHolder@7 string, renewTime@4 microtime, strategy@6 string
    MetricIdentifier: name@1! string, selector@2 LabelSelector
    MetricSpec: containerResource@7 ContainerResourceMetricSource, external@5 ExternalMetricSource,
      object@2 ObjectMetricSource, pods@3 PodsMetricSource, resource@4 ResourceMetricSource,
      type@1! string
    MetricStatus: containerResource@7 ContainerResourceMetricStatus, external@5 ExternalMetricStatus,
      object@2 ObjectMetricStatus, pods@3 PodsMetricStatus, resource@4 ResourceMetricStatus,
      type@1! string
    MetricTarget: averageUtilization@4 int32, averageValue@3 quantity, type@1! string, value@2 quantity
    MetricValueStatus: averageUtilization@3 int32, averageValue@2 quantity, value@1 quantity
    ObjectMetricSource: describedObject@1! CrossVersionObjectReference *, metric@3! MetricIdentifier *,
      target@2! MetricTarget *
    ObjectMetricStatus: current@2! MetricValueStatus *,
      describedObject@3! CrossVersionObjectReference *, metric@1! MetricIdentifier *
    PodDisruptionBudget: metadata@1 ObjectMeta *, spec@2 PodDisruptionBudgetSpec *,
      status@3 PodDisruptionBudgetStatus *
    PodDisruptionBudgetSpec: maxUnavailable@3 intstr, minAvailable@1 intstr, selector@2 LabelSelector ~,
      unhealthyPodEvictionPolicy@4 string |AlwaysAllow|IfHealthyBudget
    PodDisruptionBudgetStatus: conditions@7 []Condition {type} ~type, currentHealthy@4 int32 0,
      desiredHealthy@5 int32 0, disruptedPods@2 map time, disruptionsAllowed@3 int32 0,
      expectedPods@6 int32 0, observedGeneration@1 int64
    PodsMetricSource: metric@1! MetricIdentifier *, target@2! MetricTarget *
    PodsMetricStatus: current@2! MetricValueStatus *, metric@1! MetricIdentifier *
    PolicyRule: apiGroups@2 []string, nonResourceURLs@5 []string, resourceNames@4 []string,
      resources@3 []string, verbs@1! []string
    PriorityClass: description@4 string, globalDefault@3 bool, metadata@1 ObjectMeta *,
      preemptionPolicy@5 string |Never|PreemptLowerPriority ="PreemptLowerPriority", value@2 int32
    ResourceMetricSource: name@1! string, target@2! MetricTarget *
    ResourceMetricStatus: current@2! MetricValueStatus *, name@1! string
    Role: metadata@1 ObjectMeta *, rules@2 []PolicyRule
    RoleBinding: metadata@1 ObjectMeta *, roleRef@3! RoleRef *, subjects@2 []Subject
    RoleRef #: apiGroup@1 string ="rbac.authorization.k8s.io", kind@2! string, name@3! string
    Scale: metadata@1 ObjectMeta *, spec@2 ScaleSpec *, status@3 ScaleStatus *
    ScaleSpec: replicas@1 int32
    ScaleStatus: replicas@1! int32, selector@2 string
    StorageClass: allowVolumeExpansion@6 bool, allowedTopologies@8 []TopologySelectorTerm,
      metadata@1 ObjectMeta *, mountOptions@5 []string, parameters@3 map string, provisioner@2! string,
      reclaimPolicy@4 string |Delete|Recycle|Retain ="Delete",
      volumeBindingMode@7 string |Immediate|WaitForFirstConsumer ="Immediate"
    Subject #: apiGroup@2 string, kind@1! string, name@3! string, namespace@4 string
    events.Event: action@6 string, deprecatedCount@15 int32, deprecatedFirstTimestamp@13 time,
      deprecatedLastTimestamp@14 time, deprecatedSource@12 EventSource *, eventTime@2! microtime,
      metadata@1 ObjectMeta *, note@10 string, reason@7 string, regarding@8 ObjectReference *,
      related@9 ObjectReference, reportingController@4 string, reportingInstance@5 string,
      series@3 events.EventSeries, type@11 string
    events.EventSeries: count@1! int32, lastObservedTime@2! microtime
    """#
}
