extension BuiltinSchemas {
  /// The fields of `networking.k8s.io/v1` and `discovery.k8s.io/v1`,
  /// of Kubernetes 1.36, in the form that `SchemaNotation` reads.
  static let networkTypes = #"""
    Endpoint: addresses! []string {}, conditions EndpointConditions *, deprecatedTopology map string,
      hints EndpointHints, hostname string, nodeName string, targetRef ObjectReference, zone string
    EndpointConditions: ready bool, serving bool, terminating bool
    EndpointHints: forNodes []ForNode, forZones []ForZone
    EndpointSlice: addressType! string |FQDN|IPv4|IPv6, endpoints []Endpoint, metadata ObjectMeta *,
      ports []discovery.EndpointPort
    ForNode: name! string
    ForZone: name! string
    HTTPIngressPath: backend! IngressBackend *, path string,
      pathType! string |Exact|ImplementationSpecific|Prefix
    HTTPIngressRuleValue: paths! []HTTPIngressPath
    IPBlock: cidr! string, except []string
    Ingress: metadata ObjectMeta *, spec IngressSpec *, status IngressStatus *
    IngressBackend: resource TypedLocalObjectReference, service IngressServiceBackend
    IngressClass: metadata ObjectMeta *, spec IngressClassSpec *
    IngressClassParametersReference: apiGroup string, kind! string, name! string, namespace string,
      scope string
    IngressClassSpec: controller string, parameters IngressClassParametersReference
    IngressLoadBalancerIngress: hostname string, ip string, ports []IngressPortStatus
    IngressLoadBalancerStatus: ingress []IngressLoadBalancerIngress
    IngressPortStatus: error string, port! int32, protocol! string |SCTP|TCP|UDP
    IngressRule: host string, http HTTPIngressRuleValue
    IngressServiceBackend: name! string, port ServiceBackendPort *
    IngressSpec: defaultBackend IngressBackend, ingressClassName string, rules []IngressRule,
      tls []IngressTLS
    IngressStatus: loadBalancer IngressLoadBalancerStatus *
    IngressTLS: hosts []string, secretName string
    NetworkPolicy: metadata ObjectMeta *, spec NetworkPolicySpec *
    NetworkPolicyEgressRule: ports []NetworkPolicyPort, to []NetworkPolicyPeer
    NetworkPolicyIngressRule: from []NetworkPolicyPeer, ports []NetworkPolicyPort
    NetworkPolicyPeer: ipBlock IPBlock, namespaceSelector LabelSelector, podSelector LabelSelector
    NetworkPolicyPort: endPort int32, port intstr, protocol string |SCTP|TCP|UDP ="TCP"
    NetworkPolicySpec: egress []NetworkPolicyEgressRule, ingress []NetworkPolicyIngressRule,
      podSelector LabelSelector *, policyTypes []string
    ServiceBackendPort #: name string, number int32
    discovery.EndpointPort #: appProtocol string, name string ="", port int32,
      protocol string |SCTP|TCP|UDP ="TCP"
    """#
}
