extension BuiltinSchemas {
  /// The fields of `apps/v1` and `batch/v1`,
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let workloadTypes = #"""
    CronJob: metadata@1 ObjectMeta *, spec@2! CronJobSpec *, status@3 CronJobStatus *
    CronJobSpec: concurrencyPolicy@3 string |Allow|Forbid|Replace ="Allow",
      failedJobsHistoryLimit@7 int32 =1, jobTemplate@5! JobTemplateSpec *, schedule@1! string,
      startingDeadlineSeconds@2 int64, successfulJobsHistoryLimit@6 int32 =3, suspend@4 bool =false,
      timeZone@8 string
    CronJobStatus: active@1 []ObjectReference, lastScheduleTime@4 time, lastSuccessfulTime@5 time
    DaemonSet: metadata@1 ObjectMeta *, spec@2 DaemonSetSpec *, status@3 DaemonSetStatus *
    DaemonSetCondition: lastTransitionTime@3 time, message@5 string, reason@4 string, status@2! string,
      type@1! string
    DaemonSetSpec: minReadySeconds@4 int32, revisionHistoryLimit@6 int32 =10, selector@1! LabelSelector,
      template@2! PodTemplateSpec *, updateStrategy@3 DaemonSetUpdateStrategy *
    DaemonSetStatus: collisionCount@9 int32, conditions@10 []DaemonSetCondition {type} ~type,
      currentNumberScheduled@1! int32, desiredNumberScheduled@3! int32, numberAvailable@7 int32,
      numberMisscheduled@2! int32, numberReady@4! int32, numberUnavailable@8 int32,
      observedGeneration@5 int64, updatedNumberScheduled@6 int32
    DaemonSetUpdateStrategy: rollingUpdate@2 RollingUpdateDaemonSet,
      type@1 string |OnDelete|RollingUpdate ="RollingUpdate"
    Deployment: metadata@1 ObjectMeta *, spec@2 DeploymentSpec *, status@3 DeploymentStatus *
    DeploymentCondition: lastTransitionTime@7 time, lastUpdateTime@6 time, message@5 string,
      reason@4 string, status@2! string, type@1! string
    DeploymentSpec: minReadySeconds@5 int32, paused@7 bool, progressDeadlineSeconds@9 int32 =600,
      replicas@1 int32 =1, revisionHistoryLimit@6 int32 =10, selector@2! LabelSelector,
      strategy@4 DeploymentStrategy * ~+, template@3! PodTemplateSpec *
    DeploymentStatus: availableReplicas@4 int32, collisionCount@8 int32,
      conditions@6 []DeploymentCondition {type} ~type, observedGeneration@1 int64,
      readyReplicas@7 int32, replicas@2 int32, terminatingReplicas@9 int32, unavailableReplicas@5 int32,
      updatedReplicas@3 int32
    DeploymentStrategy: rollingUpdate@2 RollingUpdateDeployment,
      type@1 string |Recreate|RollingUpdate ="RollingUpdate"
    Job: metadata@1 ObjectMeta *, spec@2 JobSpec *, status@3 JobStatus *
    JobCondition: lastProbeTime@3 time, lastTransitionTime@4 time, message@6 string, reason@5 string,
      status@2! string, type@1! string
    JobSpec: activeDeadlineSeconds@3 int64, backoffLimit@7 int32, backoffLimitPerIndex@12 int32,
      completionMode@9 string |Indexed|NonIndexed, completions@2 int32, managedBy@15 string,
      manualSelector@5 bool, maxFailedIndexes@13 int32, parallelism@1 int32,
      podFailurePolicy@11 PodFailurePolicy, podReplacementPolicy@14 string |Failed|TerminatingOrFailed,
      selector@4 LabelSelector, successPolicy@16 SuccessPolicy, suspend@10 bool,
      template@6! PodTemplateSpec *, ttlSecondsAfterFinished@8 int32
    JobStatus: active@4 int32, completedIndexes@7 string, completionTime@3 time,
      conditions@1 []JobCondition ~type, failed@6 int32, failedIndexes@10 string, ready@9 int32,
      startTime@2 time, succeeded@5 int32, terminating@11 int32,
      uncountedTerminatedPods@8 UncountedTerminatedPods
    JobTemplateSpec: metadata@1 ObjectMeta *, spec@2 JobSpec *
    PodFailurePolicy: rules@1! []PodFailurePolicyRule
    PodFailurePolicyOnExitCodesRequirement: containerName@1 string, operator@2! string |In|NotIn,
      values@3! []int32 {}
    PodFailurePolicyOnPodConditionsPattern: status@2 string, type@1! string
    PodFailurePolicyRule: action@1! string |Count|FailIndex|FailJob|Ignore,
      onExitCodes@2 PodFailurePolicyOnExitCodesRequirement,
      onPodConditions@3 []PodFailurePolicyOnPodConditionsPattern
    ReplicaSet: metadata@1 ObjectMeta *, spec@2 ReplicaSetSpec *, status@3 ReplicaSetStatus *
    ReplicaSetCondition: lastTransitionTime@3 time, message@5 string, reason@4 string, status@2! string,
      type@1! string
    ReplicaSetSpec: minReadySeconds@4 int32, replicas@1 int32 =1, selector@2! LabelSelector,
      template@3 PodTemplateSpec *
    ReplicaSetStatus: availableReplicas@5 int32, conditions@6 []ReplicaSetCondition {type} ~type,
      fullyLabeledReplicas@2 int32, observedGeneration@3 int64, readyReplicas@4 int32,
      replicas@1! int32, terminatingReplicas@7 int32
    RollingUpdateDaemonSet: maxSurge@2 intstr, maxUnavailable@1 intstr
    RollingUpdateDeployment: maxSurge@2 intstr, maxUnavailable@1 intstr
    RollingUpdateStatefulSetStrategy: maxUnavailable@2 intstr, partition@1 int32
    StatefulSet: metadata@1 ObjectMeta *, spec@2 StatefulSetSpec *, status@3 StatefulSetStatus *
    StatefulSetCondition: lastTransitionTime@3 time, message@5 string, reason@4 string,
      status@2! string, type@1! string
    StatefulSetOrdinals: start@1 int32
    StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted@1 string ="Retain",
      whenScaled@2 string ="Retain"
    StatefulSetSpec: minReadySeconds@9 int32, ordinals@11 StatefulSetOrdinals,
      persistentVolumeClaimRetentionPolicy@10 StatefulSetPersistentVolumeClaimRetentionPolicy ={},
      podManagementPolicy@6 string |OrderedReady|Parallel ="OrderedReady", replicas@1 int32 =1,
      revisionHistoryLimit@8 int32 =10, selector@2! LabelSelector, serviceName@5 string,
      template@3! PodTemplateSpec *, updateStrategy@7 StatefulSetUpdateStrategy *,
      volumeClaimTemplates@4 []PersistentVolumeClaim
    StatefulSetStatus: availableReplicas@11 int32 0, collisionCount@9 int32,
      conditions@10 []StatefulSetCondition {type} ~type, currentReplicas@4 int32,
      currentRevision@6 string, observedGeneration@1 int64, readyReplicas@3 int32, replicas@2! int32,
      updateRevision@7 string, updatedReplicas@5 int32
    StatefulSetUpdateStrategy: rollingUpdate@2 RollingUpdateStatefulSetStrategy,
      type@1 string |OnDelete|RollingUpdate ="RollingUpdate"
    SuccessPolicy: rules@1! []SuccessPolicyRule
    SuccessPolicyRule: succeededCount@2 int32, succeededIndexes@1 string
    UncountedTerminatedPods: failed@2 []string {}, succeeded@1 []string {}
    """#
}
