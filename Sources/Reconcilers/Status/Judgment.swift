import KubeClient

/// What one child's state means for its part of the app.
struct Judgment: Sendable, Hashable {
  /// The part that it is about.
  let part: Part
  /// Whether the part does its work.
  var value: Condition.Value
  /// Why, in one CamelCase word.
  var reason: String
  /// Why, and what to do next.
  var message = ""
  /// Whether somebody has to do something: it will not heal by itself.
  var isFault = false
  /// Whether users cannot use the app because of it.
  var blocksReady: Bool
  /// What is still on its way, such as a rollout; `nil` when nothing is.
  var progress: String?

  /// It works.
  static func works(_ part: Part, reason: String, message: String = "") -> Judgment {
    Judgment(part: part, value: .true, reason: reason, message: message, blocksReady: false)
  }

  /// It does not work and will not by itself.
  static func fault(_ part: Part, _ trouble: Trouble) -> Judgment {
    Judgment(
      part: part, value: .false, reason: trouble.reason, message: trouble.message, isFault: true,
      blocksReady: true)
  }

  /// It cannot be told (yet); not by itself a reason to call the app unusable.
  static func unknown(_ part: Part, reason: String, message: String) -> Judgment {
    Judgment(part: part, value: .unknown, reason: reason, message: message, blocksReady: false)
  }

  /// How bad it is, for picking the one that a condition shows.
  var severity: Int {
    switch value {
    case .false: isFault ? 4 : 3
    case .true where isFault: 2
    case .unknown: 1
    case .true: 0
    }
  }
}

/// Something that does not heal by itself.
struct Trouble: Sendable, Hashable {
  /// CamelCase.
  let reason: String
  /// What is wrong and what to do next.
  let message: String
}
