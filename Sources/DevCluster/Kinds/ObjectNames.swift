import KubeClient

/// The rules of names and labels: `k8s.io/apimachinery/pkg/util/validation`.
enum ObjectNames {
  private static let subdomainPattern = #"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"#
  private static let labelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
  private static let label1035Pattern = "[a-z]([-a-z0-9]*[a-z0-9])?"
  private static let qualifiedPattern = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
  private static let labelValuePattern = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?"
  private static let configKeyPattern = "[-._a-zA-Z0-9]+"

  /// What is wrong with a DNS subdomain (most names); `nil` when nothing is.
  static func subdomainProblem(_ name: String) -> String? {
    problem(
      name, subdomainPattern, limit: 253,
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
        + "start and end with an alphanumeric character", examples: "(e.g. 'example.com', ")
  }

  /// What is wrong with a DNS label (namespaces, containers, ports).
  static func labelProblem(_ name: String) -> String? {
    problem(
      name, labelPattern, limit: 63,
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and "
        + "end with an alphanumeric character", examples: "(e.g. 'my-name',  or '123-abc', ")
  }

  /// What is wrong with the name of a service.
  static func label1035Problem(_ name: String) -> String? {
    problem(
      name, label1035Pattern, limit: 63,
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic "
        + "character, and end with an alphanumeric character", examples: "(e.g. 'my-name',  or 'abc-123', ")
  }

  /// What is wrong with a key of a ConfigMap or Secret.
  static func configKeyProblem(_ key: String) -> String? {
    problem(
      key, configKeyPattern, limit: 253,
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
      examples: "(e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', ")
  }

  private static func problem(
    _ text: String, _ pattern: String, limit: Int, _ rule: String, examples: String
  ) -> String? {
    if text.utf8.count > limit { return "must be no more than \(limit) characters" }
    if PatternCache.shared.matches(text, pattern: "^\(pattern)$") { return nil }
    return "\(rule) \(examples)regex used for validation is '\(pattern)')"
  }

  /// Everything wrong with the metadata of a new or changed object.
  static func errors(in object: KubeObject, type: ResourceType) -> [FieldError] {
    var errors: [FieldError] = []
    let meta = object.metadata
    if let problem = nameProblem(meta.name, type: type) {
      errors.append(.invalid("metadata.name", .string(meta.name), problem))
    }
    for (key, value) in meta.labels.sorted(by: { $0.key < $1.key }) {
      errors += keyErrors(key, field: "metadata.labels")
      if let problem = labelValueProblem(value) {
        errors.append(.invalid("metadata.labels", .string(value), problem))
      }
    }
    var size = 0
    for (key, value) in meta.annotations.sorted(by: { $0.key < $1.key }) {
      errors += keyErrors(key.lowercased(), field: "metadata.annotations")
      size += key.utf8.count + value.utf8.count
    }
    // The bound of `k8s.io/apimachinery/pkg/api/validation.TotalAnnotationSizeLimitB`.
    let limit = 256 * 1024
    if size > limit { errors.append(.tooLong("metadata.annotations", maximum: limit)) }
    for (index, reference) in (object["metadata", "ownerReferences"]?.items ?? []).enumerated() {
      for field in ["apiVersion", "kind", "name", "uid"] where (reference[field]?.string ?? "").isEmpty {
        errors.append(
          .invalid("metadata.ownerReferences[\(index)].\(field)", "", "must not be empty"))
      }
    }
    for finalizer in meta.finalizers {
      errors += keyErrors(finalizer, field: "metadata.finalizers")
    }
    return errors
  }

  private static func nameProblem(_ name: String, type: ResourceType) -> String? {
    switch type.storageResource {
    case "services": return label1035Problem(name)
    case "namespaces": return labelProblem(name)
    case "cronjobs.batch":
      return subdomainProblem(name) ?? (name.utf8.count > 52 ? "must be no more than 52 characters" : nil)
    case "roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io",
      "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io":
      if name == "." || name == ".." { return "may not be '\(name)'" }
      return name.contains("/") ? "may not contain '/'" : name.contains("%") ? "may not contain '%'" : nil
    default: return subdomainProblem(name)
    }
  }

  /// What is wrong with a value of a label.
  static func labelValueProblem(_ value: String) -> String? {
    if value.utf8.count > 63 { return "must be no more than 63 bytes" }
    if PatternCache.shared.matches(value, pattern: "^\(labelValuePattern)$") { return nil }
    return
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
      + "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for "
      + "validation is '\(labelValuePattern)')"
  }

  /// What is wrong with a qualified name: an optional prefix that is a DNS subdomain, `/` and a name.
  private static func keyErrors(_ key: String, field: String) -> [FieldError] {
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    let shape =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
    guard let name = parts.last, parts.count <= 2 else {
      return [
        .invalid(
          field, .string(key),
          "a qualified name must consist of alphanumeric characters, '-', '_' or '.', "
            + "and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex "
            + "used for validation is '\(qualifiedPattern)') with an optional DNS subdomain prefix and '/' (e.g. "
            + "'example.com/MyName')")
      ]
    }
    var errors: [FieldError] = []
    if parts.count == 2, let problem = subdomainProblem(String(parts[0])) {
      errors.append(.invalid(field, .string(key), "prefix part \(problem)"))
    }
    if name.isEmpty {
      errors.append(.invalid(field, .string(key), "name part must be non-empty"))
    } else if name.utf8.count > 63 {
      errors.append(.invalid(field, .string(key), "name part must be no more than 63 bytes"))
    }
    if !PatternCache.shared.matches(String(name), pattern: "^\(qualifiedPattern)$") {
      errors.append(
        .invalid(
          field, .string(key),
          shape
            + "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
            + "'\(qualifiedPattern)')"))
    }
    return errors
  }
}
