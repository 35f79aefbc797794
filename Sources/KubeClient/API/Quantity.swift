/// An amount of a resource, such as `500m`, `0.5`, `1Gi` or `1e3`: `resource.Quantity` of apimachinery.
///
/// The API server stores the canonical form of what it is given (`0.5` comes back as `500m`, `1024Mi` as `1Gi`),
/// so a desired manifest has to be written canonically and compared by value.
public struct Quantity: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Which suffixes the canonical form has.
  private enum Format: Sendable, Hashable {
    case binarySI
    case decimalSI
    case decimalExponent
  }

  /// The amount in units of 10^-9, the finest that Kubernetes keeps.
  private let nano: Int128
  private let format: Format

  /// The suffixes of powers of 1000 from 10^-9 on.
  private static let decimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
  /// The suffixes of powers of 1024 from 2^10 on.
  private static let binarySuffixes = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
  private static let nanoPerUnit: Int128 = 1_000_000_000
  /// More digits than any amount has; keeps the arithmetic below far from overflow.
  private static let maximumDigits = 18

  /// The amount in that text; `nil` when it is none.
  public init?(_ text: String) {
    var rest = Substring(text)
    var isNegative = false
    if let sign = rest.first, sign == "+" || sign == "-" {
      isNegative = sign == "-"
      rest = rest.dropFirst()
    }
    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(whole.count)
    var fraction = Substring()
    if rest.first == "." {
      fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(fraction.count + 1)
    }
    guard !(whole.isEmpty && fraction.isEmpty), whole.count <= Self.maximumDigits,
      fraction.count <= Self.maximumDigits, let digits = Int128("0" + whole + fraction),
      let (format, multiplier, divisor) = Self.scale(of: rest)
    else { return nil }
    // Whole and fraction have at most 36 digits: scaling is checked, an overflow is no amount.
    var denominator = divisor
    for _ in 0..<fraction.count { denominator *= 10 }
    let (scaled, scaleOverflow) = digits.multipliedReportingOverflow(by: Self.nanoPerUnit)
    let (numerator, overflow) = scaled.multipliedReportingOverflow(by: multiplier)
    guard !scaleOverflow, !overflow else { return nil }
    // Rounds away from zero, as apimachinery does: a request is never made smaller than asked for.
    let magnitude = numerator / denominator + (numerator % denominator == 0 ? 0 : 1)
    self.nano = isNegative ? -magnitude : magnitude
    self.format = format
  }

  /// The amount in a JSON string or number; `nil` when it is none.
  public init?(_ json: JSONValue) {
    switch json {
    case .string(let text): self.init(text)
    case .int(let value): self.init(String(value))
    case .double(let value): self.init("\(value)")
    case .null, .bool, .array, .object: return nil
    }
  }

  private static func scale(of suffix: Substring) -> (Format, multiplier: Int128, divisor: Int128)? {
    if let index = binarySuffixes.firstIndex(of: String(suffix)) {
      return (.binarySI, Int128(1) << Int128(10 * (index + 1)), 1)
    }
    if let index = decimalSuffixes.firstIndex(of: String(suffix)) {
      return index >= 3
        ? (.decimalSI, power(10, 3 * (index - 3)), 1) : (.decimalSI, 1, power(10, 9 - 3 * index))
    }
    guard let mark = suffix.first, mark == "e" || mark == "E", let exponent = Int(suffix.dropFirst()),
      abs(exponent) <= maximumDigits
    else { return nil }
    return exponent >= 0
      ? (.decimalExponent, power(10, exponent), 1) : (.decimalExponent, 1, power(10, -exponent))
  }

  private static func power(_ base: Int128, _ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { result, _ in result * base }
  }

  /// The canonical form: what the API server stores.
  public var description: String {
    if nano == 0 { return "0" }
    if format == .binarySI, nano % Self.nanoPerUnit == 0 {
      let units = nano / Self.nanoPerUnit
      // Below 1024 there is no binary suffix; the plain number is the same in both.
      if abs(units) >= 1024 { return Self.text(units, base: 1024, suffixes: [""] + Self.binarySuffixes) }
    }
    guard format == .decimalExponent else {
      return Self.text(nano, base: 1000, suffixes: Self.decimalSuffixes)
    }
    let exponents = stride(from: -9, through: 18, by: 3).map { $0 == 0 ? "" : "e\($0)" }
    return Self.text(nano, base: 1000, suffixes: exponents)
  }

  /// The largest suffix that leaves no fraction.
  private static func text(_ amount: Int128, base: Int128, suffixes: [String]) -> String {
    var amount = amount
    var index = 0
    while index < suffixes.count - 1, amount % base == 0 {
      amount /= base
      index += 1
    }
    return "\(amount)\(suffixes[index])"
  }

  /// The sum, written as the first of the two is; amounts that do not fit stay the largest there is.
  public static func + (left: Quantity, right: Quantity) -> Quantity {
    let (sum, overflow) = left.nano.addingReportingOverflow(right.nano)
    return Quantity(nano: overflow ? (left.nano < 0 ? .min : .max) : sum, format: left.format)
  }

  private init(nano: Int128, format: Format) {
    self.nano = nano
    self.format = format
  }

  /// By amount, however it is written.
  public static func == (left: Quantity, right: Quantity) -> Bool { left.nano == right.nano }

  /// By amount, however it is written.
  public static func < (left: Quantity, right: Quantity) -> Bool { left.nano < right.nano }

  /// By amount, however it is written.
  public func hash(into hasher: inout Hasher) { hasher.combine(nano) }
}
