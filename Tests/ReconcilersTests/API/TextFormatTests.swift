import ClusterTesting
import KubeClient
import Testing

@testable import Reconcilers

@Suite("Formats of texts")
struct TextFormatTests {
  /// A format of the validator beside the pattern that the CRD has for the same field.
  struct Pair: CustomTestStringConvertible, Sendable {
    let path: String
    let pattern: String
    let format: TextFormat
    var testDescription: String { path }
  }

  /// One pair for every two that are the same.
  static let pairs: [Pair] = {
    var seen: Set<String> = []
    return collect(LaravelAppSchema.spec, AppTable.schema["properties", "spec"] ?? .null, at: "spec")
      .sorted { $0.path < $1.path }
      .filter { seen.insert($0.pattern).inserted }
  }()

  private static func collect(_ schema: FieldSchema, _ crd: JSONValue, at path: String) -> [Pair] {
    switch schema {
    case .text(_, let format?):
      [Pair(path: path, pattern: crd["pattern"]?.string ?? "", format: format)]
    case .list(let item, _, _): collect(item, crd["items"] ?? .null, at: path + "[]")
    case .object(let members, _):
      members.flatMap { collect($0.value, crd["properties", $0.key] ?? .null, at: "\(path).\($0.key)") }
    default: []
    }
  }

  /// Texts of every format, and what a slip of a finger makes of them.
  private static let seeds = [
    "", "a", "A", "7", "shop", "shop.example.com", "*.shop.example", "my-shop", "pg_trgm", "1-2.x",
    "192.0.2.1",
    "registry.example.com:5000/a/b__c:1.4@sha256:0123456789abcdef0123456789abcdef", "[::1]:5000/a",
    "localhost/a",
    "a:5000", "a/b:5000/c", "10s", "1h30m", "2h3m4s", "00090s", "100000s", "1234567s", "12345h", "500ms",
    "1s5ms",
    "1Gi", "0.5", ".5", "5.", "+1e3", "1E-3", "100m", "128MiB", "MAIL_MAILER", "_x", "2FA", "-a.b", "/up",
    "/up?x=1&y",
    "/a/b", "/var/www/html", "/..", "/a/", "a,b", "{high}", "limits.memory", "requests.nvidia.com/gpu",
    "limits.",
    "* * * * *", "*/5,59 0-6/2 1,15-31 JAN-MAR,12 MON-6", "0 0 31 12 6", "60 0 1 1 0", "0 24 1 1 0",
    "0 0 0 1 0",
    "0 0 1 13 0", "0 0 1 1 7", "*/60 * * * *", "*/0 * * * *", "00 01 01 01 0", "0 0 1 1 00", "@daily",
    "* * * *",
    "Europe/Berlin", "Etc/GMT+1", "America/Argentina/Buenos_Aires", "UTC", "a/b/c/d", "prod", "my production",
    "e\u{301}", "sh\u{f6}p", "shop\n", "\u{661}s", "a--b", "a..b", "a.-b", "xn--a.b",
  ]
  private static let slips = ["a", "A", "0", "9", "-", ".", "_", "/", ":", "@", "*", ",", " "]

  private static let corpus: [String] = {
    var texts = Set(seeds)
    for seed in seeds where seed.count <= 24 {
      for index in seed.indices {
        var shorter = seed
        shorter.remove(at: index)
        texts.insert(shorter)
        for slip in slips { texts.insert(seed.replacingCharacter(at: index, with: slip)) }
      }
    }
    return texts.sorted()
  }()

  @Test("the validator accepts a text if, and only if, the CRD's pattern and rule do", arguments: pairs)
  func agrees(pair: Pair) throws {
    // Unicode scalars are what RE2 matches.
    let pattern = try Regex(pair.pattern).matchingSemantics(.unicodeScalar).asciiOnlyCharacterClasses()
    for text in Self.corpus {
      let matches = text.wholeMatch(of: pattern) != nil
      let accepts = pair.format.accepts(text[...])
      if accepts { #expect(matches, "\(pair.path) \(text.debugDescription)") }
      if matches, !accepts {
        #expect(Self.isRefusedByRule(text, pair.path), "\(pair.path) \(text.debugDescription)")
      }
    }
  }

  /// What the CRD leaves to a rule beside the pattern.
  private static func isRefusedByRule(_ text: String, _ path: String) -> Bool {
    if let duration = GoDuration(text) {
      return duration.milliseconds == 0 || duration.milliseconds > 86_400_000
    }
    if path == "spec.storage.size" {
      // Quantities that are zero, negative, or longer than any size is.
      return Quantity(text).map { amount in Quantity("0").map { amount <= $0 } ?? false } ?? true
    }
    // Patterns of names know no length of labels; bounds do.
    return path == "spec.scheduler.timeZone" && text.lowercased() == "local"
  }

  @Test("every format of the API is compared, and the corpus has good and bad texts for each")
  func complete() {
    #expect(Self.pairs.count >= 20)
    #expect(Self.corpus.count > 1000)
    for pair in Self.pairs {
      #expect(Self.corpus.contains { pair.format.accepts($0[...]) }, "\(pair.path)")
      #expect(Self.corpus.contains { !pair.format.accepts($0[...]) }, "\(pair.path)")
    }
  }

  @Test(
    "durations are read to the millisecond",
    arguments: [
      ("1s", 1000), ("90s", 90_000), ("1h30m", 5_400_000), ("2h3m4s", 7_384_000), ("500ms", 500), ("0s", 0),
      ("1s5ms", 1005),
    ])
  func durations(text: String, milliseconds: Int) {
    #expect(GoDuration(text)?.milliseconds == milliseconds)
  }

  @Test(
    "what is no duration is none",
    arguments: [
      "", "5", "s", "-1s", "+1s", "1 s", "1s ", "1.5s", "1d", "30m1h", "1s1s", "1us", "1S", "\u{661}s",
    ])
  func noDurations(text: String) { #expect(GoDuration(text) == nil) }

  @Test("a range of weekdays or months that ends before it begins is seen, also by name")
  func reversedRanges() {
    for text in ["0 22-6 * * *", "0 0 * * FRI-MON", "0 0 * DEC-JAN *", "5-1/2 * * * *", "0 0 * * 5-MON"] {
      #expect(throws: CronExpression.Defect.reversedRange, "\(text)") { try CronExpression(text) }
    }
  }

  @Test("a mistyped name is guessed, another word is not")
  func spelling() {
    let names = ["replicas", "resources", "port", "probes", "env", "envFrom"]
    #expect(Spelling.closest(to: "replcias", among: names) == "replicas")
    #expect(Spelling.closest(to: "REPLICAS", among: names) == "replicas")
    #expect(Spelling.closest(to: "prot", among: names) == "port")
    #expect(Spelling.closest(to: "envfrom", among: names) == "envFrom")
    #expect(Spelling.closest(to: "nodeSelector", among: names) == nil)
    #expect(Spelling.closest(to: "x", among: names) == nil)
    #expect(Spelling.closest(to: "", among: names) == nil)
  }
}

extension String {
  fileprivate func replacingCharacter(at index: Index, with text: String) -> String {
    var copy = self
    copy.replaceSubrange(index...index, with: text)
    return copy
  }
}
