extension Interpreter {
  /// Runs a statement and says how long it took.
  func time(_ statement: Statement) throws -> Outcome {
    try enter(at: statement.span)
    defer { depth -= 1 }
    let start = now()
    let outcome = try execute(statement)
    host.print("took \(Self.text(of: now() - start))")
    return outcome
  }

  /// A duration with three digits: "0.042 ms", "42.1 ms", "1.24 s", "1240 s".
  package static func text(of duration: Duration) -> String {
    let parts = duration.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    // What rounds to a second is one.
    let isLong = seconds >= 0.9995
    let value = isLong ? seconds : seconds * 1000
    var decimals = 2
    if value >= 9.995 { decimals = 1 }
    if value >= 99.95 { decimals = 0 }
    if value < 0.9995 { decimals = 3 }
    return fixed(value, decimals) + (isLong ? " s" : " ms")
  }

  /// A number that is not negative with so many digits behind the point.
  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = [1, 10, 100, 1000][decimals]
    guard let scaled = Int(exactly: (value * Double(scale)).rounded()) else { return value.description }
    let digits = String(scaled % scale + scale).dropFirst()
    return decimals == 0 ? String(scaled) : "\(scaled / scale).\(digits)"
  }
}
