import KubeClient

/// Owners and what they own, drawn as a tree. Pure.
struct ObjectTree {
  private let children: [String: [KubeObject]]
  private let describe: (KubeObject) -> String

  /// A tree of these objects.
  /// - Parameter describe: what stands beside an object's kind and name.
  init(_ objects: [KubeObject], describe: @escaping (KubeObject) -> String) {
    var children: [String: [KubeObject]] = [:]
    for object in objects.sorted(by: { ($0.kind, $0.metadata.name) < ($1.kind, $1.metadata.name) }) {
      if let owner = object.metadata.controller { children[owner.uid, default: []].append(object) }
    }
    self.children = children
    self.describe = describe
  }

  /// The lines of the tree below that object; `extra` are objects that belong to it without an owner reference.
  func lines(below root: KubeObject, extra: [KubeObject] = []) -> [String] {
    let head = "\(root.kind)/\(root.metadata.name)"
    return [head.padded(to: 52) + describe(root)] + branches(of: root, extra: extra, prefix: "")
  }

  private func branches(of owner: KubeObject, extra: [KubeObject] = [], prefix: String) -> [String] {
    let below = (children[owner.metadata.uid] ?? []) + extra
    return below.enumerated().flatMap { index, object in
      let isLast = index == below.count - 1
      let head = prefix + (isLast ? "└─ " : "├─ ") + "\(object.kind)/\(object.metadata.name)"
      return [head.padded(to: 52) + describe(object)]
        + branches(of: object, prefix: prefix + (isLast ? "   " : "│  "))
    }
  }
}
