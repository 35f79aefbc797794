import Testing

@testable import KubeClient

@Suite("ObjectChange")
struct ObjectChangeTests {
  private let app = ResourceType(
    group: "laravel-operator.dev", version: "v1alpha1", kind: "LaravelApp", plural: "laravelapps")

  private func owned(by names: [String], apiVersion: String = "laravel-operator.dev/v1", version: Int = 1)
    -> KubeObject
  {
    configMap(
      "a", version: version,
      owners: names.map {
        OwnerReference(apiVersion: apiVersion, kind: "LaravelApp", name: $0, uid: "u-\($0)")
      })
  }

  @Test("the owners before and after a change are found, whatever the version of their API")
  func owners() {
    let change = ObjectChange(
      old: owned(by: ["shop", "blog"]),
      new: owned(by: ["blog", "wiki"], apiVersion: "laravel-operator.dev/v1alpha1", version: 2))
    #expect(change.owners(of: app).map(\.description) == ["ns/shop", "ns/blog", "ns/wiki"])
    let other = ObjectChange(old: nil, new: owned(by: ["shop"], apiVersion: "example.com/v1"))
    #expect(other.owners(of: app).isEmpty)
  }

  @Test("a change names its cause and its urgency")
  func trigger() {
    let object = configMap("a", version: 1)
    #expect(ObjectChange(old: nil, new: object, isInitialList: true).trigger == "ConfigMap/a listed")
    #expect(ObjectChange(old: nil, new: object).trigger == "ConfigMap/a added")
    #expect(ObjectChange(old: object, new: object).trigger == "ConfigMap/a changed")
    #expect(ObjectChange(old: object, new: nil).trigger == "ConfigMap/a deleted")
    #expect(ObjectChange(old: nil, new: object, isInitialList: true).priority == .low)
    #expect(ObjectChange(old: object, new: nil).priority == .live)
  }
}
