extension BuiltinSchemas {
  /// The fields of the other kinds of the core group (`v1`),
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let coreTypes = #"""
    AttachedVolume: devicePath! string, name! string
    ClientIPConfig: timeoutSeconds int32
    ConfigMap: binaryData map bytes, data map string, immutable bool, metadata ObjectMeta *
    ConfigMapNodeConfigSource: kubeletConfigKey! string, name! string, namespace! string,
      resourceVersion string, uid string
    DaemonEndpoint: Port! int32
    EndpointAddress #: hostname string, ip! string, nodeName string, targetRef ObjectReference
    EndpointPort #: appProtocol string, name string, port! int32, protocol string |SCTP|TCP|UDP ="TCP"
    EndpointSubset: addresses []EndpointAddress, notReadyAddresses []EndpointAddress,
      ports []EndpointPort
    Endpoints: metadata ObjectMeta *, subsets []EndpointSubset
    Event: action string, count int32, eventTime microtime, firstTimestamp time,
      involvedObject! ObjectReference *, lastTimestamp time, message string, metadata! ObjectMeta *,
      reason string, related ObjectReference, reportingComponent string, reportingInstance string,
      series EventSeries, source EventSource *, type string
    EventSeries: count int32, lastObservedTime microtime
    EventSource: component string, host string
    LimitRange: metadata ObjectMeta *, spec LimitRangeSpec *
    LimitRangeItem: default map quantity, defaultRequest map quantity, max map quantity,
      maxLimitRequestRatio map quantity, min map quantity, type! string
    LimitRangeSpec: limits! []LimitRangeItem
    LoadBalancerIngress: hostname string, ip string, ipMode string, ports []PortStatus
    LoadBalancerStatus: ingress []LoadBalancerIngress
    Namespace: metadata ObjectMeta *, spec NamespaceSpec *, status NamespaceStatus *
    NamespaceCondition: lastTransitionTime time, message string, reason string, status! string,
      type! string
    NamespaceSpec: finalizers []string
    NamespaceStatus: conditions []NamespaceCondition {type} ~type, phase string |Active|Terminating
    Node: metadata ObjectMeta *, spec NodeSpec *, status NodeStatus *
    NodeAddress: address! string, type! string
    NodeAllocatableResourceClaimStatus: containers []string {}, resourceClaimName! string,
      resources! map quantity
    NodeCondition: lastHeartbeatTime time, lastTransitionTime time, message string, reason string,
      status! string, type! string
    NodeConfigSource: configMap ConfigMapNodeConfigSource
    NodeConfigStatus: active NodeConfigSource, assigned NodeConfigSource, error string,
      lastKnownGood NodeConfigSource
    NodeDaemonEndpoints: kubeletEndpoint DaemonEndpoint *
    NodeFeatures: supplementalGroupsPolicy bool
    NodeRuntimeHandler: features NodeRuntimeHandlerFeatures, name string
    NodeRuntimeHandlerFeatures: recursiveReadOnlyMounts bool, userNamespaces bool
    NodeSpec: configSource NodeConfigSource, externalID string, podCIDR string, podCIDRs []string {} ~,
      providerID string, taints []Taint, unschedulable bool
    NodeStatus: addresses []NodeAddress {type} ~type, allocatable map quantity, capacity map quantity,
      conditions []NodeCondition {type} ~type, config NodeConfigStatus,
      daemonEndpoints NodeDaemonEndpoints *, declaredFeatures []string, features NodeFeatures,
      images []ContainerImage, nodeInfo NodeSystemInfo *, phase string |Pending|Running|Terminated,
      runtimeHandlers []NodeRuntimeHandler, volumesAttached []AttachedVolume, volumesInUse []string
    NodeSwapStatus: capacity int64
    NodeSystemInfo: architecture! string, bootID! string, containerRuntimeVersion! string,
      kernelVersion! string, kubeProxyVersion! string, kubeletVersion! string, machineID! string,
      operatingSystem! string, osImage! string, swap NodeSwapStatus, systemUUID! string
    PersistentVolume: metadata ObjectMeta *, spec PersistentVolumeSpec *,
      status PersistentVolumeStatus *
    PersistentVolumeClaim: metadata ObjectMeta *, spec PersistentVolumeClaimSpec *,
      status PersistentVolumeClaimStatus *
    PersistentVolumeClaimCondition: lastProbeTime time, lastTransitionTime time, message string,
      reason string, status! string, type! string
    PersistentVolumeClaimSpec: accessModes []string, dataSource TypedLocalObjectReference,
      dataSourceRef TypedObjectReference, resources VolumeResourceRequirements *,
      selector LabelSelector, storageClassName string, volumeAttributesClassName string,
      volumeMode string |Block|Filesystem ="Filesystem", volumeName string
    PersistentVolumeClaimStatus: accessModes []string, allocatedResourceStatuses map string,
      allocatedResources map quantity, capacity map quantity,
      conditions []PersistentVolumeClaimCondition {type} ~type, currentVolumeAttributesClassName string,
      modifyVolumeStatus ModifyVolumeStatus, phase string |Bound|Lost|Pending
    PersistentVolumeClaimTemplate: metadata ObjectMeta *, spec! PersistentVolumeClaimSpec *
    PersistentVolumeSpec: accessModes []string, awsElasticBlockStore AWSElasticBlockStoreVolumeSource,
      azureDisk AzureDiskVolumeSource, azureFile AzureFilePersistentVolumeSource, capacity map quantity,
      cephfs CephFSPersistentVolumeSource, cinder CinderPersistentVolumeSource,
      claimRef ObjectReference, csi CSIPersistentVolumeSource, fc FCVolumeSource,
      flexVolume FlexPersistentVolumeSource, flocker FlockerVolumeSource,
      gcePersistentDisk GCEPersistentDiskVolumeSource, glusterfs GlusterfsPersistentVolumeSource,
      hostPath HostPathVolumeSource, iscsi ISCSIPersistentVolumeSource, local LocalVolumeSource,
      mountOptions []string, nfs NFSVolumeSource, nodeAffinity VolumeNodeAffinity,
      persistentVolumeReclaimPolicy string |Delete|Recycle|Retain ="Retain",
      photonPersistentDisk PhotonPersistentDiskVolumeSource, portworxVolume PortworxVolumeSource,
      quobyte QuobyteVolumeSource, rbd RBDPersistentVolumeSource, scaleIO ScaleIOPersistentVolumeSource,
      storageClassName string, storageos StorageOSPersistentVolumeSource,
      volumeAttributesClassName string, volumeMode string |Block|Filesystem ="Filesystem",
      vsphereVolume VsphereVirtualDiskVolumeSource
    PersistentVolumeStatus: lastPhaseTransitionTime time, message string,
      phase string |Available|Bound|Failed|Pending|Released, reason string
    PortStatus: error string, port! int32, protocol! string |SCTP|TCP|UDP
    ResourceQuota: metadata ObjectMeta *, spec ResourceQuotaSpec *, status ResourceQuotaStatus *
    ResourceQuotaSpec: hard map quantity, scopeSelector ScopeSelector, scopes []string
    ResourceQuotaStatus: hard map quantity, used map quantity
    ScopeSelector #: matchExpressions []ScopedResourceSelectorRequirement
    ScopedResourceSelectorRequirement: operator! string |DoesNotExist|Exists|In|NotIn,
      scopeName! string,
      values []string
    Secret: data map bytes, immutable bool, metadata ObjectMeta *, stringData map string,
      type string ="Opaque"
    SecretReference #: name string, namespace string
    Service: metadata ObjectMeta *, spec ServiceSpec *, status ServiceStatus *
    ServiceAccount: automountServiceAccountToken bool, imagePullSecrets []LocalObjectReference,
      metadata ObjectMeta *, secrets []ObjectReference {name} ~name
    ServicePort: appProtocol string, name string, nodePort int32, port! int32,
      protocol string |SCTP|TCP|UDP ="TCP", targetPort intstr
    ServiceSpec: allocateLoadBalancerNodePorts bool, clusterIP string, clusterIPs []string,
      externalIPs []string, externalName string, externalTrafficPolicy string |Cluster|Local,
      healthCheckNodePort int32, internalTrafficPolicy string |Cluster|Local, ipFamilies []string,
      ipFamilyPolicy string |PreferDualStack|RequireDualStack|SingleStack, loadBalancerClass string,
      loadBalancerIP string, loadBalancerSourceRanges []string,
      ports []ServicePort {port protocol} ~port, publishNotReadyAddresses bool, selector map string #,
      sessionAffinity string |ClientIP|None ="None", sessionAffinityConfig SessionAffinityConfig,
      trafficDistribution string, type string |ClusterIP|ExternalName|LoadBalancer|NodePort ="ClusterIP"
    ServiceStatus: conditions []Condition {type} ~type, loadBalancer LoadBalancerStatus *
    SessionAffinityConfig: clientIP ClientIPConfig
    TopologySelectorLabelRequirement: key! string, values! []string
    TopologySelectorTerm #: matchLabelExpressions []TopologySelectorLabelRequirement
    VolumeNodeAffinity: required NodeSelector
    VolumeStatus: image ImageVolumeStatus
    """#
}
