/// When an image is pulled.
public enum ImagePullPolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// At every start of a pod.
  case always = "Always"
  /// When the node does not have it.
  case ifNotPresent = "IfNotPresent"
  /// Never: the node must have it.
  case never = "Never"
}
