import KubeClient

/// Says everything that is wrong with an app, as the API server does at apply: for `render`, which has no server,
/// and for the reconciler, which may meet objects that were stored under an older CRD.
public enum LaravelAppValidator {
  /// Everything that is wrong with an app.
  /// - Returns: one error for each mistake, in the order of the fields; none when the app can be acted on.
  public static func errors(in app: LaravelApp) -> [FieldError] {
    do {
      var check = SchemaCheck(refusesUnknownFields: true)
      check.check(try JSONValue(encoding: app.spec), LaravelAppSchema.spec, at: "spec")
      return check.errors + LaravelAppRules.errors(in: app)
    } catch {
      return [FieldError(path: "spec", message: "cannot be read: \(error)")]
    }
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
    guard object.json["spec"]?.object != nil else {
      return [FieldError(path: "spec", message: "is required")]
    }
    var check = SchemaCheck(refusesUnknownFields: refusesUnknownFields)
    check.checkNames(
      of: object.json.object ?? [:], known: ["apiVersion", "kind", "metadata", "spec", "status"])
    check.check(object.spec, LaravelAppSchema.spec, at: "spec")
    do throws(InvalidSpec) {
      let app = try LaravelApp(object)
      // An old object that cannot be read forbids nothing.
      let changes = (try? old.map { old throws(InvalidSpec) in try LaravelApp(old) }).flatMap { $0 }
        .map { LaravelAppRules.errors(changing: $0.spec, to: app.spec) }
      return check.errors + LaravelAppRules.errors(in: app) + (changes ?? [])
    } catch {
      // What cannot be decoded has been named above, unless schema and types disagree.
      return check.errors.isEmpty ? error.errors : check.errors
    }
  }

  /// The app in an object, if nothing is wrong with it.
  /// - Throws: everything that is wrong.
  public static func app(
    in object: KubeObject, refusesUnknownFields: Bool = true
  ) throws(InvalidSpec) -> LaravelApp {
    let errors = errors(in: object, refusesUnknownFields: refusesUnknownFields)
    guard errors.isEmpty else { throw InvalidSpec(errors) }
    return try LaravelApp(object)
  }
}
