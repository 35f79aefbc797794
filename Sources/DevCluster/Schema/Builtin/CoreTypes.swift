extension BuiltinSchemas {
  /// The fields of the other kinds of the core group (`v1`),
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let coreTypes = #"""
    AttachedVolume: devicePath@2! string, name@1! string
    ClientIPConfig: timeoutSeconds@1 int32
    ConfigMap: binaryData@3 map bytes, data@2 map string, immutable@4 bool, metadata@1 ObjectMeta *
    ConfigMapNodeConfigSource: kubeletConfigKey@5! string, name@2! string, namespace@1! string,
      resourceVersion@4 string, uid@3 string
    DaemonEndpoint: Port@1! int32
    EndpointAddress #: hostname@3 string, ip@1! string, nodeName@4 string, targetRef@2 ObjectReference
    EndpointPort #: appProtocol@4 string, name@1 string, port@2! int32,
      protocol@3 string |SCTP|TCP|UDP ="TCP"
    EndpointSubset: addresses@1 []EndpointAddress, notReadyAddresses@2 []EndpointAddress,
      ports@3 []EndpointPort
    Endpoints: metadata@1 ObjectMeta *, subsets@2 []EndpointSubset
    Event: action@12 string, count@8 int32, eventTime@10 microtime, firstTimestamp@6 time,
      involvedObject@2! ObjectReference *, lastTimestamp@7 time, message@4 string,
      metadata@1! ObjectMeta *, reason@3 string, related@13 ObjectReference,
      reportingComponent@14 string, reportingInstance@15 string, series@11 EventSeries,
      source@5 EventSource *, type@9 string
    EventSeries: count@1 int32, lastObservedTime@2 microtime
    EventSource: component@1 string, host@2 string
    LimitRange: metadata@1 ObjectMeta *, spec@2 LimitRangeSpec *
    LimitRangeItem: default@4 map quantity, defaultRequest@5 map quantity, max@2 map quantity,
      maxLimitRequestRatio@6 map quantity, min@3 map quantity, type@1! string
    LimitRangeSpec: limits@1! []LimitRangeItem
    LoadBalancerIngress: hostname@2 string, ip@1 string, ipMode@3 string, ports@4 []PortStatus
    LoadBalancerStatus: ingress@1 []LoadBalancerIngress
    Namespace: metadata@1 ObjectMeta *, spec@2 NamespaceSpec *, status@3 NamespaceStatus *
    NamespaceCondition: lastTransitionTime@4 time, message@6 string, reason@5 string, status@2! string,
      type@1! string
    NamespaceSpec: finalizers@1 []string
    NamespaceStatus: conditions@2 []NamespaceCondition {type} ~type, phase@1 string |Active|Terminating
    Node: metadata@1 ObjectMeta *, spec@2 NodeSpec *, status@3 NodeStatus *
    NodeAddress: address@2! string, type@1! string
    NodeAllocatableResourceClaimStatus: containers@2 []string {}, resourceClaimName@1! string,
      resources! map quantity
    NodeCondition: lastHeartbeatTime@3 time, lastTransitionTime@4 time, message@6 string,
      reason@5 string, status@2! string, type@1! string
    NodeConfigSource: configMap@2 ConfigMapNodeConfigSource
    NodeConfigStatus: active@2 NodeConfigSource, assigned@1 NodeConfigSource, error@4 string,
      lastKnownGood@3 NodeConfigSource
    NodeDaemonEndpoints: kubeletEndpoint@1 DaemonEndpoint *
    NodeFeatures: supplementalGroupsPolicy@1 bool
    NodeRuntimeHandler: features@2 NodeRuntimeHandlerFeatures, name@1 string
    NodeRuntimeHandlerFeatures: recursiveReadOnlyMounts@1 bool, userNamespaces@2 bool
    NodeSpec: configSource@6 NodeConfigSource, externalID@2 string, podCIDR@1 string,
      podCIDRs@7 []string {} ~, providerID@3 string, taints@5 []Taint, unschedulable@4 bool
    NodeStatus: addresses@5 []NodeAddress {type} ~type, allocatable@2 map quantity,
      capacity@1 map quantity, conditions@4 []NodeCondition {type} ~type, config@11 NodeConfigStatus,
      daemonEndpoints@6 NodeDaemonEndpoints *, declaredFeatures@14 []string, features@13 NodeFeatures,
      images@8 []ContainerImage, nodeInfo@7 NodeSystemInfo *,
      phase@3 string |Pending|Running|Terminated, runtimeHandlers@12 []NodeRuntimeHandler,
      volumesAttached@10 []AttachedVolume, volumesInUse@9 []string
    NodeSwapStatus: capacity@1 int64
    NodeSystemInfo: architecture@10! string, bootID@3! string, containerRuntimeVersion@6! string,
      kernelVersion@4! string, kubeProxyVersion@8! string, kubeletVersion@7! string,
      machineID@1! string, operatingSystem@9! string, osImage@5! string, swap@11 NodeSwapStatus,
      systemUUID@2! string
    PersistentVolume: metadata@1 ObjectMeta *, spec@2 PersistentVolumeSpec *,
      status@3 PersistentVolumeStatus *
    PersistentVolumeClaim: metadata@1 ObjectMeta *, spec@2 PersistentVolumeClaimSpec *,
      status@3 PersistentVolumeClaimStatus *
    PersistentVolumeClaimCondition: lastProbeTime@3 time, lastTransitionTime@4 time, message@6 string,
      reason@5 string, status@2! string, type@1! string
    PersistentVolumeClaimSpec: accessModes@1 []string, dataSource@7 TypedLocalObjectReference,
      dataSourceRef@8 TypedObjectReference, resources@2 VolumeResourceRequirements *,
      selector@4 LabelSelector, storageClassName@5 string, volumeAttributesClassName@9 string,
      volumeMode@6 string |Block|Filesystem ="Filesystem", volumeName@3 string
    PersistentVolumeClaimStatus: accessModes@2 []string, allocatedResourceStatuses@7 map string,
      allocatedResources@5 map quantity, capacity@3 map quantity,
      conditions@4 []PersistentVolumeClaimCondition {type} ~type,
      currentVolumeAttributesClassName@8 string, modifyVolumeStatus@9 ModifyVolumeStatus,
      phase@1 string |Bound|Lost|Pending
    PersistentVolumeClaimTemplate: metadata@1 ObjectMeta *, spec@2! PersistentVolumeClaimSpec *
    PersistentVolumeSpec: accessModes@3 []string,
      awsElasticBlockStore@2.2 AWSElasticBlockStoreVolumeSource, azureDisk@2.16 AzureDiskVolumeSource,
      azureFile@2.13 AzureFilePersistentVolumeSource, capacity@1 map quantity,
      cephfs@2.9 CephFSPersistentVolumeSource, cinder@2.8 CinderPersistentVolumeSource,
      claimRef@4 ObjectReference, csi@2.22 CSIPersistentVolumeSource, fc@2.10 FCVolumeSource,
      flexVolume@2.12 FlexPersistentVolumeSource, flocker@2.11 FlockerVolumeSource,
      gcePersistentDisk@2.1 GCEPersistentDiskVolumeSource,
      glusterfs@2.4 GlusterfsPersistentVolumeSource, hostPath@2.3 HostPathVolumeSource,
      iscsi@2.7 ISCSIPersistentVolumeSource, local@2.20 LocalVolumeSource, mountOptions@7 []string,
      nfs@2.5 NFSVolumeSource, nodeAffinity@9 VolumeNodeAffinity,
      persistentVolumeReclaimPolicy@5 string |Delete|Recycle|Retain ="Retain",
      photonPersistentDisk@2.17 PhotonPersistentDiskVolumeSource,
      portworxVolume@2.18 PortworxVolumeSource, quobyte@2.15 QuobyteVolumeSource,
      rbd@2.6 RBDPersistentVolumeSource, scaleIO@2.19 ScaleIOPersistentVolumeSource,
      storageClassName@6 string, storageos@2.21 StorageOSPersistentVolumeSource,
      volumeAttributesClassName@10 string, volumeMode@8 string |Block|Filesystem ="Filesystem",
      vsphereVolume@2.14 VsphereVirtualDiskVolumeSource
    PersistentVolumeStatus: lastPhaseTransitionTime@4 time, message@2 string,
      phase@1 string |Available|Bound|Failed|Pending|Released, reason@3 string
    PortStatus: error@3 string, port@1! int32, protocol@2! string |SCTP|TCP|UDP
    ResourceQuota: metadata@1 ObjectMeta *, spec@2 ResourceQuotaSpec *, status@3 ResourceQuotaStatus *
    ResourceQuotaSpec: hard@1 map quantity, scopeSelector@3 ScopeSelector, scopes@2 []string
    ResourceQuotaStatus: hard@1 map quantity, used@2 map quantity
    ScopeSelector #: matchExpressions@1 []ScopedResourceSelectorRequirement
    ScopedResourceSelectorRequirement: operator@2! string |DoesNotExist|Exists|In|NotIn,
      scopeName@1! string, values@3 []string
    Secret: data@2 map bytes, immutable@5 bool, metadata@1 ObjectMeta *, stringData@4 map string,
      type@3 string ="Opaque"
    SecretReference #: name@1 string, namespace@2 string
    Service: metadata@1 ObjectMeta *, spec@2 ServiceSpec *, status@3 ServiceStatus *
    ServiceAccount: automountServiceAccountToken@4 bool, imagePullSecrets@3 []LocalObjectReference,
      metadata@1 ObjectMeta *, secrets@2 []ObjectReference {name} ~name
    ServicePort: appProtocol@6 string, name@1 string, nodePort@5 int32, port@3! int32,
      protocol@2 string |SCTP|TCP|UDP ="TCP", targetPort@4 intstr
    ServiceSpec: allocateLoadBalancerNodePorts@20 bool, clusterIP@3 string, clusterIPs@18 []string,
      externalIPs@5 []string, externalName@10 string, externalTrafficPolicy@11 string |Cluster|Local,
      healthCheckNodePort@12 int32, internalTrafficPolicy@22 string |Cluster|Local,
      ipFamilies@19 []string, ipFamilyPolicy@17 string |PreferDualStack|RequireDualStack|SingleStack,
      loadBalancerClass@21 string, loadBalancerIP@8 string, loadBalancerSourceRanges@9 []string,
      ports@1 []ServicePort {port protocol} ~port, publishNotReadyAddresses@13 bool,
      selector@2 map string #, sessionAffinity@7 string |ClientIP|None ="None",
      sessionAffinityConfig@14 SessionAffinityConfig, trafficDistribution@23 string,
      type@4 string |ClusterIP|ExternalName|LoadBalancer|NodePort ="ClusterIP"
    ServiceStatus: conditions@2 []Condition {type} ~type, loadBalancer@1 LoadBalancerStatus *
    SessionAffinityConfig: clientIP@1 ClientIPConfig
    TopologySelectorLabelRequirement: key@1! string, values@2! []string
    TopologySelectorTerm #: matchLabelExpressions@1 []TopologySelectorLabelRequirement
    VolumeNodeAffinity: required@1 NodeSelector
    VolumeStatus: image@1 ImageVolumeStatus
    """#
}
