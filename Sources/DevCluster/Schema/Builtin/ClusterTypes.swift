extension BuiltinSchemas {
  /// The fields of policy, autoscaling, coordination, events, RBAC, storage and scheduling,
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let clusterTypes = #"""
    AggregationRule: clusterRoleSelectors []LabelSelector
    ClusterRole: aggregationRule AggregationRule, metadata ObjectMeta *, rules []PolicyRule
    ClusterRoleBinding: metadata ObjectMeta *, roleRef! RoleRef *, subjects []Subject
    ContainerResourceMetricSource: container! string, name! string, target! MetricTarget *
    ContainerResourceMetricStatus: container! string, current! MetricValueStatus *, name! string
    CrossVersionObjectReference: apiVersion string, kind! string, name! string
    ExternalMetricSource: metric! MetricIdentifier *, target! MetricTarget *
    ExternalMetricStatus: current! MetricValueStatus *, metric! MetricIdentifier *
    HPAScalingPolicy: periodSeconds! int32, type! string, value! int32
    HPAScalingRules: policies []HPAScalingPolicy, selectPolicy string, stabilizationWindowSeconds int32,
      tolerance quantity
    HorizontalPodAutoscaler: metadata ObjectMeta *, spec! HorizontalPodAutoscalerSpec *,
      status HorizontalPodAutoscalerStatus *
    HorizontalPodAutoscalerBehavior: scaleDown HPAScalingRules, scaleUp HPAScalingRules
    HorizontalPodAutoscalerCondition: lastTransitionTime time, message string, reason string,
      status! string, type! string
    HorizontalPodAutoscalerSpec: behavior HorizontalPodAutoscalerBehavior, maxReplicas! int32,
      metrics []MetricSpec, minReplicas int32 =1, scaleTargetRef! CrossVersionObjectReference *
    HorizontalPodAutoscalerStatus: conditions []HorizontalPodAutoscalerCondition {type} ~type,
      currentMetrics []MetricStatus, currentReplicas int32, desiredReplicas! int32, lastScaleTime time,
      observedGeneration int64
    Lease: metadata ObjectMeta *, spec LeaseSpec *
    LeaseSpec: acquireTime microtime, holderIdentity string, leaseDurationSeconds int32,
      leaseTransitions int32, preferredHolder string, renewTime microtime, strategy string
    MetricIdentifier: name! string, selector LabelSelector
    MetricSpec: containerResource ContainerResourceMetricSource, external ExternalMetricSource,
      object ObjectMetricSource, pods PodsMetricSource, resource ResourceMetricSource, type! string
    MetricStatus: containerResource ContainerResourceMetricStatus, external ExternalMetricStatus,
      object ObjectMetricStatus, pods PodsMetricStatus, resource ResourceMetricStatus, type! string
    MetricTarget: averageUtilization int32, averageValue quantity, type! string, value quantity
    MetricValueStatus: averageUtilization int32, averageValue quantity, value quantity
    ObjectMetricSource: describedObject! CrossVersionObjectReference *, metric! MetricIdentifier *,
      target! MetricTarget *
    ObjectMetricStatus: current! MetricValueStatus *, describedObject! CrossVersionObjectReference *,
      metric! MetricIdentifier *
    PodDisruptionBudget: metadata ObjectMeta *, spec PodDisruptionBudgetSpec *,
      status PodDisruptionBudgetStatus *
    PodDisruptionBudgetSpec: maxUnavailable intstr, minAvailable intstr, selector LabelSelector ~,
      unhealthyPodEvictionPolicy string |AlwaysAllow|IfHealthyBudget
    PodDisruptionBudgetStatus: conditions []Condition {type} ~type, currentHealthy int32,
      desiredHealthy int32, disruptedPods map time, disruptionsAllowed int32, expectedPods int32,
      observedGeneration int64
    PodsMetricSource: metric! MetricIdentifier *, target! MetricTarget *
    PodsMetricStatus: current! MetricValueStatus *, metric! MetricIdentifier *
    PolicyRule: apiGroups []string, nonResourceURLs []string, resourceNames []string,
      resources []string, verbs! []string
    PriorityClass: description string, globalDefault bool, metadata ObjectMeta *,
      preemptionPolicy string |Never|PreemptLowerPriority ="PreemptLowerPriority", value int32
    ResourceMetricSource: name! string, target! MetricTarget *
    ResourceMetricStatus: current! MetricValueStatus *, name! string
    Role: metadata ObjectMeta *, rules []PolicyRule
    RoleBinding: metadata ObjectMeta *, roleRef! RoleRef *, subjects []Subject
    RoleRef #: apiGroup string ="rbac.authorization.k8s.io", kind! string, name! string
    Scale: metadata ObjectMeta *, spec ScaleSpec *, status ScaleStatus *
    ScaleSpec: replicas int32
    ScaleStatus: replicas! int32, selector string
    StorageClass: allowVolumeExpansion bool, allowedTopologies []TopologySelectorTerm,
      metadata ObjectMeta *, mountOptions []string, parameters map string, provisioner! string,
      reclaimPolicy string |Delete|Recycle|Retain ="Delete",
      volumeBindingMode string |Immediate|WaitForFirstConsumer ="Immediate"
    Subject #: apiGroup string, kind! string, name! string, namespace string
    events.Event: action string, deprecatedCount int32, deprecatedFirstTimestamp time,
      deprecatedLastTimestamp time, deprecatedSource EventSource *, eventTime! microtime,
      metadata ObjectMeta *, note string, reason string, regarding ObjectReference *,
      related ObjectReference, reportingController string, reportingInstance string,
      series events.EventSeries, type string
    events.EventSeries: count! int32, lastObservedTime! microtime
    """#
}
