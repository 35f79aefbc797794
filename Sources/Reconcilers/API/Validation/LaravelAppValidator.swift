import KubeClient

/// Says everything that is wrong with an app, as the API server does at apply: for `render`, which has no server,
/// and for the reconciler, which may meet objects that were stored under an older CRD.
public enum LaravelAppValidator {
  /// The app in an object, if nothing is wrong with it.
  /// - Parameter refusesUnknownFields: as in `errors(in:replacing:refusesUnknownFields:)`.
  /// - Throws: everything that is wrong.
  public static func app(
    in object: KubeObject, refusesUnknownFields: Bool = true
  ) throws(InvalidSpec) -> LaravelApp {
    let (app, errors) = judge(object, refusesUnknownFields: refusesUnknownFields)
    guard let app, errors.isEmpty else { throw InvalidSpec(errors) }
    return app
  }

  /// Everything that is wrong with an object that is to be a LaravelApp.
  /// - Parameters:
  ///   - object: the object as it was written or as the server has it.
  ///   - old: the object that it is to replace, for the fields that cannot be changed.
  ///   - refusesUnknownFields: whether a field that the API does not have is a mistake; where a server has stored
  ///     the object, the server has judged that.
  /// - Returns: one error for each mistake; none when the app can be acted on.
  public static func errors(
    in object: KubeObject, replacing old: KubeObject? = nil, refusesUnknownFields: Bool = true
  ) -> [FieldError] {
    let (app, errors) = judge(object, refusesUnknownFields: refusesUnknownFields)
    // An old object that cannot be read forbids nothing.
    guard let app, let old, let before = judge(old, refusesUnknownFields: false).app else { return errors }
    return errors + LaravelAppRules.errors(changing: before.spec, to: app.spec)
  }

  /// Everything that is wrong with an app.
  /// - Returns: one error for each mistake; none when the app can be acted on.
  public static func errors(in app: LaravelApp) -> [FieldError] {
    do {
      var check = SchemaCheck(refusesUnknownFields: true)
      check.check(try JSONValue(encoding: app.spec), LaravelAppSchema.spec, at: "spec")
      return check.errors + LaravelAppRules.errors(in: app)
    } catch {
      return [FieldError(path: "spec", message: "cannot be read: \(error)")]
    }
  }

  /// The app, as far as the object can be read as one, and everything that is wrong with it; never neither.
  private static func judge(
    _ object: KubeObject, refusesUnknownFields: Bool
  ) -> (app: LaravelApp?, errors: [FieldError]) {
    guard object.spec.object != nil else {
      let message = object.spec.isNull ? "is required" : "must be an object"
      return (nil, [FieldError(path: "spec", message: message)])
    }
    var check = SchemaCheck(refusesUnknownFields: refusesUnknownFields)
    check.checkNames(
      of: object.json.object ?? [:], known: ["apiVersion", "kind", "metadata", "spec", "status"])
    check.check(object.spec, LaravelAppSchema.spec, at: "spec")
    do throws(InvalidSpec) {
      let app = try LaravelApp(object)
      return (app, check.errors + LaravelAppRules.errors(in: app))
    } catch {
      // What cannot be decoded has been named above, unless schema and types disagree.
      return (nil, check.errors.isEmpty ? error.errors : check.errors)
    }
  }
}
