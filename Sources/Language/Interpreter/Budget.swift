/// What a program that somebody else wrote may take before it is stopped: statements, values, memory and time.
public final class Budget {
  /// How much there is of each.
  public struct Limits: Sendable, Equatable {
    /// Statements that run, each turn of a loop among them.
    public var statements = 100_000
    /// Items of lists and records, and each 64 bytes of a text, that are given a name.
    public var items = 1_000_000
    /// Bytes of sound, noise and runs that commands make.
    public var bytes = 512 << 20
    /// Of wall time.
    public var seconds = 600.0

    /// What is enough for any sound that was made by hand.
    public init() {}

    /// So many times as much of everything.
    public func times(_ factor: Int) -> Limits {
      var limits = self
      limits.statements *= factor
      limits.items *= factor
      limits.bytes *= factor
      limits.seconds *= Double(factor)
      return limits
    }
  }

  /// What there was at first.
  public let limits: Limits
  /// What to do when it is used up.
  private let hint: String
  private var statements = 0
  private var items = 0
  private var bytes = 0
  private let start = ContinuousClock.now

  /// A budget of which nothing is taken yet; its time begins now.
  /// - Parameter hint: what to do when it is used up.
  public init(_ limits: Limits, hint: String) { (self.limits, self.hint) = (limits, hint) }

  /// Whether the time is over.
  public var isOverTime: Bool { ContinuousClock.now - start > .seconds(limits.seconds) }

  /// Bytes that commands can still make.
  public var bytesLeft: Int { max(0, limits.bytes - bytes) }

  /// Takes what a command has made.
  /// - Throws: when there is not so much left.
  public func take(bytes count: Int) throws(CommandFailure) {
    bytes += max(0, count)
    guard bytes <= limits.bytes else { throw exceeded("more than \(limits.bytes >> 20) MB of sounds") }
  }

  /// Takes a statement, or a turn of a loop.
  func takeStatement() throws(CommandFailure) {
    statements += 1
    guard statements <= limits.statements else { throw exceeded("more than \(limits.statements) statements") }
    // A clock costs more than a count.
    if statements % 64 == 0 { try checkTime() }
  }

  /// - Throws: when the time is over.
  public func checkTime() throws(CommandFailure) {
    guard !isOverTime else { throw exceeded("longer than \(Int(limits.seconds)) s") }
  }

  /// Takes a value that is given a name: what it holds itself, not what its items hold.
  func take(_ value: Value) throws(CommandFailure) {
    switch value {
    case .list(let list): items += list.count
    case .record(let record): items += record.count
    case .string(let text): items += text.utf8.count / 64 + 1
    default: items += 1
    }
    guard items <= limits.items else { throw exceeded("more than \(limits.items) values") }
  }

  private func exceeded(_ what: String) -> CommandFailure { CommandFailure("it takes \(what)", hint: hint) }
}
