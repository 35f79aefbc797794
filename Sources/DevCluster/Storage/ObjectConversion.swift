import KubeClient

/// The same object in another version of its API.
///
/// Custom resources convert with strategy `None` (only `apiVersion` changes), and so do all built-in kinds
/// served here but events, whose two APIs name their fields differently.
enum ObjectConversion {
  /// The object as that type shows it.
  static func convert(_ object: KubeObject, to type: ResourceType) -> KubeObject {
    guard object.apiVersion != type.apiVersion else { return object }
    var result = object
    result["apiVersion"] = JSONValue(type.apiVersion)
    if type.kind == "Event" {
      if type.group == "events.k8s.io" {
        for (core, modern) in eventFields { rename(core, to: modern, in: &result) }
      } else if object.group == "events.k8s.io" {
        for (core, modern) in eventFields { rename(modern, to: core, in: &result) }
      }
    }
    return result
  }

  /// The object as it is stored: events in the core group's form, anything else as it comes.
  static func stored(_ object: KubeObject, of type: ResourceType) -> KubeObject {
    guard type.group == "events.k8s.io" else { return object }
    return convert(
      object,
      to: ResourceType(group: "", version: "v1", kind: type.kind, plural: type.plural))
  }

  /// Fields of a core event and their names in events.k8s.io/v1.
  static let eventFields: [(core: String, modern: String)] = [
    ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"),
    ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"),
    ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
  ]

  private static func rename(_ old: String, to new: String, in object: inout KubeObject) {
    guard let value = object[old] else { return }
    object[old] = nil
    object[new] = value
  }
}
