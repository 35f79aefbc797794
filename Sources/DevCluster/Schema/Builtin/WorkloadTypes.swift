extension BuiltinSchemas {
  /// The fields of `apps/v1` and `batch/v1`,
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let workloadTypes = #"""
    CronJob: metadata ObjectMeta *, spec! CronJobSpec *, status CronJobStatus *
    CronJobSpec: concurrencyPolicy string |Allow|Forbid|Replace ="Allow",
      failedJobsHistoryLimit int32 =1, jobTemplate! JobTemplateSpec *, schedule! string,
      startingDeadlineSeconds int64, successfulJobsHistoryLimit int32 =3, suspend bool =false,
      timeZone string
    CronJobStatus: active []ObjectReference, lastScheduleTime time, lastSuccessfulTime time
    DaemonSet: metadata ObjectMeta *, spec DaemonSetSpec *, status DaemonSetStatus *
    DaemonSetCondition: lastTransitionTime time, message string, reason string, status! string,
      type! string
    DaemonSetSpec: minReadySeconds int32, revisionHistoryLimit int32 =10, selector! LabelSelector,
      template! PodTemplateSpec *, updateStrategy DaemonSetUpdateStrategy *
    DaemonSetStatus: collisionCount int32, conditions []DaemonSetCondition {type} ~type,
      currentNumberScheduled! int32, desiredNumberScheduled! int32, numberAvailable int32,
      numberMisscheduled! int32, numberReady! int32, numberUnavailable int32, observedGeneration int64,
      updatedNumberScheduled int32
    DaemonSetUpdateStrategy: rollingUpdate RollingUpdateDaemonSet,
      type string |OnDelete|RollingUpdate ="RollingUpdate"
    Deployment: metadata ObjectMeta *, spec DeploymentSpec *, status DeploymentStatus *
    DeploymentCondition: lastTransitionTime time, lastUpdateTime time, message string, reason string,
      status! string, type! string
    DeploymentSpec: minReadySeconds int32, paused bool, progressDeadlineSeconds int32 =600,
      replicas int32 =1, revisionHistoryLimit int32 =10, selector! LabelSelector,
      strategy DeploymentStrategy * ~+, template! PodTemplateSpec *
    DeploymentStatus: availableReplicas int32, collisionCount int32,
      conditions []DeploymentCondition {type} ~type, observedGeneration int64, readyReplicas int32,
      replicas int32, terminatingReplicas int32, unavailableReplicas int32, updatedReplicas int32
    DeploymentStrategy: rollingUpdate RollingUpdateDeployment,
      type string |Recreate|RollingUpdate ="RollingUpdate"
    Job: metadata ObjectMeta *, spec JobSpec *, status JobStatus *
    JobCondition: lastProbeTime time, lastTransitionTime time, message string, reason string,
      status! string, type! string
    JobSpec: activeDeadlineSeconds int64, backoffLimit int32, backoffLimitPerIndex int32,
      completionMode string |Indexed|NonIndexed, completions int32, managedBy string,
      manualSelector bool, maxFailedIndexes int32, parallelism int32, podFailurePolicy PodFailurePolicy,
      podReplacementPolicy string |Failed|TerminatingOrFailed, selector LabelSelector,
      successPolicy SuccessPolicy, suspend bool, template! PodTemplateSpec *,
      ttlSecondsAfterFinished int32
    JobStatus: active int32, completedIndexes string, completionTime time,
      conditions []JobCondition ~type, failed int32, failedIndexes string, ready int32, startTime time,
      succeeded int32, terminating int32, uncountedTerminatedPods UncountedTerminatedPods
    JobTemplateSpec: metadata ObjectMeta *, spec JobSpec *
    PodFailurePolicy: rules! []PodFailurePolicyRule
    PodFailurePolicyOnExitCodesRequirement: containerName string, operator! string |In|NotIn,
      values! []int32 {}
    PodFailurePolicyOnPodConditionsPattern: status string, type! string
    PodFailurePolicyRule: action! string |Count|FailIndex|FailJob|Ignore,
      onExitCodes PodFailurePolicyOnExitCodesRequirement,
      onPodConditions []PodFailurePolicyOnPodConditionsPattern
    ReplicaSet: metadata ObjectMeta *, spec ReplicaSetSpec *, status ReplicaSetStatus *
    ReplicaSetCondition: lastTransitionTime time, message string, reason string, status! string,
      type! string
    ReplicaSetSpec: minReadySeconds int32, replicas int32 =1, selector! LabelSelector,
      template PodTemplateSpec *
    ReplicaSetStatus: availableReplicas int32, conditions []ReplicaSetCondition {type} ~type,
      fullyLabeledReplicas int32, observedGeneration int64, readyReplicas int32, replicas! int32,
      terminatingReplicas int32
    RollingUpdateDaemonSet: maxSurge intstr, maxUnavailable intstr
    RollingUpdateDeployment: maxSurge intstr, maxUnavailable intstr
    RollingUpdateStatefulSetStrategy: maxUnavailable intstr, partition int32
    StatefulSet: metadata ObjectMeta *, spec StatefulSetSpec *, status StatefulSetStatus *
    StatefulSetCondition: lastTransitionTime time, message string, reason string, status! string,
      type! string
    StatefulSetOrdinals: start int32
    StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted string ="Retain",
      whenScaled string ="Retain"
    StatefulSetSpec: minReadySeconds int32, ordinals StatefulSetOrdinals,
      persistentVolumeClaimRetentionPolicy StatefulSetPersistentVolumeClaimRetentionPolicy ={},
      podManagementPolicy string |OrderedReady|Parallel ="OrderedReady", replicas int32 =1,
      revisionHistoryLimit int32 =10, selector! LabelSelector, serviceName string,
      template! PodTemplateSpec *, updateStrategy StatefulSetUpdateStrategy *,
      volumeClaimTemplates []PersistentVolumeClaim
    StatefulSetStatus: availableReplicas int32, collisionCount int32,
      conditions []StatefulSetCondition {type} ~type, currentReplicas int32, currentRevision string,
      observedGeneration int64, readyReplicas int32, replicas! int32, updateRevision string,
      updatedReplicas int32
    StatefulSetUpdateStrategy: rollingUpdate RollingUpdateStatefulSetStrategy,
      type string |OnDelete|RollingUpdate ="RollingUpdate"
    SuccessPolicy: rules! []SuccessPolicyRule
    SuccessPolicyRule: succeededCount int32, succeededIndexes string
    UncountedTerminatedPods: failed []string {}, succeeded []string {}
    """#
}
