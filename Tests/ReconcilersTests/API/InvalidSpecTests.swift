import KubeClient
import Testing

@testable import Reconcilers

@Suite("Specs that cannot be read")
struct InvalidSpecTests {
  @Test(
    "a spec that does not fit the types names the field and what belongs there",
    arguments: [
      ("{hosts: []}", "spec.image: is required"),
      ("{image: 7}", "spec.image: has the wrong type, expected a string"),
      ("{image: a, web: {port: http}}", "spec.web.port: has the wrong type, expected an integer"),
      ("{image: a, hosts: shop}", "spec.hosts: has the wrong type, expected a list"),
      ("{image: a, suspend: 'yes'}", "spec.suspend: has the wrong type, expected a boolean"),
      ("{image: a, storage: large}", "spec.storage: has the wrong type, expected an object"),
      ("{image: a, workers: [{name: a}, {replicas: 2}]}", "spec.workers[1].name: is required"),
    ])
  func names(spec: String, message: String) throws {
    let documents = try JSONValue.documents(yaml: spec)
    let object = KubeObject(["metadata": ["name": "shop"], "spec": documents.first ?? .null])
    let error = #expect(throws: InvalidSpec.self) { try LaravelApp(object) }
    #expect(error?.description == message)
  }

  @Test("many errors make a message of bounded length that says how many there are")
  func bounded() {
    let errors = (0..<300).map { FieldError(path: "spec.hosts[\($0)]", message: "must be a DNS name") }
    let text = InvalidSpec(errors).description
    #expect(text.hasSuffix("; and 280 more"))
    #expect(text.count < 2000)
    #expect(InvalidSpec(errors).errors.count == 300)
  }
}
