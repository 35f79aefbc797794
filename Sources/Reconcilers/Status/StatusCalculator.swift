import Foundation
import KubeClient

/// The status of an app, from what was observed of it. Pure: equal input gives an equal status, and nothing in it
/// ticks, so an app that does not change is not written.
public enum StatusCalculator {
  /// The CRD's `maxItems`: more than any valid spec asks for.
  private static let maximumComponents = 128
  private static let maximumChildren = 256

  /// The status of an app whose spec cannot be acted on. Everything but the conditions about the app as a whole
  /// stays as it was: what runs goes on running.
  public static func invalid(_ error: InvalidSpec, of object: KubeObject, now: Date) -> JSONValue {
    let writer = ConditionWriter(object, now: now)
    let reason = "InvalidSpec"
    let whole = [
      writer.condition(SummaryConditions.ready, .false, reason: reason, message: error.description),
      writer.condition(SummaryConditions.progressing, .false, reason: reason, message: error.description),
      writer.condition(SummaryConditions.degraded, .true, reason: reason, message: error.description),
    ]
    let parts = object.conditions.filter { condition in !whole.contains { $0.type == condition.type } }
    var status = object.status.object == nil ? [:] : object.status
    status["observedGeneration"] = JSONValue(object.metadata.generation)
    status["conditions"] = (whole + parts).json(\.json)
    return status
  }

  /// The status of an app.
  /// - Parameters:
  ///   - app: what is wanted.
  ///   - object: the live object with the status it carries now.
  ///   - observation: what there is.
  ///   - now: the time of conditions that change.
  public static func status(
    of app: LaravelApp, object: KubeObject, observation: AppObservation, now: Date
  ) -> JSONValue {
    let health = AppHealth(of: app, in: observation)
    let writer = ConditionWriter(object, now: now)
    let conditions =
      SummaryConditions.conditions(of: app, health.judgments, writer) + parts(health.judgments, writer)
    return JSONValue.object([
      "observedGeneration": JSONValue(object.metadata.generation),
      "conditions": conditions.json(\.json),
      "url": AppURL.url(of: app.spec).map { JSONValue($0) },
      "image": health.image.map { JSONValue($0) } ?? object.status["image"],
      "web": health.web(of: app),
      "workers": health.workers,
      "components": health.components.prefix(maximumComponents).json(\.json),
      "children": health.children.prefix(maximumChildren).json(\.json),
    ])
  }

  /// One condition for each part that the app has, showing the worst of its judgments.
  private static func parts(_ judgments: [Judgment], _ writer: ConditionWriter) -> [Condition] {
    Part.allCases.compactMap { part in
      let all = judgments.filter { $0.part == part }
      guard let severity = all.map(\.severity).max() else { return nil }
      let worst = all.filter { $0.severity == severity }
      guard let first = worst.first else { return nil }
      return writer.condition(
        part.rawValue, first.value, reason: first.reason,
        message: worst.map(\.message).filter { !$0.isEmpty }.joined(separator: "; "))
    }
  }
}

extension ComponentStatus {
  var json: JSONValue {
    JSONValue.object([
      "name": JSONValue(name), "kind": kind.map { JSONValue($0) }, "ready": ready.map { JSONValue($0) },
      "desired": desired.map { JSONValue($0) }, "message": message.map { JSONValue($0) },
    ])
  }
}

extension ChildReference {
  var json: JSONValue {
    JSONValue.object([
      "apiVersion": JSONValue(apiVersion), "kind": JSONValue(kind), "name": JSONValue(name),
      "ready": ready.map { JSONValue($0) }, "message": message.map { JSONValue($0) },
    ])
  }
}
