import Foundation
import KubeClient
import Testing

@testable import Reconcilers

@Suite("Generated Secret")
struct EnvSecretChildTests {
  private func value(_ key: String, of spec: String) throws -> String? {
    let secret = EnvSecretChild.desired(try TestApp.app(spec), appKey: "base64:key").object
    return secret["data", key]?.string.flatMap { Data(base64Encoded: $0) }.map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  @Test("the key that goes in is the key that is read back")
  func keyIsKept() throws {
    let secret = EnvSecretChild.desired(try TestApp.app(), appKey: "base64:abc=")
    #expect(EnvSecretChild.appKey(in: secret.object) == "base64:abc=")
  }

  @Test(
    "a Secret without a readable key has none",
    arguments: ["{}", "{data: {APP_KEY: ''}}", "{data: {APP_KEY: '%'}}", "{data: 1}"])
  func noKey(yaml: String) throws {
    #expect(EnvSecretChild.appKey(in: KubeObject(try JSONValue.documents(yaml: yaml).first ?? .null)) == nil)
  }

  @Test("APP_URL is https when the Ingress serves TLS, and missing without hosts")
  func url() throws {
    #expect(try value("APP_URL", of: "{image: s:1, hosts: [a.example.com]}") == "http://a.example.com")
    #expect(
      try value("APP_URL", of: "{image: s:1, hosts: [a.example.com], ingress: {tls: {clusterIssuer: le}}}")
        == "https://a.example.com")
    #expect(try value("APP_URL", of: "image: s:1") == nil)
  }

  @Test("the environment's name, the log and the debug switch are those of a container in production")
  func basics() throws {
    #expect(try value("APP_ENV", of: "{image: s:1, environment: staging}") == "staging")
    #expect(try value("APP_NAME", of: "image: s:1") == "shop")
    #expect(try value("LOG_CHANNEL", of: "image: s:1") == "stderr")
    #expect(try value("APP_DEBUG", of: "image: s:1") == "false")
  }
}
