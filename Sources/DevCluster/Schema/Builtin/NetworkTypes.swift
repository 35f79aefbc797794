extension BuiltinSchemas {
  /// The fields of `networking.k8s.io/v1` and `discovery.k8s.io/v1`,
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let networkTypes = #"""
    Endpoint: addresses@1! []string {}, conditions@2 EndpointConditions *,
      deprecatedTopology@5 map string, hints@8 EndpointHints, hostname@3 string, nodeName@6 string,
      targetRef@4 ObjectReference, zone@7 string
    EndpointConditions: ready@1 bool, serving@2 bool, terminating@3 bool
    EndpointHints: forNodes@2 []ForNode, forZones@1 []ForZone
    EndpointSlice: addressType@4! string |FQDN|IPv4|IPv6, endpoints@2 []Endpoint,
      metadata@1 ObjectMeta *, ports@3 []discovery.EndpointPort
    ForNode: name@1! string
    ForZone: name@1! string
    HTTPIngressPath: backend@2! IngressBackend *, path@1 string,
      pathType@3! string |Exact|ImplementationSpecific|Prefix
    HTTPIngressRuleValue: paths@1! []HTTPIngressPath
    IPBlock: cidr@1! string, except@2 []string
    Ingress: metadata@1 ObjectMeta *, spec@2 IngressSpec *, status@3 IngressStatus *
    IngressBackend: resource@3 TypedLocalObjectReference, service@4 IngressServiceBackend
    IngressClass: metadata@1 ObjectMeta *, spec@2 IngressClassSpec *
    IngressClassParametersReference: apiGroup@1 string, kind@2! string, name@3! string,
      namespace@5 string, scope@4 string
    IngressClassSpec: controller@1 string, parameters@2 IngressClassParametersReference
    IngressLoadBalancerIngress: hostname@2 string, ip@1 string, ports@4 []IngressPortStatus
    IngressLoadBalancerStatus: ingress@1 []IngressLoadBalancerIngress
    IngressPortStatus: error@3 string, port@1! int32, protocol@2! string |SCTP|TCP|UDP
    IngressRule: host@1 string, http@2.1 HTTPIngressRuleValue
    IngressServiceBackend: name@1! string, port@2 ServiceBackendPort *
    IngressSpec: defaultBackend@1 IngressBackend, ingressClassName@4 string, rules@3 []IngressRule,
      tls@2 []IngressTLS
    IngressStatus: loadBalancer@1 IngressLoadBalancerStatus *
    IngressTLS: hosts@1 []string, secretName@2 string
    NetworkPolicy: metadata@1 ObjectMeta *, spec@2 NetworkPolicySpec *
    NetworkPolicyEgressRule: ports@1 []NetworkPolicyPort, to@2 []NetworkPolicyPeer
    NetworkPolicyIngressRule: from@2 []NetworkPolicyPeer, ports@1 []NetworkPolicyPort
    NetworkPolicyPeer: ipBlock@3 IPBlock, namespaceSelector@2 LabelSelector, podSelector@1 LabelSelector
    NetworkPolicyPort: endPort@3 int32, port@2 intstr, protocol@1 string |SCTP|TCP|UDP ="TCP"
    NetworkPolicySpec: egress@3 []NetworkPolicyEgressRule, ingress@2 []NetworkPolicyIngressRule,
      podSelector@1 LabelSelector *, policyTypes@4 []string
    ServiceBackendPort #: name@1 string, number@2 int32
    discovery.EndpointPort #: appProtocol@4 string, name@1 string ="", port@3 int32,
      protocol@2 string |SCTP|TCP|UDP ="TCP"
    """#
}
