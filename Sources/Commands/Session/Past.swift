import Language

/// What `undo` can come back to: how things stood before the last statements that changed them.
struct Past {
  /// How things stood before a statement.
  struct Moment {
    /// The statement.
    let text: String
    fileprivate(set) var state: Session.State
    let memory: ProgramMemory
    let footing: Journal.Footing
    /// All settings, as statements.
    let settings: [String]
    /// Whether it only looks or writes files: that `$it` is what it was given again is no change.
    let isAside: Bool
    /// How many statements the journal had.
    let entries: Int
    /// How many results there had been.
    let results: Int
  }

  /// How many statements can be taken back.
  static let limit = 16
  /// Bytes of variables, and of the states of a run that is no longer under way, from which on fewer can.
  private static let room = 512 << 20

  private var moments: [Moment] = []
  /// Before the statement under way, or the last one.
  private var pending: Moment?
  var isKept = true

  /// A statement begins: what the one before it changed is known now.
  mutating func begin(_ moment: Moment) {
    guard isKept else { return }
    if let pending,
      pending.settings != moment.settings
        || pending.footing.differs(from: moment.footing, inSessionAlone: pending.isAside)
    {
      keep(pending, before: moment)
    }
    pending = moment
  }

  private mutating func keep(_ moment: Moment, before next: Moment) {
    var moment = moment
    let run = moment.state.current?.value.branch.number
    // A run that was left is seldom gone back to, and computes what is missing.
    if run != next.state.current?.value.branch.number { moment.state.current?.trail.thin(to: Self.room / Self.limit) }
    moments.append(moment)
    // What moments share takes room once; how much of it they do isn't known.
    let bytes = moment.memory.variables.values.reduce(moment.memory.it.byteCount) { $0 + $1.byteCount }
    moments.removeFirst(max(0, moments.count - max(2, min(Self.limit, Self.room / max(1, bytes)))))
    // One model besides the one that is loaded.
    var models = Set([next.state.modelFile].compactMap { $0.map { ObjectIdentifier($0) } })
    while let place = moments.lastIndex(where: { moment in
      moment.state.modelFile.map { !models.contains(ObjectIdentifier($0)) } ?? false
    }) {
      if models.count == 2 {
        moments.removeFirst(place + 1)
        break
      }
      if let file = moments[place].state.modelFile { models.insert(ObjectIdentifier(file)) }
    }
  }

  /// The moment before the last statement that changed something.
  var last: Moment? { moments.last }

  /// Forgets that moment, which was come back to.
  mutating func takeBack() {
    pending = nil
    moments.removeLast()
  }
}

/// What commands gave, by number: each value that `$it` had at a statement's end.
struct Results {
  struct Result {
    let number: Int
    /// The statement.
    let text: String
    let value: Value
  }

  /// How many are kept.
  static let limit = 100
  /// Bytes of sounds that they hold together, from which on fewer are kept.
  private static let room = 64 << 20

  private(set) var kept: [Result] = []
  private(set) var count = 0
  /// How often `$it` had been set when the statement under way began.
  private var seen = 0
  var isKept = true

  /// A statement begins.
  mutating func begin(_ memory: ProgramMemory) { seen = memory.results }

  /// Whether `$it` was set since.
  func isNew(_ memory: ProgramMemory) -> Bool { memory.results != seen }

  /// A statement has ended, and may have given a value.
  mutating func note(_ text: String, _ memory: ProgramMemory) {
    guard isKept, isNew(memory) else { return }
    count += 1
    kept.append(Result(number: count, text: text, value: memory.it))
    var bytes = kept.reduce(0) { $0 + $1.value.byteCount }
    while kept.count > Self.limit || bytes > Self.room, kept.count > 1 { bytes -= kept.removeFirst().value.byteCount }
  }

  /// Forgets those that came after a moment.
  mutating func forget(after moment: Past.Moment) {
    kept.removeAll { $0.number > moment.results }
    (count, seen) = (moment.results, moment.memory.results)
  }
}
