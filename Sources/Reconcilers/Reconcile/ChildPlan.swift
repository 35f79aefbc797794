import KubeClient

/// What is to be done about one child: the desired manifest against what is live.
enum ChildPlan: Sendable, Hashable {
  /// The live object is as desired.
  case settled
  /// Send the intent; `differing` names the paths that made it necessary, none when the object is missing or
  /// was applied from another manifest.
  case apply(KubeObject, differing: [String])
  /// Another controller manages the object of that name: nothing is written.
  case conflict(owner: OwnerReference)
  /// The object belongs to an app of this name that is gone, or is being deleted: it has to vanish first.
  case waitForRemoval

  /// The plan for a child.
  /// - Parameters:
  ///   - child: the desired manifest.
  ///   - app: the app that wants it.
  ///   - live: the object as it is, `nil` when there is none.
  init(_ child: DesiredChild, of app: LaravelApp, live: KubeObject?) {
    let intent = Self.intent(child, of: app)
    guard let live else {
      self = .apply(intent, differing: [])
      return
    }
    if live.metadata.isBeingDeleted {
      self = .waitForRemoval
      return
    }
    if let owner = live.metadata.controller, owner.uid != app.metadata.uid {
      // The garbage collector takes what belonged to an earlier object of this name.
      self = Self.isLaravelApp(owner, named: app.name) ? .waitForRemoval : .conflict(owner: owner)
      return
    }
    guard
      live.metadata.annotations[AppliedHash.annotation] == intent.metadata.annotations[AppliedHash.annotation]
    else {
      self = .apply(intent, differing: [])
      return
    }
    let differing = DriftCheck.differences(desired: intent.json, live: live.json)
    self = differing.isEmpty ? .settled : .apply(intent, differing: differing)
  }

  /// The manifest as it is applied: with its owner, and with the hash of all the rest.
  static func intent(_ child: DesiredChild, of app: LaravelApp) -> KubeObject {
    var intent = child.object
    if child.isOwned {
      intent.metadata.ownerReferences = [
        OwnerReference(
          apiVersion: LaravelApp.resourceType.apiVersion, kind: LaravelApp.resourceType.kind,
          name: app.name, uid: app.metadata.uid)
      ]
    }
    let hash = AppliedHash.of(intent)
    intent.metadata.annotations[AppliedHash.annotation] = hash
    return intent
  }

  private static func isLaravelApp(_ owner: OwnerReference, named name: String) -> Bool {
    owner.group == LaravelApp.resourceType.group && owner.kind == LaravelApp.resourceType.kind
      && owner.name == name
  }
}
