import KubeClient
import Testing

@Suite("Quantity")
struct QuantityTests {
  @Test(
    "has the canonical form that the API server stores",
    arguments: [
      ("0", "0"), ("0.5", "500m"), ("1000m", "1"), ("1.5", "1500m"), ("1000", "1k"), ("1024", "1024"),
      ("1024Mi", "1Gi"), ("1536Mi", "1536Mi"), ("1.5Gi", "1536Mi"), ("0.5Ki", "512"),
      ("0.1Gi", "107374182400m"),
      ("1000000", "1M"), ("1e3", "1e3"), ("1E3", "1e3"), ("12e-1", "1200e-3"), ("1E", "1E"), ("2Ei", "2Ei"),
      ("-1.5", "-1500m"), ("+5k", "5k"), (".5", "500m"), ("5.", "5"), ("100u", "100u"), ("1n", "1n"),
      ("0.1n", "1n"), ("00500m", "500m"),
    ])
  func canonical(text: String, form: String) {
    #expect(Quantity(text)?.description == form)
  }

  @Test(
    "refuses what is no amount", arguments: ["", "a", "1KB", "1.2.3", "Gi", "-", "1 Gi", "1e", "1e99", "९"])
  func refuses(text: String) {
    #expect(Quantity(text) == nil)
  }

  @Test("compares by amount, however it is written")
  func compares() throws {
    #expect(Quantity("1Gi") == Quantity("1024Mi"))
    #expect(Quantity(JSONValue(2)) == Quantity("2000m"))
    #expect(Quantity(JSONValue.double(0.25)) == Quantity("250m"))
    #expect(try #require(Quantity("1G")) < #require(Quantity("1Gi")))
  }
}
