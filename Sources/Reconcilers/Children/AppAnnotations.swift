/// The annotations that the operator writes.
enum AppAnnotations {
  /// On pod templates: the digest of the environment, so that a changed one rolls the pods, which read it only
  /// when they start.
  static let environmentHash = "laravel-operator.dev/environment-hash"

  /// On children without an owner: Argo CD must neither prune them nor count them as out of sync when an app's
  /// tracking label reaches them on some way of its own.
  static let unowned = [
    "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
    "argocd.argoproj.io/compare-options": "IgnoreExtraneous",
  ]
}
